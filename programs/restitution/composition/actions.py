"""The one verb of the composition."""

from dla_collectif.journal.actions import record
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal

from ..models import Chapter, Plan
from .plan import lines_of


def arrange_report(step, data, *, by) -> Plan:
    """Say which chapters the report has, in which order, in what detail, for whom. `data`: lines, version.

    A chapter that was added and holds a text is not removed: its text would be lost from sight.
    """
    plan = Plan.objects.filter(program=step.program).first() or Plan(program=step.program)
    keys = {row["key"] for row in data["lines"]}
    gone = [line for line in lines_of(plan, step.journey.steps) if line.is_free and line.key not in keys]
    written = Chapter.objects.filter(program=step.program, phase__in=[line.key for line in gone]).exclude(text="")
    if gone and (row := written.first()):
        title = next(line.title for line in gone if line.key == row.phase)
        raise Refusal(f"« {title} » contient un texte : décochez-le pour qu’il ne s’imprime pas, ou videz-le d’abord.")
    plan = edit(plan, data, by=by)
    record(step, "a composé le rapport de restitution", by=by)
    return plan
