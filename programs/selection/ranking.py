"""From the grids to the ranking: a pure function on fractions, so that what is shown can be recounted by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

PRICE = "price"  # the kind of criterion that is computed: lowest price / price × weight


@dataclass(frozen=True)
class Spread:
    """What several associations gave: mean, median, lowest, highest, and how many they are."""

    mean: Fraction
    median: Fraction
    low: Fraction
    high: Fraction
    count: int


@dataclass(frozen=True)
class Ranked:
    """One proposal's place: `rank` is None when nobody could score it, `is_tied` when another has the same total."""

    proposal: int
    rank: int | None
    is_tied: bool
    total: Fraction | None
    criteria: dict[int, Spread | None]
    price_points: dict[int, Fraction | None]
    totals: Spread | None
    by_association: dict[int, Fraction]


def ranking(
    proposals: Iterable[int],
    criteria: Iterable[tuple[int, str, int]],
    scores: Mapping[tuple[int, int, int], int],
    ties: Iterable[tuple[int, int]],
    prices: Mapping[int, Decimal | None],
) -> list[Ranked]:
    """Rank proposals, the best first.

    `criteria`: (id, kind, weight). `scores`: {(proposal, criterion, association): points}. `ties`: (proposal,
    association) pairs that do not count. `prices`: in euros before tax. A total is the sum of the criteria's means and
    of the price's points; it is None while a criterion has no score. Equal totals share a rank, and the next one is
    skipped (1, 1, 3).
    """
    proposals, criteria, excluded = list(proposals), list(criteria), set(ties)
    judged = [key for key, kind, _weight in criteria if kind != PRICE]
    rows = [
        count_one(
            proposal,
            judged,
            {(c, a): Fraction(n) for (p, c, a), n in scores.items() if p == proposal and (p, a) not in excluded},
            {key: points_of_price(proposal, weight, prices) for key, kind, weight in criteria if kind == PRICE},
        )
        for proposal in proposals
    ]
    totals = [row["total"] for row in rows if row["total"] is not None]
    ranked = [
        Ranked(
            rank=None if row["total"] is None else 1 + sum(1 for other in totals if other > row["total"]),
            is_tied=row["total"] is not None and totals.count(row["total"]) > 1,
            **row,
        )
        for row in rows
    ]
    return sorted(ranked, key=lambda one: (one.rank is None, one.rank or 0, proposals.index(one.proposal)))


def count_one(proposal, judged, scores, price_points) -> dict:
    """What one proposal got: each criterion's spread, the total, and each association's own total."""
    spreads = {key: spread_of([n for (c, _a), n in scores.items() if c == key]) for key in judged}
    known = [spread.mean for spread in spreads.values() if spread] + [n for n in price_points.values() if n is not None]
    is_complete = len(known) == len(judged) + len(price_points)
    bonus = sum((n for n in price_points.values() if n is not None), Fraction(0))
    by_association = {
        association: sum((scores[key, association] for key in judged), bonus)
        for association in {a for _c, a in scores}
        if all((key, association) in scores for key in judged)
    }
    return {
        "proposal": proposal,
        "total": sum(known, Fraction(0)) if is_complete else None,
        "criteria": spreads,
        "price_points": price_points,
        "totals": spread_of(list(by_association.values())),
        "by_association": by_association,
    }


def points_of_price(proposal, weight, prices) -> Fraction | None:
    """Lowest price / price × weight; None without a price."""
    known = [Fraction(price) for price in prices.values() if price is not None]
    price = prices.get(proposal)
    if price is None:
        return None
    return Fraction(weight) if not price else min(known) / Fraction(price) * weight


def spread_of(values: list[Fraction]) -> Spread | None:
    """Mean, median and extremes; None of nothing."""
    if not values:
        return None
    values = sorted(values)
    middle, count = len(values) // 2, len(values)
    median = values[middle] if count % 2 else (values[middle - 1] + values[middle]) / 2
    return Spread(sum(values, Fraction(0)) / count, median, values[0], values[-1], count)


def figure(value) -> str:
    """Points as French writes them, two decimals at most: « 17,25 »; « – » for none."""
    if value is None:
        return "–"
    cents = floor(Fraction(value) * 100 + Fraction(1, 2))
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",") if rest else str(whole)
