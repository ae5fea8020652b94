"""The kind of question whose answer is a day."""

import re
from datetime import date, timedelta
from statistics import median_low

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from dla_collectif.services.forms import DateInput
from dla_collectif.services.templatetags.house import plural

from .kinds import NBSP, Kind, Summary

OLDEST, LATEST = date(1800, 1, 1), date(2100, 12, 31)


class Date(Kind):
    """A day of the calendar."""

    key, label = "date", "date"
    example = {"question": {"label": "Depuis quand ?"}, "typed": ["2019-09-12"], "stored": "2019-09-12"}

    def field(self, question):
        return DayField()

    def stored(self, cleaned):
        return cleaned.isoformat() if cleaned else None

    def words(self, question, value):
        found = day_of(value)
        return written(found) if found else str(value or "")

    def summary(self, question, answers):
        days = sorted(found for _, value in answers if (found := day_of(value)))
        if not days:
            return Summary("figures", 0)
        told = [("la plus ancienne", days[0]), ("celle du milieu", median_low(days)), ("la plus récente", days[-1])]
        figures = [*((name, written(value)) for name, value in told), ("écart", spread(days[0], days[-1]))]
        return Summary("figures", len(days), figures=figures, exact=dict(told))


class DayField(forms.DateField):
    """A day as a calendar sends it, or as people write it: « 12/03/2019 »."""

    def __init__(self):
        wrong = "Écrivez une date comme 12/03/2019, entre 1800 et 2100."
        super().__init__(
            required=False,
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"],
            widget=DateInput(attrs={"min": OLDEST.isoformat(), "max": LATEST.isoformat()}),
            error_messages={"invalid": wrong},
        )

    def to_python(self, value):
        found = super().to_python(value)
        if found and not OLDEST <= found <= LATEST:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


def day_of(value) -> date | None:
    """A kept day; None for anything else."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def written(day) -> str:
    """« 12 mars 2019 »."""
    return re.sub(r"^1 ", "1er ", date_format(day, "j F Y"))


def spread(first, last) -> str:
    """How long lies between two days, in the largest unit that says something."""
    days = (last - first).days
    if days < 60:
        return f"{days}{NBSP}jour{plural(days)}"
    months = (last + timedelta(1) - first).days * 12 // 365
    return f"{months}{NBSP}mois" if months < 24 else f"{months // 12}{NBSP}ans"
