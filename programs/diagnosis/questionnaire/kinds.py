"""What every kind of question is made of: what it says of itself, the fields that ask, what its answers say together.

`questions.KINDS` holds the kinds themselves.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from django import forms

NBSP, THIN = "\u00a0", "\u202f"
LARGEST = 10**12
SHORT, LONG = 200, 5_000  # signs
OTHER_CHOICE = {"invalid_choice": "Choisissez une des réponses proposées."}


@dataclass(frozen=True)
class Summary:
    """What all the answers to one question say together: bars, figures, words, a table or files."""

    shape: str  # bars, figures, words, table, files
    count: int  # how many answered
    bars: list[tuple[str, int]] = field(default_factory=list)
    figures: list[tuple[str, str]] = field(default_factory=list)
    exact: dict[str, Any] = field(default_factory=dict)  # the same figures as numbers or days, where they are
    words: list[tuple[str, str]] = field(default_factory=list)  # (who, what)
    columns: list[str] = field(default_factory=list)  # of a table; the first names the row
    rows: list[list[str]] = field(default_factory=list)
    totals: list[str] = field(default_factory=list)
    named: bool = False  # whether the rows of the table say who answered what

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """The rows of a table, each cell with its column."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


class Kind(ABC):
    """A kind of question. `stored` values are what JSON holds; None is « no answer »."""

    key = label = ""
    widget = "control"  # how the page lays the field out: control, options, marks, ranks, rows, files
    settings: tuple[str, ...] = ()  # the columns of `Question` that this kind needs, beside those that all have
    several = False  # whether one answer is several values
    carries = False  # whether a later question may depend on the answer: it is one of `choices`, or some of them
    has_field = True  # whether the answer is typed in the form of its part
    stands_aside = True  # whether « non concernée » is asked beside it
    example: dict[str, Any] = {}  # a question, what is typed, what is kept

    @abstractmethod
    def field(self, question) -> forms.Field:
        """The form field that asks."""

    def clean(self, question, typed: list[str]):
        """The value to keep of what was typed. Raises ValidationError with a French sentence."""
        return self.stored(self.field(question).clean(typed if self.several else (typed or [""])[-1]))

    def stored(self, cleaned):
        """The value to keep of a cleaned field."""
        return None if cleaned in (None, "", []) else cleaned

    def typed(self, question, value):
        """A kept value as the field shows it."""
        return "" if value is None else value

    def layout(self, question, typed) -> list:
        """What the page draws for a kind of several fields, with what is `typed` in them."""
        return []

    def words(self, question, value) -> str:
        """A kept value in French, without what nobody entered."""
        return "" if value is None else str(value)

    def summary(self, question, answers: list[tuple[str, Any]]) -> Summary:
        """What `answers` (who, kept value) say together."""
        return Summary("words", len(answers), words=[(who, self.words(question, value)) for who, value in answers])


class FigureField(forms.DecimalField):
    """A number as people write it: « 1 200 », « 2,5 »."""

    def __init__(self):
        super().__init__(
            required=False,
            min_value=0,
            max_value=LARGEST,
            max_digits=15,
            decimal_places=2,
            localize=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 24}),
            error_messages={
                "invalid": "Écrivez un nombre en chiffres, par exemple 1 200 ou 2,5.",
                "max_decimal_places": "Deux chiffres après la virgule au plus.",
                "min_value": "Écrivez un nombre positif, ou zéro.",
                "max_value": "Ce nombre est trop grand : vérifiez les zéros.",
                "max_digits": "Ce nombre est trop grand : vérifiez les zéros.",
                "max_whole_digits": "Ce nombre est trop grand : vérifiez les zéros.",
            },
        )

    def to_python(self, value):
        text = "" if value is None else str(value)
        return super().to_python("".join(text.split()).replace(",", "."))


def figure(value) -> str:
    """A number as French writes it, two decimals at most."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return text.replace(",", THIN).replace(".", ",")


def text_field(limit, widget) -> forms.CharField:
    """A text that says in French when it is too long."""
    widget.attrs["maxlength"] = limit
    return forms.CharField(
        required=False,
        max_length=limit,
        widget=widget,
        error_messages={"max_length": "Ce texte compte %(show_value)d signes ; %(limit_value)d au plus."},
    )
