"""The annexes: what each holds for its readers; nothing where there is nothing to print.

Names of persons, presences by name and what an association answered are for the group. Outside it the associations
that committed are named, the institutions, the partners and the provider retained; who else bid is not.
"""

from django.db.models import Prefetch

from programs.contributions.models import Contribution
from programs.journey.models import Participation
from programs.meetings.models import Attendance, Meeting
from programs.specification.models import Citation
from programs.workshops.models import Adoption, Baseline, Charter

from ..before_after import changes
from ..readings import participants as all_participants

Kind, Role, Status = Meeting.Kind, Participation.Role, Participation.Status
ALONE = {Kind.INDIVIDUAL, Kind.INTERVIEW}  # meetings of one association or one institution
WITH_BIDDERS = {Kind.CONSULTANTS, Kind.HEARING}  # for the group alone: they tell who may have bid
LEAST = 3  # presences counted outside the group


def participants(program) -> dict:
    """Who took part; how, and how often, for the group."""
    rows = all_participants(program)
    if not program.told_to_group:
        provider = getattr(getattr(program, "agreement", None), "participation_id", None)
        rows = [(seat, None) for seat, _ in rows if is_named(seat, provider)]
    return {"rows": rows} if rows else {}


def is_named(seat, provider) -> bool:
    """Whether an organisation is named outside the group."""
    if seat.role == Role.CONSULTANT:
        return seat.pk == provider
    return seat.status == Status.COMMITTED or (seat.role != Role.ASSOCIATION and seat.status in seat.SEATED)


def presences(program) -> dict:
    """The meetings held together: how many came, and who, for the group."""
    lines = Attendance.objects.select_related("participation__organisation").order_by("participation__organisation")
    apart = ALONE if program.told_to_group else ALONE | WITH_BIDDERS
    meetings = Meeting.objects.filter(program=program).held().exclude(kind__in=apart).order_by("starts_at")
    rows = [(meeting, seats_at(meeting)) for meeting in meetings.prefetch_related(Prefetch("attendances", lines))]
    told = [(meeting, told_presences(program, there, listed)) for meeting, (there, listed) in rows if there]
    return {"rows": told} if told else {}


def seats_at(meeting) -> tuple[dict, int]:
    """The organisations that came, by seat; how many were expected."""
    lines = list(meeting.attendances.all())
    there = {line.participation_id: line.participation for line in lines if line.state == Attendance.State.PRESENT}
    return there, len({line.participation_id for line in lines})


def told_presences(program, there, listed) -> tuple[str, list[str]]:
    """« 11 sur 13 » and the names; a count alone outside the group, none under three."""
    if program.told_to_group:
        return f"{len(there)} sur {listed}", sorted({str(seat.organisation) for seat in there.values()})
    return (f"{len(there)} sur {listed}" if len(there) >= LEAST else f"moins de {LEAST}"), []


def offer(program) -> dict:
    """The state of play of what the group offers."""
    rows = Baseline.objects.filter(participation__program=program).offer()
    return {"rows": rows} if rows else {}


def charter(program) -> dict:
    """The charter with its clauses and who adopted it."""
    row, clauses = Charter.objects.filter(program=program).first(), list(program.clauses.all())
    if row is None or not clauses:
        return {}
    adoptions = Adoption.objects.filter(charter=row).select_related("participation__organisation", "person")
    return {"charter": row, "clauses": clauses, "adoptions": list(adoptions.order_by("adopted_on", "id"))}


def indicators(program) -> dict:
    """The indicators of the start and since, for those who told them both times."""
    told = [each for each in changes(program, outside=True) if any(row.count for row in each.rows)]
    return {"changes": told} if told else {}


def sources(program) -> dict:
    """What was said, as far as its readers may read it, and the objectives that took it up: two statements."""
    taken = Citation.objects.select_related("objective").order_by("objective__number", "id")
    rows = Contribution.objects.filter(program=program).at_level(program.told_level)
    rows = rows.select_related("organisation", "person").prefetch_related(Prefetch("citations", taken))
    groups = {kind: [] for kind in Contribution.Kind}
    for row in rows.order_by("id"):
        groups[Contribution.Kind(row.kind)].append((row, [each.objective for each in row.citations.all()]))
    told = [(kind.heading, lines) for kind, lines in groups.items() if lines]
    return {"groups": told} if told else {}


FACTS = {  # in the order of `plan.ANNEXES`: the facts of each, and its template
    "annexe-participants": (participants, "programs/restitution/composition/participants.html"),
    "annexe-presences": (presences, "programs/restitution/composition/presences.html"),
    "annexe-offre": (offer, "programs/restitution/composition/offer.html"),
    "annexe-charte": (charter, "programs/restitution/composition/charter.html"),
    "annexe-indicateurs": (indicators, "programs/restitution/composition/indicators.html"),
    "annexe-sources": (sources, "programs/restitution/composition/sources.html"),
}
