"""Who can help whom: for each need, who says that it can help or weighs it little, beside who needs it most."""

from dataclasses import dataclass

from ..models import Answer, Commitment, Question
from .matrix import Cell, Matrix, Row

BRINGS = "apports"  # the key of the question where an association says what it can bring
LIGHT = 1  # up to here a need weighs little


@dataclass(frozen=True)
class Match:
    """One need: those who offer, those for whom it weighs little, those who need it most."""

    row: Row
    helpers: list[Cell]
    light: list[Cell]
    most: list[Cell]


def matches(matrix: Matrix) -> list[Match]:
    """The needs that somebody has most and that somebody else may help with; where help is offered comes first."""
    found = []
    for row in matrix.rows:
        helpers = [cell for cell in row.cells if cell.helps]
        light = [
            cell for cell in row.cells if not cell.helps and cell.intensity is not None and cell.intensity <= LIGHT
        ]
        most = [cell for cell in row.cells if cell.needs_it_most and not cell.helps]
        most.sort(key=lambda cell: (-(cell.intensity or 0), not cell.priority, cell.column.name))
        if most and (helpers or light):
            found.append(Match(row, helpers, light, most))
    return sorted(found, key=lambda match: not match.helpers)


def brought(program, names: dict[int, str]) -> list[tuple[str, list[str]]]:
    """What each association says it can bring, in its answers (`names`: those sent) and its letter; two statements."""
    told: dict[str, list[str]] = {}
    questions = Question.objects.filter(questionnaire__program=program, key=BRINGS)
    answers = Answer.objects.filter(response__in=list(names), question__in=questions, stance=Answer.Stance.ANSWERED)
    for response, value in answers.values_list("response", "value"):
        if isinstance(value, str) and value.strip():
            told.setdefault(names[response], []).append(value.strip())
    letters = Commitment.objects.filter(participation__program=program).exclude(brings="")
    for name, brings in letters.values_list("participation__organisation__name", "brings"):
        said = told.setdefault(name, [])
        if brings.strip() not in said:
            said.append(brings.strip())
    return sorted(told.items())
