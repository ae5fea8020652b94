"""What happens to meetings: planned, announced, changed, cancelled, held, written up."""

from django.conf import settings
from django.db import IntegrityError, transaction

from dla_collectif.accounts.actions import mail
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import day
from programs.journey.mailing import Letter, Mailing, post_all

from . import mails
from .models import Attendance, Decision, Meeting, Minutes

FIELDS = ("kind", "title", "starts_at", "ends_at", "place", "online", "agenda", "half_days")
TOO_LATE = "Cette réunion n’est plus à venir : les invitations ne partent plus."
IN_CALENDAR = ("title", "starts_at", "ends_at", "place", "online", "agenda")


def plan_meeting(step, data, seats, *, by) -> Meeting:
    """Plan a meeting of a step.

    `data`: kind, title, starts_at, ends_at (aware), place, online, agenda, half_days; `seats`: those expected, as
    participations or (participation, person or None). Nobody is written to. Raises Refusal for an end before the start.
    """
    refuse_upside_down(data["starts_at"], data["ends_at"])
    meeting = Meeting(program=step.program, phase=step.key)
    edit(meeting, {name: data[name] for name in FIELDS if name in data}, by=by, lookup=("public_id",))
    for seat in seats:
        expect(meeting, *(seat if isinstance(seat, tuple) else (seat, None)))
    record(step, f"a prévu la réunion « {meeting.title} » du {day(meeting.starts_at)}", by=by)
    return meeting


def change_meeting(meeting, data, *, by, step) -> Meeting:
    """Change a meeting that is not cancelled.

    `data`: any of the fields of `plan_meeting`, `version`; `seats` (participations) replaces those expected and not
    noted yet; with `notify`, those expected are written to, with the `reason`. Raises Refusal, or Conflict.
    """
    if meeting.state == Meeting.State.CANCELLED:
        raise Refusal("Cette réunion est annulée : prévoyez-en une autre.")
    refuse_upside_down(data.get("starts_at", meeting.starts_at), data.get("ends_at", meeting.ends_at))
    notify, reason = data.get("notify"), data.get("reason", "").strip()
    if notify and not reason:
        raise Refusal("Dites en une phrase pourquoi la réunion change : ce motif est dans le message.", "reason")
    fields = {name: data[name] for name in FIELDS if name in data}
    if any(fields[name] != getattr(meeting, name) for name in IN_CALENDAR if name in fields):
        fields["sequence"] = meeting.sequence + 1
    if "version" in data:
        fields["version"] = data["version"]
    edit(meeting, fields, by=by, lookup=("public_id",))
    if "seats" in data:
        replace_expected(meeting, data["seats"])
    if notify:
        write_to_expected(step, meeting, "programs/meetings/mail/change.txt", by=by, reason=reason)
    told = f" : {reason}" if reason else ""
    record(step, f"a modifié la réunion « {meeting.title} » du {day(meeting.starts_at)}{told}", by=by)
    return meeting


def cancel_meeting(step, meeting, reason, *, notify=True, by) -> None:
    """Cancel a planned meeting; write to those expected if it is still to come. Raises Refusal without a reason."""
    if meeting.state != Meeting.State.PLANNED:
        raise Refusal("Seule une réunion encore prévue s’annule.")
    if not reason.strip():
        raise Refusal("Dites en une phrase pourquoi la réunion est annulée.", "reason")
    fields = {"state": Meeting.State.CANCELLED, "cancel_reason": reason.strip(), "sequence": meeting.sequence + 1}
    edit(meeting, fields, by=by, lookup=("public_id",))
    if notify and meeting.starts_at > clock.now():
        write_to_expected(step, meeting, "programs/meetings/mail/cancellation.txt", by=by, reason=meeting.cancel_reason)
    record(step, f"a annulé la réunion « {meeting.title} » : {meeting.cancel_reason}", by=by)


def invite_expected(step, meeting, *, by) -> int:
    """Send the invitation to those expected, once per person and meeting; returns how many were written to now."""
    if meeting.state != Meeting.State.PLANNED or meeting.starts_at < clock.now():
        raise Refusal(TOO_LATE)
    mailing = invitations(step, meeting)
    if not mailing.letters:
        raise Refusal("Toutes les personnes attendues qui ont une adresse électronique sont déjà invitées.")
    count = post_all(step, mailing, by=by)
    if meeting.invited_on is None:
        Meeting.objects.filter(pk=meeting.pk).update(invited_on=clock.today())
    noun = "une invitation" if count == 1 else f"{count} invitations"
    record(step, f"a envoyé {noun} à la réunion « {meeting.title} »", by=by)
    return count


def invitations(step, meeting) -> Mailing:
    """Who would be invited now; those expected who have no address, or were invited before, are left out."""
    words, link = mails.words_of(step, meeting), meeting.path(step.program)
    people, waiting = meeting.expected_people(), set(meeting.not_yet_invited())
    speaking = meeting.organisations_of(people)
    mailing = Mailing(f"reunion-{meeting.public_id}", f"Invitations : {meeting.title}", [])
    for person in people:
        if person in waiting:
            key, names = meeting.invitation_key(person), ", ".join(speaking.get(person.pk, ()))
            mailing.letters.append(Letter(person, names, mails.INVITATION, key, link, words))
        else:
            mailing.left_out.append((str(person), "déjà invité·e"))
    reached = {name for names in speaking.values() for name in names}
    mute = [name for name in meeting.expected_organisations() if name not in reached]
    mailing.left_out += [(name, "personne n’a d’adresse électronique") for name in mute]
    return mailing


