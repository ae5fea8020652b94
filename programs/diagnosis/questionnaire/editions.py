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
    """Count again what each association is expected to answer, has answered, and was not asked when it sent.

    Four statements for any group.
    """
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
        new = [one for one in questions if response.is_sent and one.asked_since > response.sent_at]
        response.added = sum(one.pk in asked and one.pk not in answers for one in new)
    Response.objects.bulk_update(responses, ["expected", "answered", "added"])


def added_since_sending(sheet) -> list[AnswerEntry]:
    """What an association has not seen of its sheet, as it came after it sent; no statement more than the sheet's.

    A question that its older answers do not ask is left out; one that depends on another new one is not.
    """
    response, found = sheet.response, {}
    if not response.is_sent:
        return []
    for entry in sheet.entries:
        if isinstance(entry, AnswerEntry) and not entry.is_stored and entry.question.asked_since > response.sent_at:
            other = conditions.depends_on(entry.question, sheet.questions)
            if entry.is_asked or (other is not None and other.pk in found):
                found[entry.question.pk] = entry
    return list(found.values())


def former_entries(sheet) -> list[AnswerEntry]:
    """What an association answered to questions that were reworded or retired since, with their words of then.

    One statement.
    """
    if sheet.response is None:
        return []
    rows = Answer.objects.filter(response=sheet.response).exclude(question__retired_in=None).select_related("question")
    rows = rows.order_by("question__retired_in", "question__number")
    entries = [AnswerEntry(row.question, sheet.response, row) for row in rows]
    for entry in entries:
        entry.seal(sheet.response, sheet.by_dla)
    return [entry for entry in entries if entry.is_given and not entry.sealed]


def put_former(sheet) -> list[AnswerEntry]:
    """Put each former answer beside the question that took its question's place; those that nothing replaced."""
    entries = former_entries(sheet)
    heirs = {entry.question.key: entry for entry in sheet.entries if isinstance(entry, AnswerEntry)}
    for entry in entries:
        if entry.question.key in heirs:
            heirs[entry.question.key].former.append(entry)
    return [entry for entry in entries if entry.question.key not in heirs]


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
