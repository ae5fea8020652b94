"""What the DLA already did with associations, and what these asked for: the raw matter of spotting."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, DateField, F, IntegerField, Value
from django.db.models.functions import Cast, ExtractYear
from django.utils.formats import date_format

from dla_collectif.directory.vocabulary import THEMES

from .models import PastSupport, SupportRequest


@dataclass(frozen=True)
class Line:
    """One past support or one request of an association; `day` is known of requests alone."""

    is_support: bool
    year: int
    day: date | None
    theme: str
    dla: str
    consultancy: str | None

    def __str__(self):
        return f"{self.what}\u00a0: {self.get_theme_display()}"

    @property
    def what(self) -> str:
        """« accompagnement de 2005 », « demande de mars 2006 »."""
        return f"accompagnement de {self.year}" if self.is_support else f"demande de {date_format(self.day, 'F Y')}"

    @property
    def who(self) -> str:
        """« DLA de Lille, avec Coopérative Conseil »."""
        return f"{self.dla}, avec {self.consultancy}" if self.consultancy else self.dla

    def get_theme_display(self) -> str:
        """The theme in French."""
        return THEMES.get(self.theme, self.theme)


def history_of(organisations, dlas) -> dict[int, list[Line]]:
    """What some DLA (their pks) did with organisations (pks, or a query of them), newest first, in one statement."""
    columns = (
        "is_support",
        "association__organisation_id",
        "on_year",
        "on_day",
        "theme",
        "dla_name",
        "consultancy_name",
    )
    supports = PastSupport.objects.filter(association__organisation__in=organisations, dla__in=dlas).annotate(
        is_support=Value(1),
        on_year=F("year"),
        on_day=Value(None, output_field=DateField()),
        dla_name=F("dla__organisation__name"),
        consultancy_name=F("consultancy__name"),
    )
    requests = SupportRequest.objects.filter(association__organisation__in=organisations, dla__in=dlas).annotate(
        is_support=Value(0),
        on_year=Cast(ExtractYear("received_on"), IntegerField()),  # PostgreSQL extracts a numeric
        on_day=F("received_on"),
        dla_name=F("dla__organisation__name"),
        consultancy_name=Value(None, output_field=CharField()),
    )
    found = defaultdict(list)
    both = supports.order_by().values_list(*columns).union(requests.order_by().values_list(*columns), all=True)
    for is_support, organisation, *facts in both:
        found[organisation].append(Line(bool(is_support), *facts))
    for lines in found.values():
        lines.sort(key=lambda line: (line.year, line.day or date(line.year, 1, 1)), reverse=True)
    return dict(found)
