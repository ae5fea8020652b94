"""The thread: need → objective → workshop → output → effect, read from all the rooms below."""

from dataclasses import dataclass, field

from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.specification.models import Citation, Objective
from programs.workshops.models import Output, Workshop

from .models import Effect


@dataclass
class Knot:
    """One objective with what led to it and what came of it."""

    objective: Objective
    sources: list[Contribution] = field(default_factory=list)
    kept_apart: int = 0  # sources that these readers may not read: counted, never shown
    workshops: list[Workshop] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    @property
    def stations(self) -> list[tuple[str, int]]:
        """How much there is at each station of the thread, with what is said where there is nothing."""
        return [
            ("aucun besoin", len(self.sources) + self.kept_apart),
            ("aucun atelier", len(self.workshops)),
            ("aucune production", len(self.outputs)),
            ("aucun effet", len(self.effects)),
        ]

    @property
    def is_whole(self) -> bool:
        """Whether every knot of the thread is tied."""
        return bool((self.sources or self.kept_apart) and self.workshops and self.outputs and self.effects)


def read_thread(program, level: int = Visibility.OFFICERS) -> list[Knot]:
    """The thread of a programme for readers of a level; five statements, whatever its length."""
    objectives = Objective.objects.filter(specification__program=program).order_by("number", "id")
    knots = {objective.pk: Knot(objective) for objective in objectives}
    citations = Citation.objects.filter(objective__in=knots).select_related("contribution__organisation")
    for citation in citations.order_by("contribution__kind", "contribution_id"):
        knot = knots[citation.objective_id]
        if citation.contribution.visibility >= level:
            knot.sources.append(citation.contribution)
        else:
            knot.kept_apart += 1
    for workshop in Workshop.objects.filter(objective__in=knots).select_related("meeting"):
        knots[workshop.objective_id].workshops.append(workshop)
    by_output = {}
    for output in Output.objects.filter(program=program):
        by_output[output.pk] = output.objective_id
        if output.objective_id in knots:
            knots[output.objective_id].outputs.append(output)
    for effect in Effect.objects.filter(program=program):
        objective = effect.objective_id or by_output.get(effect.output_id)
        if objective in knots:
            knots[objective].effects.append(effect)
    return list(knots.values())
