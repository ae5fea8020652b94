"""What is asked and the row that holds the answer: a question, or a need to weigh."""

from django import forms

from dla_collectif.services import clock

from ..models import Answer, NeedRating, Origin
from .questions import LONG, OTHER_CHOICE, kind_of, text_field

OLDEST_YEAR = 1900
STANCES = [
    (Answer.Stance.ANSWERED, "Voici notre réponse"),
    (Answer.Stance.NOT_CONCERNED, "Non concernée"),
    (Answer.Stance.ALOUD, "Nous préférons en parler"),
]


class Entry:
    """Something asked, and the row that holds the answer. `columns`: end of a field's name → column of the row."""

    columns: dict[str, str] = {}
    weighs = False  # whether it is a need to weigh
    several: set[str] = set()  # the ends whose value is a list
    sealed = False  # whether the reader must not see the answer yet
    bears = False  # whether what is asked depends on it, or it on another answer
    is_asked = True  # whether its condition holds
    is_shut = False  # not asked, and nothing on its own page can change that
    condition_words = ""
    wrong: tuple[int, ...] = ()  # which of several controls is wrong: its line, and its column in a table
    depends_on = None  # (name of the field, what is typed there in JSON) when its condition can change on the page

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
        self.name, self.number, self.part = f"q{question.serial}", question.number, question.section
        self.columns = {"": "value"} if self.kind.has_field else {}
        self.columns |= {"_stance": "stance"} if len(self.stances) > 1 else {}
        self.columns |= {"_year": "year"} if question.with_year else {}
        self.several = {""} if self.kind.several else set()
        self.label, self.help, self.shape = question.label, question.help, self.kind.widget
        self.former: list[AnswerEntry] = []  # what was answered to the question in the place of which this one is asked
        self.files: list = []  # those that were put in, of a question that asks for files

    @property
    def stances(self) -> list[tuple]:
        """How the question may be taken; the way it was taken stays among them."""
        offered = {Answer.Stance.ANSWERED, self.row.stance}
        offered |= {Answer.Stance.NOT_CONCERNED} if self.kind.stands_aside else set()
        offered |= {Answer.Stance.ALOUD} if self.question.allows_aloud else set()
        return [(stance, words) for stance, words in STANCES if stance in offered]

    @property
    def is_given(self) -> bool:
        """Whether it was answered."""
        return self.row.is_given

    @property
    def counts(self) -> int:
        """1 for an answer that was expected and given."""
        return int(self.is_expected and self.is_given)

    @property
    def is_expected(self) -> bool:
        """Whether an answer is awaited: the question is compulsory, and asked."""
        return self.question.required and self.is_asked

    @property
    def is_missing(self) -> bool:
        """Whether it is expected and not given."""
        return self.is_expected and not self.is_given

    def field(self, end):
        """The form field of one part of the answer."""
        if end == "_stance":
            return forms.ChoiceField(
                choices=self.stances, required=False, widget=forms.RadioSelect, error_messages=OTHER_CHOICE
            )
        return year_field() if end == "_year" else self.kind.field(self.question)

    def kept(self, end, cleaned):
        if end == "":
            return self.kind.stored(cleaned)
        return (cleaned or Answer.Stance.ANSWERED) if end == "_stance" else cleaned

    def typed(self, end):
        return self.kind.typed(self.question, self.row.value) if end == "" else super().typed(end)

    @property
    def words(self) -> str:
        """The answer in French; empty when none was given."""
        if self.row.stance != Answer.Stance.ANSWERED:
            return dict(STANCES)[self.row.stance]
        words = self.kind.words(self.question, self.row.value)
        return f"{words} ({self.row.year})" if words and self.row.year else words


class RatingEntry(Entry):
    """A need and how much it weighs."""

    weighs = True
    columns = {"": "intensity", "_priority": "priority", "_helps": "helps", "_words": "words"}

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
        if end in ("_priority", "_helps"):
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
