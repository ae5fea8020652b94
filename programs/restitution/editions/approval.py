"""The decision: the group's approval, written on the edition; then, and only then, its opening to the institutions."""

from dataclasses import dataclass

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.addresses import address_of
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import plural
from dla_collectif.services.visibility import Visibility
from programs.journey.mailing import Mailing, post_all
from programs.journey.models import Document, Participation
from programs.meetings.models import Meeting
from programs.meetings.reach import mailing_to

from ..models import Rendition, ReportEdition, ReportVoice
from . import actions
from .mails import OPENED

Approval, Outcome = ReportEdition.Approval, ReportVoice.Outcome
DECIDING = (Meeting.Kind.PREPARATORY, Meeting.Kind.WORKING, Meeting.Kind.WORKSHOP, Meeting.Kind.RESTITUTION)
RULE = (
    "Une édition est approuvée quand plus de la moitié des associations engagées l’approuvent, "
    "et qu’aucune demande de changement ne reste sans réponse."
)
NOT_APPROVED = "Le groupe n’a pas encore approuvé cette édition : les institutions la liront ensuite."
NOT_FOR_THEM = "Cette édition n’a pas d’exemplaire pour les institutions : faites-en une autre."
NOT_NEEDED = "La règle est remplie : notez l’approbation, sans passer outre."


@dataclass(frozen=True)
class Count:
    """Where the voices on an edition stand, among the associations committed today."""

    asked: int
    approving: int
    remarks: int
    against: int
    answered: int
    waiting: tuple[str, ...]  # asked for a change and have no answer
    owed: tuple[str, ...]  # were promised one
    silent: tuple[str, ...]

    @property
    def why_not(self) -> str:
        """What the rule still asks for: a French sentence, or nothing."""
        if self.waiting:
            return f"Répondez d’abord à {', '.join(self.waiting)} : une demande de changement attend sa réponse."
        if self.owed:
            names = ", ".join(self.owed)
            return f"Vous avez accepté de changer le rapport pour {names} : faites d’abord l’édition suivante."
        if self.approving * 2 <= self.asked:
            needed = self.asked // 2 + 1
            if not self.approving:
                return f"Aucune association ne l’approuve encore ; il en faut {needed} sur {self.asked}."
            return (
                f"{self.approving} association{plural(self.approving)} sur {self.asked} "
                f"l’{plural(self.approving, 'approuve,approuvent')} ; il en faut {needed}."
            )
        return ""


def count_of(edition) -> Count:
    """The voices of an edition, counted; two statements."""
    return counted(edition.group_of(edition.program_id), edition.voices.all())


def counted(seats, rows) -> Count:
    """The same among seats and voices that were read already."""
    voices = {voice.participation_id: voice for voice in rows}
    said = [(str(seat), voices[seat.pk]) for seat in seats if seat.pk in voices]
    changes = [(name, voice) for name, voice in said if voice.stance == ReportVoice.Stance.CHANGE]
    return Count(
        asked=len(seats),
        approving=sum(voice.stance in ReportVoice.APPROVING for _, voice in said),
        remarks=sum(voice.stance == ReportVoice.Stance.REMARK for _, voice in said),
        against=len(changes),
        answered=sum(bool(voice.outcome) for _, voice in said),
        waiting=tuple(name for name, voice in changes if not voice.outcome),
        owed=tuple(name for name, voice in changes if voice.outcome == Outcome.CHANGED),
        silent=tuple(str(seat) for seat in seats if seat.pk not in voices),
    )


def deciding_meetings(edition):
    """The meetings in which the group may have approved an edition, the latest first."""
    held = Meeting.objects.filter(program=edition.program_id).held().of_kind(*DECIDING)
    return held.filter(starts_at__date__gte=edition.proposed_on).order_by("-starts_at")


