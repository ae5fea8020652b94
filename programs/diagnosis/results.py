"""Reading together: what the answers that were sent say, question by question; the needs, ranked."""

from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from . import conditions
from .models import Answer, AnswerFile, NeedRating, Question, Response, needs_to_weigh
from .questions import Summary, kind_of

Stance = Answer.Stance


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


def respondents(program) -> dict[int, str]:
    """Who sent their answers: {response pk: name of the association}, in the order of names; one statement."""
    sent = Response.objects.sent().filter(participation__program=program)
    names = sent.order_by("participation__organisation__name", "id").values_list(
        "pk", "participation__organisation__name"
    )
    return dict(names)


def read_together(program, names: dict[int, str]) -> list[Read]:
    """Every question with the summary of the answers sent; two statements."""
    questions = list(Question.objects.filter(questionnaire__program=program).order_by("number"))
    given = {}
    for answer in Answer.objects.filter(response__in=list(names)):
        given.setdefault(answer.question_id, {})[answer.response_id] = answer
    asked = {pk: conditions.asked(questions, answers) for pk, answers in by_response(given, names).items()}
    files = files_of(names) if any(kind_of(question).key == "file" for question in questions) else {}
    reads = []
    for question in questions:
        those = {pk: name for pk, name in names.items() if question.pk in asked[pk]}
        one = read(question, given.get(question.pk, {}), those)
        one.files = [(those[pk], file) for pk in those for file in files.get((question.pk, pk), ())]
        one.condition = conditions.words(question, questions)
        reads.append(one)
    return reads


def files_of(names) -> dict:
    """The files of the answers sent: {(question pk, response pk): [AnswerFile]}."""
    found = {}
    for file in AnswerFile.objects.filter(answer__response__in=list(names)).select_related("answer"):
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
    )


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
