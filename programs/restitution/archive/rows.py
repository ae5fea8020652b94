"""The rows of the workbook, read from all the rooms as those who carry the programme may read them."""

from collections import Counter

from django.db.models import Count, Q, Sum

from programs.contributions.models import Contribution
from programs.diagnosis.models import Indicator
from programs.journey import phases
from programs.journey.models import Participation
from programs.meetings.models import Attendance, Meeting, speaking_for
from programs.selection.models import Choice, Proposal, Score, SealedContent
from programs.specification.models import Objective, Specification, shared_by
from programs.workshops.models import Agreement, Output

from ..models import Effect, IndicatorAnswer, Undertaking

Kind, Role = Meeting.Kind, Participation.Role
STARTED = {  # what the half-days of a specification are for, and the meetings that use them up
    "individual_half_days": [Kind.INDIVIDUAL],
    "group_half_days": [Kind.WORKSHOP],
    "interview_half_days": [Kind.INTERVIEW],
}


def title_of(key: str) -> str:
    """The name of a phase."""
    return next((phase.title for phase in phases.phases() if phase.key == key), key)


def seats_of(program):
    """Everybody who takes part."""
    return Participation.objects.filter(program=program).select_related("organisation")


def associations(program):
    """The associations, from spotted to committed."""
    came = Count("attendances__meeting", filter=Q(attendances__state=Attendance.State.PRESENT), distinct=True)
    seats = seats_of(program).associations().annotate(came=came).order_by("organisation__name", "id")
    for seat in seats:
        days = (seat.spotted_on, seat.invited_on, seat.committed_on, seat.withdrawn_on)
        town, status = seat.organisation.town, seat.get_status_display()
        yield [str(seat), town, status, seat.source, *days, seat.reason, seat.came]


def representatives(program):
    """Who speaks for each organisation today, by its word or that of the DLA that carry the programme."""
    seats = {seat.organisation_id: seat for seat in seats_of(program).order_by("-id")}
    told = speaking_for(list(seats), program).select_related("person", "organisation")
    for row in sorted(told, key=lambda row: (str(row.organisation), row.pk)):
        who = row.person
        role = seats[row.organisation_id].get_role_display()
        yield [str(row.organisation), role, who.first_name, who.last_name, row.function, who.email, who.phone]


def meetings(program):
    """Every meeting, whatever became of it."""
    for row in Meeting.objects.filter(program=program).with_turnout().order_by("starts_at", "id"):
        what = (title_of(row.phase), row.get_kind_display(), row.title, row.starts_at, row.ends_at, row.place)
        yield [*what, row.get_state_display(), row.half_days, row.expected_count, row.present_count]


def presences(program):
    """Each line of each list."""
    lines = Attendance.objects.filter(meeting__program=program).select_related("meeting").listed()
    for line in lines.order_by("meeting__starts_at", "meeting", "id"):
        person = str(line.person) if line.person else ""
        seat = line.participation
        when, what = line.meeting.starts_at, line.meeting.title
        yield [what, when, str(seat), seat.get_role_display(), person, line.get_state_display()]


def days(program):
    """The half-days: asked by type, ordered in all, done."""
    held = Meeting.objects.filter(program=program, half_days__gt=0).held()
    done = Counter({row["kind"]: row["n"] for row in held.order_by().values("kind").annotate(n=Sum("half_days"))})
    asked = Specification.objects.filter(program=program).first()
    agreement = Agreement.objects.filter(program=program).first()
    if not (asked or agreement or done):
        return
    told = sum(done.values())
    for name, label in Specification.DAYS:
        kinds = STARTED.get(name, set(done) - {kind for some in STARTED.values() for kind in some})
        used = sum(done[kind] for kind in kinds)
        yield [label, getattr(asked, name) or None if asked else None, None, used or None]
    total = (asked.half_days or None) if asked else None
    yield ["Total", total, agreement.half_days if agreement else None, told or None]


