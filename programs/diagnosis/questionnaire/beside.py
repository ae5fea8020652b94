"""What is asked in a programme beside what one association answered: statements put into words once."""

from django.db.models import BigIntegerField, Exists, F, FilteredRelation, IntegerField, OuterRef, Q
from django.db.models.fields.json import KT

from dla_collectif.services.kept import Given, Kept

from ..models import Answer, NeedRating, Question, needs_to_weigh

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


def answer_beside(question) -> Answer | None:
    """The answer read along with a question."""
    return row_beside(question, Answer, ANSWER)


def rating_beside(need) -> NeedRating | None:
    """The weight read along with a need."""
    return row_beside(need, NeedRating, RATING)


def questions():
    """What a programme asks."""
    return Question.objects.filter(questionnaire__program=PROGRAM)


def question_asked():
    """A question and its answer; `is_awaited`: whether others are asked only after some answers to it."""
    others = Question.objects.filter(questionnaire=OuterRef("questionnaire")).alias(waits_for=KT("condition__question"))
    is_awaited = Exists(others.filter(waits_for=OuterRef("key")))
    return beside(questions().filter(serial=WHICH), "answers", ANSWER).annotate(is_awaited=is_awaited)


def questions_to_count():
    """The questions, as much of them and of their answers as it takes to count."""
    needed = questions().only("key", "number", "kind", "options", "condition", "required")
    return beside(needed, "answers", COUNTED)


one_question = Kept(question_asked)
one_need = Kept(lambda: beside(needs_to_weigh(PROGRAM).filter(pk=WHICH), "ratings", RATING))
to_count = Kept(questions_to_count)
bare_questions, bare_needs = Kept(questions), Kept(lambda: needs_to_weigh(PROGRAM))
answered_questions = Kept(lambda: beside(questions(), "answers", ANSWER))
weighed_needs = Kept(lambda: beside(needs_to_weigh(PROGRAM), "ratings", RATING))


def all_asked(program, response=None) -> tuple[list, list]:
    """Every question and every need of a programme, each with what `response` says of it if it is given."""
    if response is None:
        return bare_questions.run(program=program.pk), bare_needs.run(program=program.pk)
    both = {"program": program.pk, "response": response.pk}
    return answered_questions.run(**both), weighed_needs.run(**both)
