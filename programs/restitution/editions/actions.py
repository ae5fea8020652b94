"""An edition and the group: proposed, announced, talked about by each association, answered."""

from dla_collectif.accounts.actions import mail
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import day, plural
from dla_collectif.services.visibility import Visibility
from programs.journey.mailing import Letter, Mailing, post_all
from programs.journey.models import Document, Participation
from programs.meetings.models import people_reached

from ..models import ReportEdition, ReportVoice
from .mails import PROPOSED, until

Stance, Origin = ReportVoice.Stance, ReportVoice.Origin
NO_ADDRESS = "personne n’a d’adresse électronique : complétez la fiche dans l’annuaire"
NOT_PROPOSED = "Aucune édition du rapport n’est proposée au groupe."
DECIDED = "Cette édition est approuvée : elle ne change plus, ni ce qui en a été dit."
WORDS = "Dites avec vos mots ce que vous voulez voir changer : on vous répondra."


def group_of(program) -> list[Participation]:
    """The committed associations, in the order of names."""
    seats = Participation.objects.filter(program=program).committed().select_related("organisation")
    return list(seats.order_by("organisation__name", "id"))


def propose(step, edition, data, *, by) -> ReportEdition:
    """Give an edition to the group to read, with what the institutions would read. `data`: closes_on.

    Raises Refusal for a day that is past, or when a later edition is proposed already.
    """
    if data["closes_on"] < clock.today():
        raise Refusal("Ce jour est passé : les associations n’auraient pas le temps de lire.", "closes_on")
    list(ReportEdition.objects.of(step.program).select_for_update())
    if ReportEdition.objects.of(step.program).proposed().filter(number__gte=edition.number).exists():
        raise Refusal("Cette édition, ou une plus récente, est déjà proposée au groupe.")
    edit(edition, {"proposed_on": clock.today(), "closes_on": data["closes_on"]}, by=by)
    read = Document.objects.filter(rendition__edition=edition, rendition__readers__lt=Visibility.PUBLIC)
    read.update(visibility=Visibility.GROUP)
    record(
        step,
        f"a proposé au groupe l’édition {edition.number} du rapport, à lire avant le {day(edition.closes_on)}",
        by=by,
    )
    return edition


def to_ask(edition) -> list[Participation]:
    """The committed associations that have not said anything of an edition."""
    heard = set(edition.voices.values_list("participation", flat=True))
    return [seat for seat in group_of(edition.program_id) if seat.pk not in heard]


def announcement(step, edition) -> Mailing:
    """Who would be told that an edition awaits their word, and who has no address."""
    seats = to_ask(edition)
    people = people_reached([seat.organisation_id for seat in seats], step.program)
    mailing = Mailing(f"rapport-{edition.number}", f"Édition {edition.number} du rapport, à relire par le groupe", [])
    for seat in seats:
        seat.program = step.program
        words = {"structure": str(seat), "édition": str(edition.number), "changements": edition.changes}
        words |= until(edition.closes_on)
        for person in people.get(seat.organisation_id, ()):
            key = f"{PROPOSED.key}:{edition.public_id}:{seat.public_id}:{person.pk}"
            link = seat.page("restitution:our_voice")
            mailing.letters.append(Letter(person, str(seat), PROPOSED, key, link, words, seat=seat))
        if seat.organisation_id not in people:
            mailing.left_out.append((str(seat), NO_ADDRESS))
    return mailing


def announce(step, edition, *, by) -> int:
    """Write to every association that has not said anything; once for an edition. Raises Refusal."""
    edition = ReportEdition.objects.select_for_update().get(pk=edition.pk)
    edition.program = step.program
    if edition.announced_on is not None:
        raise Refusal(f"L’édition {edition.number} est déjà annoncée : les rappels suivent leurs règles.")
    mailing = announcement(step, edition)
    if not mailing.letters:
        raise Refusal("Il n’y a personne à qui l’annoncer : notez ce que chacune vous dit.")
    post_all(step, mailing, by=by)
    edit(edition, {"announced_on": clock.today()}, by=by)
    count = len({letter.seat.pk for letter in mailing.letters})
    record(step, f"a annoncé l’édition {edition.number} du rapport à {count} association{plural(count)}", by=by)
    return count


def talked_about(step, *, lock=True) -> ReportEdition:
    """The edition that associations are asked about, locked until the end of the request. Raises Refusal."""
    rows = ReportEdition.objects.of(step.program).proposed()
    edition = (rows.select_for_update() if lock else rows).first()
    if edition is None:
        raise Refusal(NOT_PROPOSED)
    if edition.approved_on is not None:
        raise Refusal(DECIDED)
    return edition


def say(step, seat, data, *, by, origin=Origin.ONLINE) -> ReportVoice:
    """An association says whether it approves the edition proposed last; it may change its mind until the decision.

    `data`: stance, words, chapter, number (of the edition that was read), version, person where the DLA notes it. What
    changes takes the answer away, which answered other words. Raises Refusal or Conflict.
    """
    edition = talked_about(step)
    if data.get("number") not in (None, edition.number):
        raise Refusal(f"L’édition {edition.number} vient d’être proposée : lisez-la avant de vous prononcer.")
    if seat.status != Participation.Status.COMMITTED:
        raise Refusal(f"{seat.organisation} n’est pas engagée dans l’accompagnement.")
    words = data.get("words", "").strip()
    if data["stance"] != Stance.YES and not words:
        raise Refusal(WORDS, "words")
    voice = edition.voices.filter(participation=seat).first() or ReportVoice(edition=edition, participation=seat)
    fields = {"stance": data["stance"], "words": words, "chapter": data.get("chapter", "")}
    if any(getattr(voice, name) != value for name, value in fields.items()):
        fields |= {"outcome": "", "answer": "", "answered_at": None}
    fields["person"] = by.person if origin == Origin.ONLINE else data.get("person")
    fields |= {"origin": origin, "said_at": clock.now()}
    if "version" in data:
        fields["version"] = data["version"]
    edit(voice, fields, by=by, lookup=("edition", "participation"))
    how = "" if origin == Origin.ONLINE else f" (noté par le DLA, {voice.get_origin_display()})"
    record(
        step,
        f"{seat.organisation} sur l’édition {edition.number} du rapport : {voice.get_stance_display()}{how}",
        by=by,
    )
    return voice


def answer_voice(step, voice, data, *, by) -> ReportVoice:
    """Answer a remark or a request: the report changes, or stays as it is and why. `data`: outcome, answer, version.

    Who said it is told by mail. Raises Refusal once the edition is approved, or for a voice that only approves.
    """
    edition = ReportEdition.objects.select_for_update().get(pk=voice.edition_id)
    if edition.approved_on is not None:
        raise Refusal(DECIDED)
    if voice.stance == Stance.YES:
        raise Refusal("Cette association approuve sans remarque : il n’y a rien à répondre.")
    edit(voice, {**data, "answered_at": clock.now()}, by=by, lookup=("edition", "participation"))
    seat = voice.participation
    seat.program = step.program
    if voice.person is not None and voice.person.email:
        mail(
            voice.person,
            "programs/restitution/editions/mail/answered.txt",
            key=f"restitution:answered:{voice.public_id}:{voice.version}",
            about=step,
            by=by,
            link=seat.page("restitution:our_voice"),
            program=step.program,
            voice=voice,
        )
    said = f"a répondu à {seat.organisation} sur l’édition {edition.number} du rapport : {voice.get_outcome_display()}"
    record(step, said, by=by)
    return voice
