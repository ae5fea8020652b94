"""Kinds of question: how each is asked, what is kept of an answer, how it is read back and summed up.

The database stores a kind's key. A new kind is one class here and its name in `KINDS`.
"""

from dataclasses import dataclass, field
from statistics import mean, median
from typing import Any

from django import forms

NBSP, THIN = "\u00a0", "\u202f"
LARGEST = 10**12
SHORT, LONG = 200, 5_000  # signs
OTHER_CHOICE = {"invalid_choice": "Choisissez une des réponses proposées."}


@dataclass(frozen=True)
class Summary:
    """What all the answers to one question say together: bars, figures or words."""

    shape: str  # bars, figures, words
    count: int  # how many answered
    bars: list[tuple[str, int]] = field(default_factory=list)
    figures: list[tuple[str, str]] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)  # (who, what)


class Kind:
    """A kind of question. `stored` values are what JSON holds; None is « no answer »."""

    key = label = ""
    widget = "control"  # how the page lays the field out: control, options, marks
    several = False  # whether one answer is several values
    example: dict[str, Any] = {}  # a question, what is typed, what is kept

    def field(self, question) -> forms.Field:
        """The form field that asks."""
        raise NotImplementedError

    def clean(self, question, typed: list[str]):
        """The value to keep of what was typed. Raises ValidationError with a French sentence."""
        return self.stored(self.field(question).clean(typed if self.several else (typed or [""])[-1]))

    def stored(self, cleaned):
        """The value to keep of a cleaned field."""
        return None if cleaned in (None, "", []) else cleaned

    def typed(self, value):
        """A kept value as the field shows it."""
        return "" if value is None else value

    def words(self, question, value) -> str:
        """A kept value in French, without what nobody entered."""
        return "" if value is None else str(value)

    def summary(self, question, answers: list[tuple[str, Any]]) -> Summary:
        """What `answers` (who, kept value) say together."""
        return Summary("words", len(answers), words=[(who, self.words(question, value)) for who, value in answers])


class Short(Kind):
    """A line of text."""

    key, label = "short", "texte court"
    example = {"question": {"label": "Où ?"}, "typed": ["Une salle municipale"], "stored": "Une salle municipale"}

    def field(self, question):
        return text_field(SHORT, forms.TextInput())


class Long(Kind):
    """A few sentences."""

    key, label = "long", "texte long"
    example = {"question": {"label": "Que faites-vous ?"}, "typed": ["Des films."], "stored": "Des films."}

    def field(self, question):
        return text_field(LONG, forms.Textarea(attrs={"rows": 4}))


class Number(Kind):
    """A figure, with its unit; the year it is of is kept beside it."""

    key, label = "number", "nombre"
    example = {"question": {"label": "Combien de salariés ?", "unit": "salariés"}, "typed": ["2,5"], "stored": 2.5}

    def field(self, question):
        return FigureField()

    def stored(self, cleaned):
        if cleaned is None:
            return None
        return int(cleaned) if cleaned == cleaned.to_integral_value() else float(cleaned)

    def typed(self, value):
        return "" if value is None else str(value).replace(".", ",")

    def words(self, question, value):
        if value is None:
            return ""
        if not question.unit:
            return self.typed(value)  # a year, a number of a street: no thousands
        return f"{figure(value)}{NBSP}{question.unit}"

    def summary(self, question, answers):
        values = [value for _, value in answers]
        if not values:
            return Summary("figures", 0)
        told = [("médiane", median(values)), ("le moins", min(values)), ("le plus", max(values))]
        if question.unit:  # years and the like have neither mean nor sum
            told += [("moyenne", mean(values)), ("total", sum(values))]
        figures = [(name, self.words(question, round(value, 1))) for name, value in told]
        return Summary("figures", len(values), figures=figures)


class Choice(Kind):
    """One answer among several."""

    key, label, widget = "choice", "un choix", "options"
    example = {
        "question": {"label": "Votre activité…", "options": [{"key": "up", "label": "augmente"}]},
        "typed": ["up"],
        "stored": "up",
    }

    def choices(self, question) -> list[tuple[str, str]]:
        """What is proposed: (what is typed, what is read)."""
        return [(option["key"], option["label"]) for option in question.options]

    def field(self, question):
        return forms.ChoiceField(
            choices=self.choices(question), required=False, widget=forms.RadioSelect, error_messages=OTHER_CHOICE
        )

    def words(self, question, value):
        return dict(self.choices(question)).get(self.typed(value), "")

    def summary(self, question, answers):
        given = [self.typed(value) for _, value in answers]
        bars = [(label, given.count(key)) for key, label in self.choices(question)]
        return Summary("bars", len(answers), bars=bars)


class Choices(Choice):
    """Several answers among several."""

    key, label, several = "choices", "plusieurs choix", True
    example = {**Choice.example, "stored": ["up"]}

    def field(self, question):
        return forms.MultipleChoiceField(
            choices=self.choices(question),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages=OTHER_CHOICE,
        )

    def clean(self, question, typed):
        return super().clean(question, [one for one in typed if one])

    def typed(self, value):
        return value or []

    def words(self, question, value):
        names = dict(self.choices(question))
        return f"{THIN}; ".join(names[key] for key in value or [] if key in names)

    def summary(self, question, answers):
        given = [key for _, value in answers for key in value or []]
        bars = [(label, given.count(key)) for key, label in self.choices(question)]
        return Summary("bars", len(answers), bars=bars)


class Scale(Choice):
    """A mark from 1 to the number of words proposed."""

    key, label, widget = "scale", "échelle", "marks"
    example = {"question": {"label": "Et demain ?", "options": ["Incertain", "Solide"]}, "typed": ["2"], "stored": 2}

    def choices(self, question):
        return [(str(mark), label) for mark, label in enumerate(question.options, 1)]

    def stored(self, cleaned):
        return int(cleaned) if cleaned else None

    def typed(self, value):
        return "" if value is None else str(value)


class YesNo(Choice):
    """Yes or no."""

    key, label, widget = "yesno", "oui ou non", "marks"
    example = {"question": {"label": "Déjà ensemble ?"}, "typed": ["oui"], "stored": True}

    def choices(self, question):
        return [("oui", "Oui"), ("non", "Non")]

    def stored(self, cleaned):
        return {"oui": True, "non": False}.get(cleaned)

    def typed(self, value):
        return {True: "oui", False: "non"}.get(value, "")


KINDS = (Short(), Long(), Number(), Choice(), Choices(), Scale(), YesNo())
BY_KEY = {kind.key: kind for kind in KINDS}


def kind_of(question) -> Kind:
    """The kind of a question; one that the code has lost is read as a long text, so that no answer is hidden."""
    return BY_KEY.get(question.kind, BY_KEY["long"])


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
