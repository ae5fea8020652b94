"""The form of three minutes: each indicator with its former value, its figure today, or « we do not know »."""

import re
from decimal import Decimal, InvalidOperation

from django import forms

from dla_collectif.services.forms import ConflictShown, HouseForm, HouseModelForm
from dla_collectif.services.refusals import Refusal
from programs.diagnosis.models import Origin

from .before_after import figure
from .indicator_models import IndicatorTerm
from .indicators import refuse_day

MOST = Decimal("999999999999")


DAY_HELP = (
    "Ce jour figure dans les messages, dans les rappels et dans l’espace de chaque association. Ce qui arrive après "
    "compte encore, et se lit comme donné après la date."
)


def soon_enough(value) -> None:
    """A day on which there is still time to answer."""
    try:
        refuse_day(value)
    except Refusal as refusal:
        raise forms.ValidationError(str(refusal)) from None


class DayForm(HouseForm):
    """Until when the figures are awaited."""

    closes_on = forms.DateField(label="À donner avant le", help_text=DAY_HELP, validators=[soon_enough])


class TermForm(HouseModelForm):
    """The same, once they were asked."""

    closes_on = forms.DateField(label="À donner avant le", help_text=DAY_HELP, validators=[soon_enough])

    class Meta:
        model = IndicatorTerm
        fields = ["closes_on"]


class FigureField(forms.CharField):
    """A figure as people type it: « 1 250,5 », « 41 000 € »; nothing → None, never zero."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=30, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value):
        typed = re.sub(r"[\s\u00a0\u202f€%]", "", super().clean(value)).replace(",", ".")
        if not typed:
            return None
        try:
            number = Decimal(typed)
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or not 0 <= number <= MOST:
            raise forms.ValidationError("Écrivez un chiffre, par exemple 12 ou 1250,5.")
        return number.quantize(Decimal("0.01"))


class AnswersForm(HouseForm):
    """What an association tells at a term. `first`: {indicator pk: (value, year)}; `stored`: {indicator pk: answer}."""

    HEARD = [(Origin.INTERVIEW, "de vive voix"), (Origin.PAPER, "par écrit")]

    def __init__(self, data=None, *, indicators, first, stored, noted=False):
        self.indicators, self.stored = indicators, stored
        super().__init__(data)
        for row in indicators:
            answer, name = stored.get(row.pk), f"i{row.pk}"
            value = self.value_field(row)
            value.label, value.help_text = row.label, self.former(row, first.get(row.pk))
            value.initial = typed(answer.value) if answer else None
            unknown = forms.BooleanField(label="Nous ne savons pas", required=False)
            unknown.initial = bool(answer and answer.is_unknown)
            version = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=answer.version if answer else 0
            )
            self.fields |= {name: value, f"{name}_unknown": unknown, f"{name}_version": version}
        if noted:
            field = forms.ChoiceField(
                label="Comment l’association l’a dit", choices=self.HEARD, initial=Origin.INTERVIEW
            )
            self.fields["origin"] = field

    def value_field(self, row):
        """A figure, or a mark of the same scale as at first."""
        if not row.is_scale:
            return FigureField()
        marks = [("", "pas de réponse")] + [(str(mark), words) for mark, words in enumerate(row.options, 1)]
        return forms.TypedChoiceField(choices=marks, coerce=Decimal, empty_value=None, required=False)

    def former(self, row, first) -> str:
        """« Au départ : 12 bénévoles (2025). », or that nobody told it."""
        if first is None:
            unit = f" En {row.unit}." if row.unit and not row.is_scale else ""
            return f"Au départ : non renseigné.{unit}"
        value, year = first
        return f"Au départ : {figure(row, value)}{f' ({year})' if year else ''}."

    def clean(self):
        told = super().clean()
        for row in self.indicators:
            if told.get(f"i{row.pk}") is not None and told.get(f"i{row.pk}_unknown"):
                self.add_error(f"i{row.pk}", "Donnez un chiffre, ou dites que vous ne savez pas : pas les deux.")
        return told

    def told(self) -> dict:
        """{indicator: {value, is_unknown, version}}, for the action."""
        data = self.cleaned_data
        return {
            row: {
                "value": data.get(f"i{row.pk}"),
                "is_unknown": bool(data.get(f"i{row.pk}_unknown")),
                "version": data.get(f"i{row.pk}_version") or 0,
            }
            for row in self.indicators
        }

    def show_conflict(self, current):
        """Keep what was typed, show what is stored beside it, and let the next sending win knowingly."""
        row = next(each for each in self.indicators if each.pk == current.indicator_id)
        theirs = "nous ne savons pas" if current.is_unknown else typed(current.value)
        both = (theirs, str(self[f"i{row.pk}"].value() or ""))
        self.conflict = ConflictShown([(row.label, *both)], str(current.edited_by or ""), current.edited_at)
        self.data = self.data.copy()
        self.data[f"i{row.pk}_version"] = str(current.version)


def typed(value) -> str:
    """A stored figure as somebody would type it again."""
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")
