"""What a save reads: one thing asked with what one association answered to it, in one statement; and the counts."""

import re

from dla_collectif.services.refusals import Refusal

from ..models import Answer
from . import conditions
from .asked import AnswerEntry, Entry, RatingEntry
from .beside import COUNTED, answer_beside, one_need, one_question, rating_beside, row_beside, to_count

NAME = re.compile(r"([qn])([0-9]{1,9})((?:_[a-z]+)?)")


def find_entry(program, response, name, *, by_dla=False) -> tuple[Entry, str]:
    """The entry that a field's name says (q12, q12_year, n34_words), and the end of the name; one statement.

    Raises Refusal for a name that this questionnaire does not have.
    """
    said = NAME.fullmatch(name)
    entry = None
    if said:
        given = {"program": program.pk, "response": response.pk, "which": int(said[2])}
        entry = asked_question(response, given) if said[1] == "q" else asked_need(response, given)
    if entry is None or said[3] not in entry.columns:
        raise Refusal("Cette question n’est plus dans le questionnaire : rechargez la page.")
    entry.seal(response, by_dla)
    return entry, said[3]


def asked_question(response, given) -> AnswerEntry | None:
    """A question by its serial, and its answer."""
    question = one_question.first(**given)
    if question is None:
        return None
    entry = AnswerEntry(question, response, answer_beside(question))
    entry.bears = bool(question.condition) or question.is_awaited
    return entry


def asked_need(response, given) -> RatingEntry | None:
    """A need by its key, and its weight."""
    need = one_need.first(**given)
    return RatingEntry(need, response, rating_beside(need), 0, 0) if need else None


def counted(program, response) -> tuple[int, int]:
    """How many of the expected answers were given, and how many are expected: as `Sheet` says, in one statement."""
    questions = to_count.run(program=program.pk, response=response.pk)
    answers = {question.pk: row_beside(question, Answer, COUNTED) for question in questions}
    asked = conditions.asked(questions, answers)
    expected = [answers[question.pk] for question in questions if question.required and question.pk in asked]
    return sum(row is not None and row.is_given for row in expected), len(expected)
