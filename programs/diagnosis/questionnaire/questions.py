"""Kinds of question: how each is asked, what is kept of an answer, how it is read back and summed up.

The database stores a kind's key. A new kind is one class, here or beside, and its name in `KINDS`.
"""

from statistics import mean, median

from django import forms

from ..models import NeedRating
from .composed_kinds import Files, Ranking, Table
from .day_kind import Date
from .kinds import LONG, OTHER_CHOICE, SHORT, THIN, FigureField, Kind, Summary, figure, text_field

__all__ = ["BY_KEY", "KINDS", "LONG", "OTHER_CHOICE", "Kind", "Summary", "kind_of", "text_field"]


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
    settings = ("unit", "with_year")
    example = {"question": {"label": "Combien de salariés ?", "unit": "salariés"}, "typed": ["2,5"], "stored": 2.5}

    def field(self, question):
        return FigureField()

    def stored(self, cleaned):
        if cleaned is None:
            return None
        return int(cleaned) if cleaned == cleaned.to_integral_value() else float(cleaned)

    def typed(self, question, value):
        return "" if value is None else str(value).replace(".", ",")

    def words(self, question, value):
        if value is None:
            return ""
        if not question.unit:
            return self.typed(question, value)  # a year, a number of a street: no thousands
        return f"{figure(value)}\u00a0{question.unit}"

    def summary(self, question, answers):
        values = [value for _, value in answers]
        if not values:
            return Summary("figures", 0)
        told = [("médiane", median(values)), ("le moins", min(values)), ("le plus", max(values))]
        if question.unit:  # years and the like have neither mean nor sum
            told += [("moyenne", mean(values)), ("total", sum(values))]
        exact = {name: round(value, 1) for name, value in told}
        figures = [(name, self.words(question, value)) for name, value in exact.items()]
        return Summary("figures", len(values), figures=figures, exact=exact)


class Choice(Kind):
    """One answer among several."""

    key, label, widget = "choice", "un choix", "options"
    settings = ("options",)
    carries = True
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
        return dict(self.choices(question)).get(self.typed(question, value), "")

    def summary(self, question, answers):
        given = [self.typed(question, value) for _, value in answers]
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

    def typed(self, question, value):
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

    def typed(self, question, value):
        return "" if value is None else str(value)


class YesNo(Choice):
    """Yes or no."""

    key, label, widget = "yesno", "oui ou non", "marks"
    settings = ()
    example = {"question": {"label": "Déjà ensemble ?"}, "typed": ["oui"], "stored": True}

    def choices(self, question):
        return [("oui", "Oui"), ("non", "Non")]

    def stored(self, cleaned):
        return {"oui": True, "non": False}.get(cleaned)

    def typed(self, question, value):
        return {True: "oui", False: "non"}.get(value, "")


class Rating(Scale):
    """How much something weighs, with the words by which needs are weighed; « non concernée » is one of them."""

    key, label = "rating", "poids de 1 à 4, ou non concernée"
    settings = ()
    stands_aside = False
    example = {"question": {"label": "Les tâches administratives vous pèsent…"}, "typed": ["3"], "stored": 3}

    def choices(self, question):
        return [(str(mark), f"{mark} · {label}" if mark else label) for mark, label in NeedRating.INTENSITIES.items()]


KINDS = (
    *(Short(), Long(), Number(), Date(), Choice(), Choices(), YesNo(), Scale(), Rating()),
    *(Ranking(), Table(), Files()),
)
BY_KEY = {kind.key: kind for kind in KINDS}


def kind_of(question) -> Kind:
    """The kind of a question; one that the code has lost is read as a long text, so that no answer is hidden."""
    return BY_KEY.get(question.kind, BY_KEY["long"])
