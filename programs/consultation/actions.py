"""What happens while consulting: partners are heard, the committee gives its opinion."""

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from programs.journey.models import Participation
from programs.journey.participations import seat_organisation
from programs.meetings.actions import note_attendance, plan_meeting
from programs.meetings.models import Attendance, Meeting

from .models import CommitteeOpinion, Hearing

Role = Participation.Role
FACTS = ("mode", "view_of_field", "role_accepted")
OPINION = ("given_on", "members", "opinion", "text", "visibility")


def plan_hearing(step, data, *, by) -> Hearing:
    """Plan a meeting with consultants or an interview, or note one that took place.

    `data`: kind (`consultants` or `interview`), organisations (of the directory), starts_at, ends_at, and any of
    people (affiliations), title, place, online, agenda, mode, view_of_field, role_accepted. Those heard get a
    seat; those named are noted present when the hearing is over. Nobody is written to.
    """
    seats = [seat_of(step, organisation, data["kind"], by=by) for organisation in data["organisations"]]
    expected = [pair for seat in seats for pair in people_of(seat, data.get("people") or ())]
    named = {**data, "title": data.get("title") or title_of(data), "half_days": 0}
    meeting = plan_meeting(step, named, expected, by=by)
    hearing = Hearing(meeting=meeting)
    edit(hearing, {name: data[name] for name in FACTS if name in data}, by=by, lookup=("meeting",))
    if meeting.ends_at <= clock.now():
        there = {row.pk: Attendance.State.PRESENT for row in meeting.attendances.all()}
        note_attendance(step, meeting, there, by=by)
    return hearing


def seat_of(step, organisation, kind, *, by) -> Participation:
    """The seat of somebody heard: consultants as consultants, a partner as it is, others as institutions."""
    if kind == Meeting.Kind.CONSULTANTS:
        return seat_organisation(step, organisation, Role.CONSULTANT, by=by)
    partner = Participation.objects.filter(program=step.program, organisation=organisation, role=Role.PARTNER).first()
    return partner or seat_organisation(step, organisation, Role.INSTITUTION, by=by)


def people_of(seat, people) -> list[tuple]:
    """A line for each person named of an organisation; one without a name when nobody is."""
    named = [row.person for row in people if row.organisation_id == seat.organisation_id]
    return [(seat, person) for person in named] or [(seat, None)]


def title_of(data) -> str:
    """What a hearing is called when nobody named it."""
    if data["kind"] == Meeting.Kind.CONSULTANTS:
        return "Rencontre avec les consultants"
    return f"Entretien : {', '.join(organisation.name for organisation in data['organisations'])}"[:200]


def complete_hearing(step, meeting, data, *, by) -> Hearing:
    """Write how partners were heard and what they accept. `data`: mode, view_of_field, role_accepted, version."""
    hearing = Hearing.objects.filter(meeting=meeting).first() or Hearing(meeting=meeting)
    edit(hearing, {name: data[name] for name in (*FACTS, "version") if name in data}, by=by, lookup=("meeting",))
    record(step, f"a complété l’entretien « {meeting.title} »", by=by)
    return hearing


def add_opinion(step, data, *, by) -> CommitteeOpinion:
    """Note the support committee's opinion. `data`: given_on, opinion, and any of members, text, visibility."""
    opinion = CommitteeOpinion(program=step.program)
    edit(opinion, {name: data[name] for name in OPINION if name in data}, by=by, lookup=("public_id",))
    record(step, f"a noté l’avis du comité d’appui : {opinion.get_opinion_display()}", by=by)
    return opinion


def change_opinion(step, opinion, data, *, by) -> CommitteeOpinion:
    """Change an opinion. `data`: as for `add_opinion`, and version. Raises Conflict."""
    edit(opinion, {name: data[name] for name in (*OPINION, "version") if name in data}, by=by, lookup=("public_id",))
    record(step, f"a modifié l’avis du comité d’appui : {opinion.get_opinion_display()}", by=by)
    return opinion
