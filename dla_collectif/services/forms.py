"""What every form of the house shares: French that helps, versions, and refusals shown beside what was typed."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from crispy_forms.helper import FormHelper
from django import forms
from django.db import transaction
from django.forms.utils import from_current_timezone

from . import clock
from .refusals import Conflict, Refusal

LONG_TEXT = 20_000  # signs: what the printing machine takes in one field
SHORT_TEXT = 200


class DateInput(forms.DateInput):
    """The browser's own calendar; the value travels as 2026-03-12."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class MomentInput(forms.DateTimeInput):
    """The browser's own date and time; Paris time."""

    input_type = "datetime-local"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows; a number larger than any row's is refused like another, where SQLite would stumble over it."""

    LONGEST = 18  # digits

    def clean(self, value):
        for each in value or ():
            if len(str(each)) > self.LONGEST:
                raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": "…"})
        return super().clean(value)


class HouseForm(forms.Form):
    """A form as the house draws it: no tag of its own (the page has it), one column, limits on every text."""

    use_required_attribute = False  # the server answers in French, beside the field

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflict = None
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        for field in self.fields.values():
            dress(field)


class HouseModelForm(HouseForm, forms.ModelForm):
    """A form for a row; with the row's version when two people may edit it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if hasattr(self.instance, "version"):
            stored = 0 if self.instance._state.adding else self.instance.version
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=stored, required=False)
            self.initial["version"] = stored

    def clean_version(self):
        """A form sent without its version is held to be as old as can be."""
        return self.cleaned_data.get("version") or 0

    def show_conflict(self, current):
        """Keep what was typed, show what is stored beside it, and let the next sending win knowingly."""
        rows = []
        for name in self.fields:
            if name == "version" or not hasattr(current, name):
                continue
            field = self.fields[name]
            theirs, yours = shown(field, getattr(current, name)), shown(field, self.cleaned_data.get(name))
            if theirs != yours:
                rows.append((field.label, theirs, yours))
        self.conflict = ConflictShown(rows, str(current.edited_by or "une autre personne"), current.edited_at)
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(current.version)
        self.instance = current

    def _post_clean(self):
        """Validate the row's own rules without writing the typed values on the row: the action does that."""
        stored = self.instance
        self.instance = copy_of(stored)
        try:
            super()._post_clean()
        finally:
            self.instance = stored


@dataclass(frozen=True)
class ConflictShown:
    """What the page shows of a lost race: rows of (label, theirs, yours), who wrote and when."""

    rows: list[tuple[str, str, str]]
    by: str
    at: datetime


def accepted(form, act) -> bool:
    """Run `act(cleaned data)` if the form is valid; a refusal is shown on the form, which keeps what was typed."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        with transaction.atomic():
            act(form.cleaned_data)
    except Conflict as conflict:
        if not hasattr(form, "show_conflict"):
            raise
        form.show_conflict(conflict.current)
        form.add_error(None, conflict.sentence)
        return False
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True


def as_version(typed) -> int:
    """A version as a form sends it; anything else is held to be as old as can be."""
    typed = str(typed or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def copy_of(row):
    """A row of the same values, to be validated and thrown away."""
    twin = type(row)()
    for field in row._meta.concrete_fields:
        setattr(twin, field.attname, getattr(row, field.attname))
    twin._state.adding, twin._state.db = row._state.adding, row._state.db
    return twin


def shown(field, value) -> str:
    """A value as a reader knows it: the words of a choice, days rather than half-days."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if type(field) in (forms.ChoiceField, forms.TypedChoiceField):
        return str(dict(field.choices).get(value, value))
    return str(field.prepare_value(value)) if isinstance(field, HalfDaysField) else str(value)


class HalfDaysField(forms.Field):
    """A length typed in days, by halves (« 3,5 »), and stored as a number of half-days (7)."""

    widget = forms.TextInput
    WHOLE = re.compile(r"\d{1,4}([.,]\d{1,2})?")

    def __init__(self, *, most=500, **kwargs):
        kwargs.setdefault("help_text", "En jours, par demi-journées : 3 ou 3,5 par exemple.")
        super().__init__(**kwargs)
        self.most = most

    def widget_attrs(self, widget):
        """A numeric keyboard on phones."""
        return {"inputmode": "decimal", "maxlength": 20}

    def to_python(self, value):
        """« 3,5 » or « 3,5 jours » → 7; nothing → None."""
        text = re.sub(r"[\s\u00a0\u202f]|jours?", "", str(value or ""))
        if not text:
            return None
        if not self.WHOLE.fullmatch(text):
            raise forms.ValidationError("Écrivez un nombre de jours, par exemple 3 ou 3,5.")
        halves = 2 * Decimal(text.replace(",", "."))
        if halves != int(halves):
            raise forms.ValidationError("Comptez par demi-journées : 3 ou 3,5 par exemple.")
        if halves > 2 * self.most:
            raise forms.ValidationError(f"{self.most} jours au plus.")
        return int(halves)

    def prepare_value(self, value):
        """7 → « 3,5 »; what was typed stays as it was typed."""
        return f"{value / 2:g}".replace(".", ",") if isinstance(value, int) else value


def dress(field):
    """Give a field the house's widgets, limits and French sentences."""
    if isinstance(field, forms.DateTimeField) and not isinstance(field.widget, forms.HiddenInput):
        field.widget = MomentInput()
        field.error_messages["invalid"] = (
            "Cette date n’est pas complète : indiquez le jour et l’heure, par exemple 12/03/2026 14:00."
        )
    elif isinstance(field, forms.DateField) and not isinstance(field.widget, forms.HiddenInput):
        field.widget = DateInput()
        field.error_messages["invalid"] = "Cette date n’existe pas : écrivez-la comme 12/03/2026."
    elif isinstance(field, forms.CharField) and field.max_length is None:
        is_area = isinstance(field.widget, forms.Textarea)
        limit = LONG_TEXT if is_area else SHORT_TEXT
        field.max_length = limit
        field.validators.append(too_long(limit))
        field.widget.attrs.setdefault("maxlength", limit)
        if is_area:
            field.widget.attrs.setdefault("rows", 5)
    if isinstance(field, forms.URLField):
        field.validators.append(web_address)
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = min(int(field.widget.attrs.get("rows", 5)), 12)
    field.error_messages["required"] = getattr(field, "missing", "") or "Remplissez ce champ pour continuer."


def too_long(limit):
    """A validator with the sentence in French."""

    def check(value):
        if len(value) > limit:
            raise forms.ValidationError(f"Ce texte compte {len(value)} signes ; {limit} au plus.", code="max_length")

    return check


def web_address(value):
    """A validator: what people type leads to pages alone."""
    if not value.lower().startswith(("http://", "https://")):
        raise forms.ValidationError("Cette adresse doit commencer par https:// ou http://.")


def moment_of(day, hour) -> datetime:
    """A day and an hour, Paris time, as one moment. Raises ValidationError when clocks change at that hour."""
    try:
        return from_current_timezone(datetime.combine(day, hour))
    except forms.ValidationError:
        raise forms.ValidationError("La nuit du changement d’heure, cette heure manque ou revient deux fois.") from None


def not_in_the_future(value):
    """A validator for what has already happened."""
    if value and value > clock.today():
        raise forms.ValidationError("Cette date est à venir ; indiquez le jour où cela a eu lieu.")
