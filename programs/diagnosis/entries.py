"""A questionnaire beside what one association answered: parts, questions, needs, what is missing."""

import re
from functools import cached_property

from django import forms
from django.db.models import F, FilteredRelation, Q

from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal

from .models import Answer, NeedRating, Origin, Question, needs_to_weigh
from .questions import LONG, OTHER_CHOICE, kind_of, text_field

NAME = re.compile(r"([qn])([0-9]{1,9})((?:_[a-z]+)?)")
OLDEST_YEAR = 1900
STANCES = [
    (Answer.Stance.ANSWERED, "Voici notre réponse"),
    (Answer.Stance.NOT_CONCERNED, "Non concernée"),
    (Answer.Stance.ALOUD, "Nous préférons en parler"),
]


def read_along(rows, relation, response):
    """`rows` with what `response` answered to each, in the same statement; `stored` gives it back as a row."""
    if response is None:
        return rows
    answers = rows.model._meta.get_field(relation).related_model
    mine = {f"mine_{field.attname}": F(f"mine__{field.attname}") for field in answers._meta.concrete_fields}
    condition = Q(**{f"{relation}__response": response})
    return rows.annotate(mine=FilteredRelation(relation, condition=condition)).annotate(**mine)


def stored(row, model, **relations):
    """The answer that was read along with `row`, or a new one; `relations` are the rows it belongs to."""
    if getattr(row, "mine_id", None) is None:
        return model(**relations)
    names = [field.attname for field in model._meta.concrete_fields]
    answer = model.from_db(row._state.db, names, [getattr(row, f"mine_{name}") for name in names])
    for name, value in relations.items():
        setattr(answer, name, value)
    return answer


class Entry:
    """Something asked, and the row that holds the answer. `columns`: end of a field's name → column of the row."""

    columns: dict[str, str] = {}
    several: set[str] = set()  # the ends whose value is a list
    sealed = False  # whether the reader must not see the answer yet

    def __init__(self, row):
        self.row = row

    @property
    def is_stored(self) -> bool:
        """Whether anything was ever answered."""
        return not self.row._state.adding

    @property
    def version(self) -> int:
        """What a form shows: 0 for an answer not yet stored."""
        return self.row.version if self.is_stored else 0

    def clean(self, end, typed: list[str]):
        """The value to keep of what was typed in one field. Raises ValidationError with a French sentence."""
        return self.kept(end, self.field(end).clean(typed if end in self.several else (typed or [""])[-1]))

    def kept(self, end, cleaned):
        """The value to keep of a cleaned field."""
        return None if cleaned == "" else cleaned

    def typed(self, end):
        """The kept value as its field shows it."""
        value = getattr(self.row, self.columns[end])
        return "" if value is None else value

    def seal(self, response, by_dla) -> None:
        """What an association answered by itself is not read by a DLA before it is sent."""
        mine = self.is_stored and self.row.origin == Origin.ONLINE
        self.sealed = by_dla and mine and response is not None and not response.is_sent


class AnswerEntry(Entry):
    """A question and its answer."""

    def __init__(self, question, response):
        super().__init__(stored(question, Answer, response=response, question=question))
        self.question, self.kind = question, kind_of(question)
        self.name, self.number, self.part = f"q{question.number}", question.number, question.section
        self.columns = {"": "value", "_stance": "stance"} | ({"_year": "year"} if question.with_year else {})
        self.several = {""} if self.kind.several else set()
        self.label, self.help, self.shape = question.label, question.help, self.kind.widget

    @property
    def is_given(self) -> bool:
        """« Non concernée » and « nous préférons en parler » are answers."""
        return self.row.stance != Answer.Stance.ANSWERED or self.row.value not in (None, [])

    @property
    def counts(self) -> int:
        """1 for an answer that was expected and given."""
        return int(self.question.required and self.is_given)

    @property
    def is_missing(self) -> bool:
        """Whether it is expected and not given."""
        return self.question.required and not self.is_given

    def field(self, end):
        """The form field of one part of the answer."""
        if end == "_stance":
            return forms.ChoiceField(
                choices=STANCES, required=False, widget=forms.RadioSelect, error_messages=OTHER_CHOICE
            )
        return year_field() if end == "_year" else self.kind.field(self.question)

    def kept(self, end, cleaned):
        if end == "":
            return self.kind.stored(cleaned)
        return (cleaned or Answer.Stance.ANSWERED) if end == "_stance" else cleaned

    def typed(self, end):
        return self.kind.typed(self.row.value) if end == "" else super().typed(end)

    @property
    def words(self) -> str:
        """The answer in French; empty when none was given."""
        if self.row.stance != Answer.Stance.ANSWERED:
            return dict(STANCES)[self.row.stance]
        words = self.kind.words(self.question, self.row.value)
        return f"{words} ({self.row.year})" if words and self.row.year else words