def note_attendance(step, meeting, states, *, people=None, guests=(), by) -> Meeting:
    """Note who was there; a meeting counts as held from its first presence on, never before its day.

    `states`: {attendance pk: state}; `people`: {attendance pk: person or None}; `guests`: participations, or
    (participation, person), who came without being expected. Raises Refusal when some are absent and nobody is present.
    """
    if meeting.state == Meeting.State.CANCELLED:
        raise Refusal("Cette réunion est annulée : on n’y note pas de présences.")
    rows = {row.pk: row for row in meeting.attendances.select_for_update()}
    if not set(states).issubset(rows) or not set(states.values()).issubset(Attendance.State.values):
        raise Refusal("Cette liste a changé entre-temps : rechargez la page.")
    seen = list(states.values()) + [Attendance.State.PRESENT for _ in guests]
    refuse_too_early(meeting, seen)
    for pk, row in rows.items():
        note(row, states.get(pk, row.state), (people or {}).get(pk, row.person))
    for guest in guests:
        seat, person = guest if isinstance(guest, tuple) else (guest, None)
        note(expect(meeting, seat, person), Attendance.State.PRESENT, person)
    noted = set(meeting.attendances.values_list("state", flat=True))
    if Attendance.State.PRESENT not in noted and Attendance.State.ABSENT in noted:
        raise Refusal(
            "Notez au moins une présence : une réunion sans personne ne compte pas comme tenue. "
            "Si personne n’est venu, annulez-la avec son motif."
        )
    state = Meeting.State.HELD if Attendance.State.PRESENT in noted else Meeting.State.PLANNED
    if state != meeting.state:
        edit(meeting, {"state": state}, by=by, lookup=("public_id",))
    record(step, f"a noté les présences à la réunion « {meeting.title} » : {meeting.turnout}", by=by)
    return meeting


def write_minutes(step, meeting, data, *, by) -> Minutes:
    """Write the minutes. `data`: text, visibility, and version when two may write. Raises Conflict."""
    minutes = Minutes.objects.filter(meeting=meeting).first() or Minutes(meeting=meeting)
    fields = {name: data[name] for name in ("text", "visibility", "version") if name in data}
    edit(minutes, fields, by=by, lookup=("meeting",))
    record(step, f"a écrit le compte rendu de la réunion « {meeting.title} »", by=by)
    return minutes


def decide(step, meeting, text, *, owner=None, due_on=None, by) -> Decision:
    """Note a decision: what, which organisation sees to it, until when."""
    if not text.strip():
        raise Refusal("Écrivez la décision en une phrase.", "text")
    decision = Decision.objects.create(
        meeting=meeting, text=text.strip(), owner=owner, due_on=due_on, at=clock.now(), by=by
    )
    record(step, f"a noté une décision de la réunion « {meeting.title} » : {decision.text}", by=by)
    return decision


def tick_decision(step, decision, done, *, by) -> Decision:
    """Note that a decision is carried out, or that it is not after all."""
    decision.done_on = clock.today() if done else None
    decision.save(update_fields=["done_on"])
    verb = "a noté comme faite" if done else "a noté comme restant à faire"
    record(step, f"{verb} la décision : {decision.text}", by=by)
    return decision


def drop_decision(step, decision, *, by) -> None:
    """Take a decision away that was noted by mistake."""
    text = decision.text
    decision.delete()
    record(step, f"a retiré la décision : {text}", by=by)


def expect(meeting, seat, person=None) -> Attendance:
    """One line of the list; an organisation already on it is returned as it is."""
    return Attendance.objects.get_or_create(meeting=meeting, participation=seat, person=person)[0]


def replace_expected(meeting, seats) -> None:
    """Expect these organisations; take off the list those that are not expected any more and not noted."""
    wanted = {seat.pk for seat in seats}
    meeting.attendances.filter(state=Attendance.State.EXPECTED).exclude(participation__in=wanted).delete()
    there = set(meeting.attendances.values_list("participation_id", flat=True))
    for seat in seats:
        if seat.pk not in there:
            expect(meeting, seat)


def note(row, state, person) -> None:
    """Write one line of the list, if it says something new. Raises Refusal for somebody who is on it twice."""
    if (row.state, row.person_id) == (state, person.pk if person else None):
        return
    row.state, row.person, row.noted_at = state, person, clock.now()
    try:
        with transaction.atomic():
            row.save(update_fields=["state", "person", "noted_at"])
    except IntegrityError:
        who = person or row.participation
        raise Refusal(f"{who} est deux fois sur la liste : choisissez une autre personne.") from None


def refuse_too_early(meeting, states) -> None:
    """Raises Refusal when somebody is noted present or absent before the day; excuses may come early."""
    if meeting.day > clock.today() and {Attendance.State.PRESENT, Attendance.State.ABSENT} & set(states):
        raise Refusal(
            f"Cette réunion aura lieu {day(meeting.starts_at)} : les présences se notent à partir de ce jour-là, "
            "les excuses dès maintenant."
        )


def refuse_upside_down(starts_at, ends_at) -> None:
    """Raises Refusal when a meeting would end before it starts."""
    if ends_at <= starts_at:
        raise Refusal("La fin doit suivre le début.", "end")


def write_to_expected(step, meeting, template, *, by, reason) -> None:
    """Tell those expected that the meeting changed or is cancelled, once per change and person."""
    for person in meeting.expected_people():
        key = f"{meeting.invitation_key(person)}:{meeting.version}"
        mail(person, template, key=key, reason=reason, **words(step, meeting, by))


def words(step, meeting, by) -> dict:
    """What every mail about a meeting is made with."""
    calendar = meeting.path(step.program, "calendar")
    return {
        "about": step,
        "by": by,
        "link": meeting.path(step.program),
        "meeting": meeting,
        "program": step.program,
        "calendar": settings.PUBLIC_URL + calendar,
    }
