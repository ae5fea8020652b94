"""What became of what a seat said: the thread, read from its own needs down; nothing of it before it is handed out."""

from collections import defaultdict

from django.db.models import Q

from programs.contributions.models import Contribution
from programs.diagnosis.models import NeedRating, Response
from programs.journey.phases import Strand
from programs.meetings.models import Meeting
from programs.specification.models import Citation, Objective, SetAside
from programs.workshops.models import Output, Workshop

from .models import Effect

MOST = 100


def became(seat) -> list[Strand]:
    """The needs and expectations that a seat voiced or weighed, each with what it led to; six statements at most.

    Objectives are told once the specification is frozen, workshops once held, outputs once delivered.
    """
    said = list(own_words(seat)[:MOST])
    if not said:
        return []
    knots = knots_of(seat.program)
    cited, dropped = citations(seat.program, said)
    return [
        Strand(row.text, [knot for objective in cited[row.pk] for knot in knots[objective]] + dropped[row.pk])
        for row in said
    ]


def own_words(seat):
    """What the seat's organisation said, and the needs that it weighed in the answers that it sent."""
    weighed = NeedRating.objects.filter(
        response__participation=seat, response__state=Response.State.SENT, intensity__gte=NeedRating.SHARED_FROM
    )
    own = Q(organisation=seat.organisation_id) | Q(pk__in=weighed.values("need"))
    return Contribution.objects.filter(own, program=seat.program).order_by("id")


def citations(program, said):
    """By contribution: the objectives that took it up, and why it was set aside; frozen specifications only."""
    frozen = {"specification__program": program, "specification__frozen_at__isnull": False}
    rows = Citation.objects.filter(contribution__in=said, **{f"objective__{name}": at for name, at in frozen.items()})
    cited, dropped = defaultdict(list), defaultdict(list)
    for contribution, objective in rows.order_by("objective__number", "id").values_list("contribution", "objective"):
        cited[contribution].append(objective)
    for row in SetAside.objects.filter(contribution__in=said, **frozen):
        dropped[row.contribution_id].append(("Non retenu", row.reason))
    return cited, dropped


def knots_of(program):
    """By objective: itself, the workshops held for it, what they produced, what changed."""
    knots, of_output = defaultdict(list), {}
    for row in Objective.objects.filter(specification__program=program):
        knots[row.pk].append(("Objectif", row.title))
    held = Workshop.objects.filter(objective__in=knots, meeting__state=Meeting.State.HELD).select_related("meeting")
    for row in held.order_by("number", "id"):
        knots[row.objective_id].append(("Atelier", row.meeting.title))
    for row in Output.objects.filter(program=program, delivered_on__isnull=False):
        of_output[row.pk] = row.objective_id
        knots[row.objective_id].append(("Production", row.title))
    for row in Effect.objects.filter(program=program).order_by("id"):
        knots[row.objective_id or of_output.get(row.output_id)].append(("Effet", row.title))
    return knots