def needs(program):
    """What was said, and what became of it."""
    said = Contribution.objects.filter(program=program).select_related("organisation", "person")
    said = said.annotate(shared=shared_by()).prefetch_related("objectives").order_by("phase", "kind", "id")
    for row in said:
        goals = ", ".join(str(goal.number) for goal in row.objectives.all())
        shared = row.shared or None
        kind = row.get_kind_display()
        yield [title_of(row.phase), kind, row.text, row.get_theme_display(), row.author, row.said_on, shared, goals]


def indicators(program):
    """What each association told at the start, and since; what nobody told is absent."""
    names = {seat.pk: str(seat) for seat in seats_of(program)}
    known = {row.pk: row for row in Indicator.objects.of(program)}
    first = Indicator.objects.first_values(program)
    for (indicator, seat), (value, year) in sorted(first.items()):
        yield [known[indicator].label, known[indicator].unit, names[seat], 0, value, year]
    told = IndicatorAnswer.objects.filter(term__program=program, value__isnull=False).select_related("term")
    for row in told.order_by("term__months", "indicator__number", "participation"):
        one = known[row.indicator_id]
        yield [one.label, one.unit, names[row.participation_id], row.term.months, row.value, row.edited_at.year]


def objectives(program):
    """The objectives of the specification."""
    goals = Objective.objects.filter(specification__program=program).annotate(cited=Count("citations", distinct=True))
    for goal in goals.prefetch_related("deliverables"):
        deliverables = "\n".join(each.label for each in goal.deliverables.all())
        yield [goal.number, goal.title, goal.text, deliverables, goal.cited]


def proposals(program):
    """The providers asked; what a proposal says is there once it was opened, and not before."""
    opened = {row.proposal_id: row for row in SealedContent.objects.opened().filter(proposal__call__program=program)}
    chosen = Choice.objects.filter(call__program=program).values_list("proposal", flat=True).first()
    bids = Proposal.objects.filter(call__program=program).select_related("participation__organisation")
    for bid in bids:
        content = opened.get(bid.pk)
        told = [None] * 4
        if content:
            told = [content.half_days, content.day_rate, content.price, content.vat_rate]
        kept = None if chosen is None else bid.pk == chosen
        yield [str(bid), bid.invited_at, bid.submitted_at, bid.sha256, *told, kept]


def scores(program):
    """The marks, once the provider is chosen; before, they are each association's own."""
    if not Choice.objects.filter(call__program=program).exists():
        return
    marks = Score.objects.filter(proposal__call__program=program, points__isnull=False).order_by(
        "proposal", "criterion", "id"
    )
    for row in marks.select_related(
        "proposal__participation__organisation", "criterion", "participation__organisation"
    ):
        one = row.criterion
        yield [str(row.proposal), one.label, one.weight, str(row.participation), row.points, row.comment]


def outputs(program):
    """What the support produced."""
    for row in Output.objects.filter(program=program).select_related("objective"):
        yield [row.title, row.get_kind_display(), row.text, numbered(row.objective), row.delivered_on]


def effects(program):
    """What it changed."""
    for row in Effect.objects.filter(program=program).select_related("objective", "output"):
        what = (row.title, row.get_kind_display(), row.text, row.proof)
        yield [*what, numbered(row.objective), str(row.output or ""), row.observed_on]


def numbered(objective):
    """The number of an objective."""
    return objective.number if objective else None


def undertakings(program):
    """What the institutions said that they would do."""
    for row in Undertaking.objects.filter(program=program).select_related("participation__organisation"):
        yield [str(row.participation), row.text, row.said_on, row.due_on, row.done_on]


OF = {
    "Associations": associations,
    "Représentants": representatives,
    "Réunions": meetings,
    "Présences": presences,
    "Jours": days,
    "Besoins": needs,
    "Indicateurs": indicators,
    "Objectifs": objectives,
    "Propositions": proposals,
    "Notes": scores,
    "Productions": outputs,
    "Effets": effects,
    "Engagements": undertakings,
}
