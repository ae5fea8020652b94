"""The versions of a questionnaire: when a change makes a new one, what was added since an association answered."""

from django.db.models import Max
from django.utils import timezone

from dla_collectif.services import clock
from dla_collectif.services.editing import edit

from ..models import Answer, Edition, Question, Response
from . import conditions
from .asked import AnswerEntry


def is_begun(program) -> bool:
    """Whether an association has begun to answer: until then the questionnaire changes freely."""
    return Response.objects.filter(participation__program=program).exclude(state=Response.State.WAITING).exists()


def note_change(questionnaire, sentence, *, by) -> int:
    """Write what changed into the version that is open, or into a new one; returns its number.

    Nothing is noted before anybody began to answer: what was not read did not change.
    """
    if not is_begun(questionnaire.program):
        return questionnaire.edition
    latest = questionnaire.editions.order_by("-number").first()
    if latest is not None and is_open(latest):
        edit(latest, {"changes": [*latest.changes, sentence]}, by=by)
        return latest.number
    number = questionnaire.edition + 1
    edit(Edition(questionnaire=questionnaire, number=number), {"changes": [sentence]}, by=by)
    edit(questionnaire, {"edition": number}, by=by)
    return number


def is_open(edition) -> bool:
    """Whether a version may still be changed: it is of today, and nobody has answered since it last changed."""
    if timezone.localdate(edition.edited_at) != clock.today():
        return False
    answers = Answer.objects.filter(response__participation__program=edition.questionnaire.program)
    last = answers.aggregate(at=Max("edited_at"))["at"]
    return last is None or last <= edition.edited_at


def changed_at(questionnaire):
    """When what is asked last changed, once it was published; None before."""
    latest = questionnaire.editions.order_by("-number").first()
    return latest.edited_at if latest else None


def has_answers(question) -> bool:
    """Whether anybody answered a question, in whatever way."""
    kept = Answer.objects.filter(question=question)
    return kept.exclude(value=None, stance=Answer.Stance.ANSWERED).exclude(value=[]).exists()


def recount(program) -> None:
    """Count again what each association is expected to answer and has answered: four statements for any group."""
    responses = list(Response.objects.filter(participation__program=program))
    if not responses:
        return
    questions = list(Question.objects.filter(questionnaire__program=program))
    given = {}
    for answer in Answer.objects.filter(response__in=responses, question__in=questions):
        given.setdefault(answer.response_id, {})[answer.question_id] = answer
    for response in responses:
        answers = given.get(response.pk, {})
        asked = conditions.asked(questions, answers)
        awaited = [one for one in questions if one.required and one.pk in asked]
        response.expected = len(awaited)
        response.answered = sum(AnswerEntry(one, response, answers.get(one.pk)).is_given for one in awaited)
    Response.objects.bulk_update(responses, ["expected", "answered"])


def added_since_sending(response) -> list[Question]:
    """The questions that an association has not seen, as they came after it sent its answers."""
    if not response.is_sent:
        return []
    questions = Question.objects.filter(
        questionnaire__program=response.participation.program_id, asked_since__gt=response.sent_at
    )
    return list(questions.exclude(pk__in=Answer.objects.filter(response=response).values("question")))


def former_entries(response) -> list[AnswerEntry]:
    """What an association answered to questions that were reworded or retired since, with their words of then."""
    rows = Answer.objects.filter(response=response).exclude(question__retired_in=None).select_related("question")
    rows = rows.order_by("question__retired_in", "question__number")
    entries = [AnswerEntry(row.question, response, row) for row in rows]
    return [entry for entry in entries if entry.is_given]


def former_answers(questions, given, names) -> list[tuple]:
    """Retired questions with what was answered: [(question, [(who, words)])].

    `given`: {question pk: {response pk: its answer}}; `names`: who, by response.
    """
    retired = [question for question in questions if question.retired_in is not None]
    told = {}
    for question in sorted(retired, key=lambda one: (one.retired_in, one.number)):
        entries = [(pk, AnswerEntry(question, None, row)) for pk, row in given.get(question.pk, {}).items()]
        told[question] = [(names[pk], entry.words) for pk, entry in entries if entry.is_given]
    return [(question, said) for question, said in told.items() if said]
