"""A questionnaire beside what one association answered: parts, questions, needs, what is missing."""

import re
from functools import cached_property

from django import forms

from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal

from .models import Answer, NeedRating, Origin, Question, Questionnaire, needs_to_weigh
from .questions import LONG, OTHER_CHOICE, kind_of, text_field

NAME = re.compile(r"([qn])([0-9]{1,9})((?:_[a-z]+)?)")
OLDEST_YEAR = 1900
STANCES = [
    (Answer.Stance.ANSWERED, "Voici notre réponse"),
    (Answer.Stance.NOT_CONCERNED, "Non concernée"),
    (Answer.Stance.ALOUD, "Nous préférons en parler"),
]


def given(rows, response, column) -> dict:
    """What `response` answered: {value of `column`: row}; nothing, and no statement, without a response."""
    if response is None:
        return {}
    rows = rows.filter(response=response).select_related("edited_by__person")
    return {getattr(row, column): row for row in rows}


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

    def __init__(self, question, response, row):
        super().__init__(row or Answer(response=response))
        self.row.question = question
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

    def __init__(self, need, response, row, part, number):
        super().__init__(row or NeedRating(response=response))
        self.row.need = need
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
    """A programme's questionnaire, with what one association answered if `response` is given: four statements."""

    def __init__(self, program, response=None, *, by_dla=False):
        self.program, self.response, self.by_dla = program, response, by_dla
        self.questions = list(Question.objects.filter(questionnaire__program=program))
        self.needs = list(needs_to_weigh(program))

    def __bool__(self):
        """Whether anything is asked."""
        return bool(self.questions or self.needs)

    @cached_property
    def questionnaire(self) -> Questionnaire | None:
        """The questionnaire itself; one statement for those who ask."""
        return Questionnaire.objects.filter(program=self.program).first()

    @cached_property
    def parts(self) -> list[Part]:
        """The parts in order; the needs are the last one."""
        answers = given(Answer.objects, self.response, "question_id")
        ratings = given(NeedRating.objects, self.response, "need_id")
        asked: dict[int, Part] = {}
        for question in self.questions:
            part = asked.setdefault(question.section, Part(question.section, question.section_title, []))
            part.entries.append(AnswerEntry(question, self.response, answers.get(question.pk)))
        last = len(asked) + 1
        parts = [Part(number, part.title, part.entries) for number, part in enumerate(asked.values(), 1)]
        if self.needs:
            weighed = [
                RatingEntry(need, self.response, ratings.get(need.pk), last, number)
                for number, need in enumerate(self.needs, 1)
            ]
            parts.append(Part(last, "Vos besoins", weighed, weighs=True))
        for part in parts:
            for entry in part.entries:
                entry.seal(self.response, self.by_dla)
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
    """The entry that a field's name says (q12, q12_year, n34_words), and the end of the name; two statements.

    Raises Refusal for a name that this questionnaire does not have.
    """
    said = NAME.fullmatch(name)
    entry = None
    if said and said[1] == "q":
        questions = Question.objects.filter(questionnaire__program=program, number=int(said[2]))
        question = questions.first()
        row = Answer.objects.filter(response=response, question=question).first() if question else None
        entry = AnswerEntry(question, response, row) if question else None
    elif said:
        need = needs_to_weigh(program).filter(pk=int(said[2])).first()
        row = NeedRating.objects.filter(response=response, need=need).first() if need else None
        entry = RatingEntry(need, response, row, 0, 0) if need else None
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
