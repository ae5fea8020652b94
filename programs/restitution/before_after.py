"""Before and after: of each indicator, what those who told it both times told, and how that is spread.

Only associations that answered both times are compared. Outside the group, nothing is told of fewer than three.
"""

from dataclasses import dataclass
from statistics import median, quantiles
from typing import NamedTuple

from programs.diagnosis.models import Indicator

from .indicator_models import IndicatorAnswer, IndicatorTerm

SMALL = 3
FEWEST = 2  # indicators of a picture
UNIT_SPACE = "\u00a0"


@dataclass(frozen=True)
class Change:
    """One indicator at one term. `count`: how many told it both times; figures are empty where they are not told."""

    indicator: Indicator
    count: int
    before: str
    after: str
    spread_before: str
    spread_after: str
    hidden: bool = False
    medians: tuple[float, float] | None = None


class Told(NamedTuple):
    """A term with what became of each indicator by then."""

    term: IndicatorTerm
    rows: list[Change]

    @property
    def drawn(self) -> list[tuple[str, float, str, float, str]]:
        """What a picture shows: indicators that enough associations told both times; nothing for less than two."""
        rows = [row for row in self.rows if row.medians and row.count >= SMALL]
        told = [(name_of(row.indicator), row.medians) for row in rows]
        return [(name, one, number(one), two, number(two)) for name, (one, two) in told] if len(told) >= FEWEST else []


def changes(program, *, outside=False) -> list[Told]:
    """Every term asked with its indicators; four statements. `outside`: as readers out of the group may read it."""
    terms = list(IndicatorTerm.objects.filter(program=program))
    if not terms:
        return []
    indicators, first = list(Indicator.objects.of(program)), Indicator.objects.first_values(program)
    rows = IndicatorAnswer.objects.filter(term__in=terms, value__isnull=False)
    pairs = {}
    for term, indicator, seat, value in rows.values_list("term", "indicator", "participation", "value"):
        if (indicator, seat) in first:
            pairs.setdefault((term, indicator), []).append((float(first[indicator, seat][0]), float(value)))
    return [
        Told(term, [change(row, pairs.get((term.pk, row.pk), []), outside) for row in indicators]) for term in terms
    ]


def change(indicator, pairs, outside) -> Change:
    """One line of the table."""
    if not pairs:
        return Change(indicator, 0, "", "", "", "")
    if outside and len(pairs) < SMALL:
        return Change(indicator, len(pairs), "", "", "", "", hidden=True)
    before, after = [one for one, _ in pairs], [two for _, two in pairs]
    medians = (median(before), median(after))
    told = (figure(indicator, each) for each in medians)
    ends = (spread(indicator, before), spread(indicator, after))
    return Change(indicator, len(pairs), *told, *ends, medians=medians)


def spread(indicator, values) -> str:
    """Between what half of them stand: « de 2 à 5 ETP »; empty for fewer than three, whose ends would be somebody's."""
    if len(values) < SMALL:
        return ""
    low, _, high = quantiles(values, n=4, method="inclusive")
    return f"de {number(low)} à {figure(indicator, high)}"


def number(value) -> str:
    """« 41\u202f000 », « 2,5 »."""
    return f"{round(float(value), 1):,.1f}".removesuffix(".0").replace(",", "\u202f").replace(".", ",")


def unit_of(indicator) -> str:
    """« € », « ETP »; of a mark, the length of its scale: « sur 4 »."""
    return f"sur {len(indicator.options)}" if indicator.is_scale else indicator.unit


def name_of(indicator) -> str:
    """« Combien de bénévoles sont actifs ? (bénévoles) »."""
    return f"{indicator.label}{UNIT_SPACE}({unit_of(indicator)})" if unit_of(indicator) else indicator.label


def figure(indicator, value) -> str:
    """« 41\u202f000\u00a0€ », « 2,5\u00a0ETP »; a mark of a scale over its length."""
    unit = unit_of(indicator)
    return f"{number(value)}{UNIT_SPACE}{unit}" if unit else number(value)