class RatingEntry(Entry):
    """A need and how much it weighs."""

    columns = {"": "intensity", "_priority": "priority", "_words": "words"}

    def __init__(self, need, response, part, number):
        super().__init__(stored(need, NeedRating, response=response, need=need))
        self.need, self.part, self.number = need, part, number
        self.name, self.label, self.help, self.shape = f"n{need.pk}", need.text, "", "marks"
        self.counts = 0

    @property
    def is_given(self) -> bool:
        """Whether it was weighed."""
        return self.row.intensity is not None

    @property
    def is_missing(self) -> bool:
        """Every need waits to be weighed."""
        return not self.is_given

    def field(self, end):
        """The form field of one part of the rating."""
        if end == "_priority":
            return forms.BooleanField(required=False)
        if end == "_words":
            return text_field(LONG, forms.Textarea(attrs={"rows": 2}))
        marks = [(str(mark), label) for mark, label in NeedRating.INTENSITIES.items()]
        return forms.ChoiceField(choices=marks, required=False, widget=forms.RadioSelect, error_messages=OTHER_CHOICE)

    def kept(self, end, cleaned):
        if end == "":
            return int(cleaned) if cleaned else None
        return cleaned or ("" if end == "_words" else False)

    def typed(self, end):
        value = super().typed(end)
        return str(value) if end == "" else value

    @property
    def words(self) -> str:
        """The weight in French; empty when none was given."""
        return NeedRating.INTENSITIES.get(self.row.intensity, "")


class Part:
    """A page of the questionnaire."""

    def __init__(self, number, title, entries, weighs=False):
        self.number, self.title, self.entries, self.weighs = number, title, entries, weighs

    @property
    def missing(self) -> list[Entry]:
        """What is expected here and not given."""
        return [entry for entry in self.entries if entry.is_missing]


class Sheet:
    """A programme's questionnaire, with what one association answered if `response` is given: two statements."""

    def __init__(self, program, response=None, *, by_dla=False):
        questions = Question.objects.filter(questionnaire__program=program).select_related("questionnaire")
        self.response = response
        self.questions = list(read_along(questions, "answers", response))
        self.needs = list(read_along(needs_to_weigh(program), "ratings", response))
        self.questionnaire = self.questions[0].questionnaire if self.questions else None
        for entry in self.entries:
            entry.seal(response, by_dla)

    @cached_property
    def parts(self) -> list[Part]:
        """The parts in order; the needs are the last one."""
        asked: dict[int, Part] = {}
        for question in self.questions:
            part = asked.setdefault(question.section, Part(question.section, question.section_title, []))
            part.entries.append(AnswerEntry(question, self.response))
        last = len(asked) + 1
        parts = [Part(number, part.title, part.entries) for number, part in enumerate(asked.values(), 1)]
        if self.needs:
            ratings = [RatingEntry(need, self.response, last, number) for number, need in enumerate(self.needs, 1)]
            parts.append(Part(last, "Vos besoins", ratings, weighs=True))
        return parts

    @cached_property
    def entries(self) -> list[Entry]:
        """Everything asked, in order."""
        return [entry for part in self.parts for entry in part.entries]

    @property
    def missing(self) -> list[Entry]:
        """What is expected and not given."""
        return [entry for entry in self.entries if entry.is_missing]

    @property
    def expected(self) -> int:
        """How many questions are expected to be answered."""
        return sum(question.required for question in self.questions)

    @property
    def last_saved(self):
        """When anything was last saved; None when nothing was."""
        return max((entry.row.edited_at for entry in self.entries if entry.is_stored), default=None)

    def part(self, number: str | int | None) -> Part:
        """A part by its number as an address says it; the first one for any other."""
        wanted = int(number) if str(number).isascii() and str(number).isdigit() and len(str(number)) < 4 else 1
        return next((part for part in self.parts if part.number == wanted), self.parts[0])


def find_entry(program, response, name, *, by_dla=False) -> tuple[Entry, str]:
    """The entry that a field's name says (q12, q12_year, n34_words), and the end of the name; one statement.

    Raises Refusal for a name that this questionnaire does not have.
    """
    said = NAME.fullmatch(name)
    entry = None
    if said and said[1] == "q":
        questions = Question.objects.filter(questionnaire__program=program, number=int(said[2]))
        question = read_along(questions, "answers", response).first()
        entry = AnswerEntry(question, response) if question else None
    elif said:
        need = read_along(needs_to_weigh(program).filter(pk=int(said[2])), "ratings", response).first()
        entry = RatingEntry(need, response, 0, 0) if need else None
    if entry is None or said[3] not in entry.columns:
        raise Refusal("Cette question n’est plus dans le questionnaire : rechargez la page.")
    entry.seal(response, by_dla)
    return entry, said[3]


def year_field() -> forms.IntegerField:
    """The year a figure is of."""
    latest = clock.today().year + 1
    wrong = f"Écrivez une année sur quatre chiffres, entre {OLDEST_YEAR} et {latest}."
    return forms.IntegerField(
        required=False,
        min_value=OLDEST_YEAR,
        max_value=latest,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )
