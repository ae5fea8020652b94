"""The figures that the shared diagnosis may cite: « {réponses} » is today's figure until a version is proposed.

Each has a name in braces, chosen in a list and replaced in one pass. A version may leave the group one day, so a count
below three, and what fewer than three associations told, is written « moins de 3 »; what nobody told is said, never 0.
"""

from collections import Counter
from dataclasses import dataclass
from statistics import median

from django.utils.text import slugify

from dla_collectif.services import braces
from dla_collectif.services.refusals import Refusal
from programs.journey.models import Participation

from ..models import Answer, Question, Response
from ..questionnaire.questions import kind_of
from ..reading.outside import needs_of
from ..reading.renewal import latest

SIGN = "\t"  # between the part of the list and the heading in it
SMALL = 3  # counts below are not written in what may leave the group
UNKNOWN = "non connu à ce jour"
FEW = "moins de 3"
ORDINALS = {1: "1er"}
MEASURED = ("number", "scale")  # kinds of question that have a median


@dataclass(frozen=True)
class Figure:
    """One figure: its name in the text, what it is in French, its value as a version would print it.

    `exact` is the value that the officer alone sees, where the text hides a small count; `group` its heading.
    """

    name: str
    label: str
    value: str
    group: str
    exact: str = ""

    @property
    def code(self) -> str:
        """What is written in the text."""
        return f"{{{self.name}}}"


def figures_of(program) -> list[Figure]:
    """Every figure of a programme as it is today, in the order of the list; four statements, six before an edition.

    Once results were told, the figures that come from answers are those of the edition told (`reading.renewal`).
    """
    seats = Participation.objects.associations().filter(program=program)
    invited = seats.invited().count()
    edition = latest(program)
    sent = edition.count if edition else Response.objects.sent().filter(participation__program=program).count()
    general = [
        counted("associations invitées", "associations invitées", invited, "Les associations"),
        counted("réponses", "associations qui ont envoyé leurs réponses", sent, "Les associations"),
    ]
    return [*general, *need_figures(program, sent, edition), *question_figures(program, edition)]


def counted(name, label, count, group, *, known=True) -> Figure:
    """A number of associations."""
    if not known:
        return Figure(name, label, UNKNOWN, group)
    small = count < SMALL
    return Figure(name, label, FEW if small else str(count), group, str(count) if small else "")


def need_figures(program, sent, edition) -> list[Figure]:
    """For each need that was weighed: how many share it, and its rank among all."""
    needs = needs_of(program, edition)
    by_age = sorted(needs, key=lambda need: need.pk)
    names = dict(zip((need.pk for need in by_age), unique([slug(need.text) for need in by_age]), strict=True))
    figures, rank, before = [], 0, None
    for place, need in enumerate(needs, 1):
        name = names[need.pk]
        weight = (need.shared, need.first, need.weight)
        rank, before = (rank, before) if weight == before else (place, weight)
        group, known = f"Les besoins{SIGN}{need.text}", bool(sent)
        figures.append(counted(f"partagent {name}", "associations qui le partagent", need.shared, group, known=known))
        shown = ORDINALS.get(rank, f"{rank}e") if known and need.shared else UNKNOWN
        figures.append(Figure(f"rang {name}", "son rang parmi les besoins", shown, group))
    return figures


def question_figures(program, edition) -> list[Figure]:
    """For each question that is measured: how many answered, the median, the total of what has a unit.

    Neither the least nor the most: each is what one association told.
    """
    questions = list(Question.objects.filter(questionnaire__program=program, kind__in=MEASURED).order_by("number"))
    values, found = values_of(program, questions) if edition is None else {}, []
    for question in questions:
        group = f"Les questions{SIGN}{question.number}. {question.label}"
        if edition is None:
            told = values.get(question.pk, [])
            count, middle, total = len(told), median(told) if told else None, sum(told)
        else:
            count, middle, total = edition.content["measures"].get(str(question.pk), (0, None, 0))
        found.append(counted(f"réponses {question.key}", "associations qui ont répondu", count, group))
        found.append(measured(f"médiane {question.key}", "la médiane", question, count, middle, group))
        if question.unit:
            found.append(measured(f"total {question.key}", "le total", question, count, total, group))
    return found


def values_of(program, questions) -> dict[int, list[int | float]]:
    """What those who sent their answers told of these questions, by question."""
    answers = Answer.objects.filter(stance=Answer.Stance.ANSWERED, question__in=questions)
    answers = answers.filter(response__in=Response.objects.sent().filter(participation__program=program))
    values = {}
    for question, value in answers.values_list("question", "value"):
        if isinstance(value, int | float) and not isinstance(value, bool):
            values.setdefault(question, []).append(value)
    return values


def measured(name, label, question, count, value, group) -> Figure:
    """A figure drawn from what associations told; hidden while fewer than three did."""
    if not count:
        return Figure(name, label, UNKNOWN, group)
    exact = words(question, value)
    if count < SMALL:
        return Figure(name, label, f"non publié ({FEW} réponses)", group, exact)
    return Figure(name, label, exact, group)


def words(question, value) -> str:
    """A value with its unit; a median between two marks of a scale is a figure."""
    value = round(value, 1)
    value = int(value) if value == int(value) else value
    said = kind_of(question).words(question, value) if question.kind == "number" or value == int(value) else ""
    return said or str(value).replace(".", ",")


def slug(text) -> str:
    """The first words of a need, short enough to be read in a text."""
    whole = slugify(text)
    return whole if len(whole) <= 40 else whole[:40].rpartition("-")[0] or whole[:40]


def unique(names) -> list[str]:
    """Names that differ: the second of two equal ones gets a number."""
    seen, found = Counter(), []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found


def resolve(text, figures) -> str:
    """`text` with its figures as they are now; what is no figure stays as it was typed."""
    return braces.resolve(text, {figure.name: figure.value for figure in figures})


def refuse_unknown(text, figures) -> None:
    """Raises Refusal for a text that cites a figure that does not exist."""
    why = braces.unknown_in(text, {figure.name for figure in figures})
    if why:
        raise Refusal(f"{why} : choisissez dans la liste des chiffres, ou retirez les accolades.", "text")


def listed(figures) -> list[tuple[str, list[tuple[str, list[Figure]]]]]:
    """The list as a page shows it: [(part, [(heading, figures)])]."""
    parts = {}
    for figure in figures:
        part, _, heading = figure.group.partition(SIGN)
        parts.setdefault(part, {}).setdefault(heading, []).append(figure)
    return [(part, list(headings.items())) for part, headings in parts.items()]
