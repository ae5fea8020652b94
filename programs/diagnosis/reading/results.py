"""Reading together: what the answers that were sent say, question by question; the needs, ranked."""

from dataclasses import dataclass, field
from math import floor, log10
from typing import Any

from django.db.models import BigIntegerField, Count, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from dla_collectif.services.kept import Given, Kept
from programs.journey.models import Participation

from ..models import Answer, AnswerFile, NeedRating, Question, Response, ResultsShared, needs_to_weigh
from ..questionnaire import conditions
from ..questionnaire.editions import former_answers
from ..questionnaire.questions import Summary, figure, kind_of

Stance = Answer.Stance
STEPS = 6  # of a spread, at most


@dataclass
class Read:
    """One question and what its answers say together."""

    question: Question
    summary: Summary
    asked: int  # how many associations that sent their answers were asked
    not_concerned: list[str] = field(default_factory=list)
    aloud: list[str] = field(default_factory=list)
    files: list[tuple] = field(default_factory=list)  # (who, file)
    condition: str = ""  # « Si vous avez répondu… », of a question that not all were asked
    values: list[tuple[str, Any]] = field(default_factory=list)  # (who, kept value)
    asked_of: dict[int, str] = field(default_factory=dict)  # who was asked, by response

    @property
    def spread(self) -> list[tuple[str, int]]:
        """How the figures are spread: a few steps and how many stand on each; nothing for other answers."""
        if self.summary.shape != "figures":
            return []
        return steps_of([value for _, value in self.values if isinstance(value, int | float)])


def respondents(program) -> dict[int, str]:
    """Who sent their answers: {response pk: name of the association}, in the order of names; one statement."""
    sent = Response.objects.sent().filter(participation__program=program)
    names = sent.order_by("participation__organisation__name", "id").values_list(
        "pk", "participation__organisation__name"
    )
    return dict(names)


def answers_of(program) -> tuple[list[tuple], int]:
    """Who sent its answers: [(response, name, public identifier of the seat, when)]; how many others are awaited."""
    rows = Response.objects.filter(participation__program=program).order_by("participation__organisation__name", "id")
    told = ("pk", "participation__organisation__name", "participation__public_id", "sent_at", "state")
    rows = list(rows.values_list(*told, "participation__status"))
    sent = [tuple(row) for *row, state, _status in rows if state == Response.State.SENT]
    silent = sum(state != Response.State.SENT and status in Participation.SEATED for *_row, state, status in rows)
    return sent, silent


def read_together(program, names: dict[int, str]) -> list[Read]:
    """Every question with the summary of the answers sent, and since when the group reads it; two statements."""
    return read_ever(program, names)[0]


def read_ever(program, names: dict[int, str]) -> tuple[list[Read], list[tuple]]:
    """The same, and beside it what was answered to questions that were retired since (see `former_answers`)."""
    since = ResultsShared.objects.filter(program=program).values("since")
    ever = Question.ever.filter(questionnaire__program=program).annotate(shared_since=Subquery(since))
    ever = list(ever.order_by("number"))
    questions = [question for question in ever if question.retired_in is None]
    given = {}
    answers = Answer.objects.filter(response__in=list(names)).order_by("pk")
    for answer in answers.only("response_id", "question_id", "stance", "value", "year"):
        given.setdefault(answer.question_id, {})[answer.response_id] = answer
    asked = {pk: conditions.asked(questions, answers) for pk, answers in by_response(given, names).items()}
    reads = []
    for question in questions:
        those = {pk: name for pk, name in names.items() if question.pk in asked[pk]}
        one = read(question, given.get(question.pk, {}), those)
        one.condition = conditions.words(question, questions)
        one.asked_of = those
        reads.append(one)
    return reads, former_answers(ever, given, names)


def put_files(reads: list[Read]) -> None:
    """Give each question that asks for files those that were put in; one statement if there is such a question."""
    asking = [one for one in reads if one.summary.shape == "files"]
    files = files_of(asking) if asking else {}
    for one in asking:
        one.files = [(who, file) for pk, who in one.asked_of.items() for file in files.get((one.question.pk, pk), ())]


def files_of(reads) -> dict:
    """The files that answer some questions: {(question pk, response pk): [AnswerFile]}."""
    found = {}
    those = {
        "answer__question__in": [one.question for one in reads],
        "answer__response__in": {pk for one in reads for pk in one.asked_of},
    }
    for file in AnswerFile.objects.filter(**those).select_related("answer"):
        found.setdefault((file.answer.question_id, file.answer.response_id), []).append(file)
    return found


def by_response(given, names) -> dict:
    """What each association answered: {response pk: {question pk: Answer}}."""
    return {pk: {question: rows[pk] for question, rows in given.items() if pk in rows} for pk in names}


def read(question, answers, names) -> Read:
    """One question: `answers` by response, `names` in the order to show."""
    told = [(name, answers[pk]) for pk, name in names.items() if pk in answers]
    values = [(name, one.value) for name, one in told if one.stance == Stance.ANSWERED and one.value not in (None, [])]
    return Read(
        question,
        kind_of(question).summary(question, values),
        len(names),
        [name for name, answer in told if answer.stance == Stance.NOT_CONCERNED],
        [name for name, answer in told if answer.stance == Stance.ALOUD],
        values=values,
    )


def steps_of(values) -> list[tuple[str, int]]:
    """Figures as a few steps of equal width: [(« 10 à 19 », how many)]; each value alone when they are few."""
    known = sorted(set(values))
    if len(known) <= STEPS:
        return [(figure(value), values.count(value)) for value in known]
    edges, width = edges_of(values)
    last = 1 if all(isinstance(value, int) for value in known) and width >= 1 else 0
    return [
        (f"{figure(edge)} à {figure(edge + width - last)}", sum(edge <= value < edge + width for value in values))
        for edge in edges
    ]


def edges_of(values) -> tuple[list, int | float]:
    """The round beginnings of a few steps that hold all these figures, two of which differ; and their width."""
    low, high = min(values), max(values)
    width = nice((high - low) / STEPS)
    first = width * (low // width)
    return [first + width * place for place in range(int((high - first) // width) + 1)], width


def nice(width) -> int | float:
    """The round width (1, 2 or 5, and so on) that is not below `width`."""
    power = 10 ** floor(log10(width))
    found = next(power * digit for digit in (1, 2, 5, 10) if power * digit >= width)
    return int(found) if found >= 1 else found


def ranked_needs(program):
    """The needs by how many associations share them, then by how much they weigh; one statement."""
    sent = Q(ratings__response__state=Response.State.SENT)
    return (
        needs_to_weigh(program)
        .annotate(
            shared=Count("ratings", filter=sent & Q(ratings__intensity__gte=NeedRating.SHARED_FROM)),
            first=Count("ratings", filter=sent & Q(ratings__priority=True)),
            weight=Coalesce(Sum("ratings__intensity", filter=sent), 0),
        )
        .order_by("-shared", "-first", "-weight", "id")
    )


ranked = Kept(lambda: ranked_needs(Given("program", BigIntegerField())))
