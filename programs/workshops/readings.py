"""What the delivery shows: sessions by kind, days done and bought, state of play, outputs, charter."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q
from django.utils.text import Truncator

from programs.contributions.models import Contribution
from programs.journey.models import Participation, Program
from programs.meetings.models import Attendance, Meeting
from programs.specification.models import Objective

from .models import Adoption, Agreement, Baseline, Output

Kind, Role = Meeting.Kind, Participation.Role
PARTNERS = (Role.INSTITUTION, Role.PARTNER)
LEAST = 3  # presences counted outside the group
HERE = "workshops"
DELIVERED_IN = (HERE, "restitution")  # phases whose sessions count in the days bought
TYPES = (  # what half-days are bought for, and the sessions that use them
    ("Rendez-vous individuels", "individual_half_days", {Kind.INDIVIDUAL}),
    ("Ateliers collectifs", "group_half_days", {Kind.WORKSHOP, Kind.WORKING, Kind.KICKOFF, Kind.PREPARATORY}),
    ("Entretiens", "interview_half_days", {Kind.INTERVIEW, Kind.CONSULTANTS, Kind.HEARING}),
    ("Restitution et comités de suivi", "restitution_half_days", {Kind.RESTITUTION, Kind.STEERING, Kind.COMMITTEE}),
)


@dataclass(frozen=True)
class Days:
    """Half-days done against half-days bought; `bought` is None before the agreement."""

    done: int
    bought: int | None
    by_kind: list[tuple[str, int]]


def sessions_of(program, phases=(HERE,)):
    """The sessions of the delivery in their order, each with its attendances: two statements."""
    meetings = Meeting.objects.filter(program=program, phase__in=phases).exclude(state=Meeting.State.CANCELLED)
    meetings = meetings.select_related("workshop__objective", "minutes").order_by("starts_at")
    rows = Attendance.objects.select_related("participation__organisation").order_by("id")
    meetings = list(meetings.prefetch_related(Prefetch("attendances", rows)))
    for meeting in meetings:
        meeting.program = program
    return meetings


def days_of(delivered, agreement) -> Days:
    """The counter: the half-days of the sessions held."""
    by_kind = {}
    for meeting in delivered:
        if meeting.half_days:
            by_kind[meeting.kind] = by_kind.get(meeting.kind, 0) + meeting.half_days
    named = [(Kind(kind).label, half_days) for kind, half_days in by_kind.items()]
    return Days(sum(by_kind.values()), agreement.half_days if agreement else None, named)


def done_by_type(delivered, agreement, offer) -> list[tuple[str, int, int | None]]:
    """(type, half-days done, half-days bought): by the chosen proposal, if the agreement bought what it offered."""
    if agreement is None:
        return []
    told = offer is not None and offer.half_days == agreement.half_days
    rows = []
    for label, name, kinds in TYPES:
        done = sum(meeting.half_days for meeting in delivered if meeting.kind in kinds)
        bought = getattr(offer, name) if told else None
        if done or bought:
            rows.append((label, done, bought))
    if not told:
        rows.insert(0, ("Toutes les séances", sum(meeting.half_days for meeting in delivered), agreement.half_days))
    return rows


def agreement_of(program) -> Agreement | None:
    """The agreement with its provider, if it is signed."""
    return Agreement.objects.filter(program=program).select_related("participation__organisation").first()


def delivered_by(program):
    """The sessions held that count in the days bought: one statement."""
    return Meeting.objects.filter(program=program, phase__in=DELIVERED_IN, half_days__gt=0).held().order_by("starts_at")


def turnout(meeting, exactly=True) -> str:
    """« 11 sur 13 »: organisations present among those expected, once presences are noted; few are not told exactly."""
    rows = list(meeting.attendances.all())
    present = {row.participation_id for row in rows if row.state == Attendance.State.PRESENT}
    if present and len(present) < LEAST and not exactly:
        return f"moins de {LEAST}"
    return f"{len(present)} sur {len({row.participation_id for row in rows})}" if present else ""


def tour_of(program, sessions):
    """Who of the group was met individually, and when: (seat, meeting or None); one statement."""
    met = {}
    for meeting in sessions:
        if meeting.kind == Kind.INDIVIDUAL:
            for row in meeting.attendances.all():
                if row.participation_id not in met or row.state == Attendance.State.PRESENT:
                    met[row.participation_id] = meeting
    group = Participation.objects.filter(program=program).committed().select_related("organisation")
    return [(seat, met.get(seat.pk)) for seat in group.order_by("organisation__name")]


def read_report(program) -> dict:
    """The facts of the chapter: seven statements, whatever the number of sessions."""
    kept = ("agreement__participation__organisation", "charter", "call__choice__proposal__content")
    row = Program.objects.select_related(*kept).get(pk=program.pk)
    agreement, charter = getattr(row, "agreement", None), getattr(row, "charter", None)
    choice = getattr(getattr(row, "call", None), "choice", None)
    offer = getattr(choice.proposal, "content", None) if choice else None
    sessions = sessions_of(program, DELIVERED_IN)
    delivered = [meeting for meeting in sessions if meeting.state == Meeting.State.HELD]
    held = [meeting for meeting in delivered if meeting.phase == HERE]
    named, institutions = program.told_to_group, program.told_to_institutions
    met = [each for each in held if each.kind == Kind.INDIVIDUAL]
    interviews = [each for each in held if each.kind == Kind.INTERVIEW]
    adoptions = Adoption.objects.filter(charter=charter).select_related("participation__organisation", "person")
    return {
        "agreement": agreement,
        "workshops": [(each, turnout(each, named)) for each in held if each.kind == Kind.WORKSHOP],
        "individual": [(each, organisations_at(each, Role.ASSOCIATION)) for each in met if named],
        "individual_count": len(met),
        "interviews": [(each, organisations_at(each, *PARTNERS)) for each in interviews if institutions],
        "interview_count": len(interviews),
        "days": days_of(delivered, agreement),
        "by_type": done_by_type(delivered, agreement, offer),
        "baselines": Baseline.objects.filter(participation__program=program).offer() if institutions else [],
        "outputs": list(Output.objects.filter(program=program).select_related("objective")),
        "charter": charter,
        "clauses": list(program.clauses.all()) if charter else [],
        "adoptions": list(adoptions.order_by("adopted_on", "id")) if charter else [],
    }


def organisations_at(meeting, *roles) -> str:
    """The organisations of these roles that were there, by name, each once."""
    names = [
        str(row.participation.organisation)
        for row in meeting.attendances.all()
        if row.state == Attendance.State.PRESENT and row.participation.role in roles
    ]
    return ", ".join(dict.fromkeys(names))


def workshop_draft(program, sources) -> dict:
    """What a workshop begins from when it takes up `sources` (public ids of contributions): two statements at most.

    Its title and agenda are their words; its objective is the one that cites most of them.
    """
    chosen = list(Contribution.objects.filter(program=program, public_id__in=sources).order_by("id")) if sources else []
    if not chosen:
        return {}
    cites = Count("citations", filter=Q(citations__contribution__in=chosen))
    objectives = Objective.objects.filter(specification__program=program).annotate(cites=cites).filter(cites__gt=0)
    title = "\u202f; ".join(row.text.strip().rstrip(".") for row in chosen)
    return {
        "title": Truncator(title).chars(Meeting._meta.get_field("title").max_length),
        "objective": objectives.order_by("-cites", "number").first(),
        "agenda": "Besoins dont part l’atelier\u00a0:\n\n" + "\n".join(f"- {row.text}" for row in chosen),
    }
