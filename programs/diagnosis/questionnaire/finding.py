"""What a save reads: one thing asked with what one association answered to it, in one statement; and the counts."""

import re

from django.db.models import BigIntegerField, Exists, F, FilteredRelation, IntegerField, OuterRef, Q
from django.db.models.fields.json import KT

from dla_collectif.services.kept import Given, Kept
from dla_collectif.services.refusals import Refusal

from ..models import Answer, NeedRating, Question, needs_to_weigh
from . import conditions
from .asked import AnswerEntry, Entry, RatingEntry

NAME = re.compile(r"([qn])([0-9]{1,9})((?:_[a-z]+)?)")
PROGRAM, WHICH = Given("program", BigIntegerField()), Given("which", IntegerField())
ANSWER, RATING = ([field.attname for field in model._meta.concrete_fields] for model in (Answer, NeedRating))
COUNTED = ["id", "stance", "value"]


def beside(rows, relation, columns):
    """`rows` of what is asked, each with `columns` of what the response `Given` says of it (see `row_beside`)."""
    mine = Q(**{f"{relation}__response": Given("response", BigIntegerField())})
    told = {f"mine_{column}": F(f"mine__{column}") for column in columns}
    return rows.alias(mine=FilteredRelation(relation, condition=mine)).annotate(**told)


def row_beside(asked, model, columns):
    """The row read along with what is asked, as far as its columns were; None where nothing was ever answered."""
    values = [getattr(asked, f"mine_{column}") for column in columns]
    return model.from_db(asked._state.db, columns, values) if asked.mine_id else None


def question_asked():
    """A question and its answer; `is_awaited`: whether others are asked only after some answers to it."""
    others = Question.objects.filter(questionnaire=OuterRef("questionnaire")).alias(waits_for=KT("condition__question"))
    found = Question.objects.filter(questionnaire__program=PROGRAM, serial=WHICH)
    return beside(found, "answers", ANSWER).annotate(is_awaited=Exists(others.filter(waits_for=OuterRef("key"))))


def need_asked():
    """A need and its weight."""
    return beside(needs_to_weigh(PROGRAM).filter(pk=WHICH), "ratings", RATING)


def questions_to_count():
    """The questions of a programme, as much of them and of their answers as it takes to count."""
    rows = Question.objects.filter(questionnaire__program=PROGRAM)
    return beside(rows.only("key", "number", "kind", "options", "condition", "required"), "answers", COUNTED)


one_question, one_need, to_count = Kept(question_asked), Kept(need_asked), Kept(questions_to_count)


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
    entry = AnswerEntry(question, response, row_beside(question, Answer, ANSWER))
    entry.bears = bool(question.condition) or question.is_awaited
    return entry


def asked_need(response, given) -> RatingEntry | None:
    """A need by its key, and its weight."""
    need = one_need.first(**given)
    return RatingEntry(need, response, row_beside(need, NeedRating, RATING), 0, 0) if need else None


def counted(program, response) -> tuple[int, int]:
    """How many of the expected answers were given, and how many are expected: as `Sheet` says, in one statement."""
    questions = to_count.run(program=program.pk, response=response.pk)
    answers = {question.pk: row_beside(question, Answer, COUNTED) for question in questions}
    asked = conditions.asked(questions, answers)
    expected = [answers[question.pk] for question in questions if question.required and question.pk in asked]
    return sum(row is not None and row.is_given for row in expected), len(expected)