def approve(step, data, *, by) -> ReportEdition:
    """Record that the group approved the edition proposed last, by the voices, in a meeting, or over the rule.

    `data`: approval, meeting, seats (that approved there and had said nothing), reason, number. From then on the
    edition bears the line of its approval, and nobody changes what was said. Raises Refusal.
    """
    edition = ReportEdition.objects.open_in(step.program)
    if data.get("number") not in (None, edition.number):
        raise Refusal(f"L’édition {edition.number} vient d’être proposée : relisez avant de noter l’approbation.")
    approval, reason = data["approval"], data.get("reason", "").strip()
    in_meeting = approval == Approval.MEETING
    if in_meeting:
        if data.get("meeting") is None:
            raise Refusal("Dites dans quelle réunion le groupe a approuvé.", "meeting")
        note_hands(step, edition, data.get("seats", ()), by=by)
    count = count_of(edition)
    if approval != Approval.OVERRIDE and count.why_not:
        raise Refusal(count.why_not)
    if approval == Approval.OVERRIDE and not reason:
        raise Refusal(
            "Dites en une phrase pourquoi vous passez outre : ce motif est imprimé dans le rapport.", "reason"
        )
    if approval == Approval.OVERRIDE and not count.why_not:
        raise Refusal(NOT_NEEDED, "approval")
    fields = {
        "approval": approval,
        "approved_on": data["meeting"].day if in_meeting else clock.today(),
        "meeting": data["meeting"] if in_meeting else None,
        "reason": reason if approval == Approval.OVERRIDE else "",
        "asked": count.asked,
        "approving": count.approving,
        "remarks": count.remarks,
        "against": count.against,
        "answered": count.answered,
    }
    edit(edition, fields, by=by)
    Document.objects.filter(rendition__edition=edition).update(mention=f"édition {edition.line}.")
    record(step, f"a noté que l’édition {edition.number} du rapport est {edition.line}", by=by)
    return edition


def note_hands(step, edition, seats, *, by) -> None:
    """The associations that approved in the meeting, and had said nothing before."""
    heard = set(edition.voices.values_list("participation", flat=True))
    for seat in seats:
        if seat.pk not in heard:
            said = {"stance": ReportVoice.Stance.YES, "number": edition.number}
            actions.say(step, seat, said, by=by, origin=ReportVoice.Origin.MEETING)


def for_institutions(edition) -> Rendition | None:
    """What the institutions would read of an edition."""
    rows = edition.renditions.filter(readers=Visibility.INSTITUTIONS).select_related("document", "edition__program")
    return rows.first()


def why_not_opened(edition) -> str:
    """Why an edition may not be opened to the institutions now: a French sentence, or nothing."""
    if edition.approved_on is None:
        return NOT_APPROVED
    if edition.opened_on is not None:
        return f"L’édition {edition.number} est déjà ouverte aux institutions."
    return "" if for_institutions(edition) else NOT_FOR_THEM


def open_to_institutions(step, edition, *, by) -> ReportEdition:
    """Let the institutions read the rendition that was made for them. Raises Refusal before the group's approval."""
    edition = ReportEdition.objects.select_for_update().get(pk=edition.pk)
    why = why_not_opened(edition)
    if why:
        raise Refusal(why)
    document = for_institutions(edition).document
    Document.objects.filter(pk=document.pk).update(visibility=Visibility.INSTITUTIONS)
    edit(edition, {"opened_on": clock.today()}, by=by)
    record(
        step, f"a ouvert aux institutions l’édition {edition.number} du rapport (document n° {document.number})", by=by
    )
    return edition


def telling(step, edition) -> Mailing:
    """Which people of institutions would be told that the report is open to them, and who has no address."""
    seats = Participation.objects.filter(
        program=step.program, role=Participation.Role.INSTITUTION, status__in=Participation.SEATED
    )
    seats = list(seats.select_related("organisation").order_by("organisation__name", "id"))
    mailing = Mailing(f"rapport-ouvert-{edition.number}", "Le rapport, ouvert aux institutions", [])
    link = address_of("restitution:read_edition", step.program.public_id, edition.number, "institutions")
    told = {"édition": str(edition.number), "approbation": edition.line}
    return mailing_to(
        step,
        mailing,
        seats,
        OPENED,
        mark=edition.public_id,
        link=lambda seat: link,
        words=lambda seat: {"structure": str(seat), **told},
    )


def tell(step, edition, *, by) -> int:
    """Write to the institutions that the report is open to them; once for an edition. Raises Refusal."""
    edition = ReportEdition.objects.select_for_update().get(pk=edition.pk)
    if edition.opened_on is None:
        raise Refusal(NOT_APPROVED if edition.approved_on is None else "Ouvrez d’abord cette édition aux institutions.")
    if edition.told_on is not None:
        raise Refusal("Les institutions sont déjà prévenues de cette édition.")
    mailing = telling(step, edition)
    if not mailing.letters:
        raise Refusal("Aucune institution n’a d’adresse électronique.")
    count = post_all(step, mailing, by=by)
    edit(edition, {"told_on": clock.today()}, by=by)
    record(
        step,
        f"a prévenu les institutions de l’édition {edition.number} du rapport : {count} message{plural(count)}",
        by=by,
    )
    return count
