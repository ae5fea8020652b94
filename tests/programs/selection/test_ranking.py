"""The ranking against an independent recount, on random grids."""

from decimal import Decimal
from fractions import Fraction
from statistics import median

from hypothesis import given, settings
from hypothesis import strategies as st

from programs.selection.ranking import figure, ranking

POINTS, PRICE = "points", "price"


@st.composite
def selections(draw):
    """Proposals, criteria, sparse scores, ties and prices."""
    proposals = list(range(1, draw(st.integers(1, 5)) + 1))
    weights = draw(st.lists(st.integers(1, 40), min_size=1, max_size=5))
    criteria = [(10 + n, POINTS, weight) for n, weight in enumerate(weights)]
    if draw(st.booleans()):
        criteria.append((99, PRICE, draw(st.integers(1, 40))))
    associations = list(range(100, 100 + draw(st.integers(0, 6))))
    scores = {
        (p, c, a): draw(st.integers(0, w))
        for p in proposals
        for a in associations
        if draw(st.integers(0, 5))
        for c, kind, w in criteria
        if kind == POINTS
    }
    ties = {(p, a) for p in proposals for a in associations if draw(st.integers(0, 6)) == 0}
    prices = {p: draw(st.decimals("0.01", "99999", places=2)) for p in proposals}
    return proposals, criteria, scores, ties, prices


def recount(proposals, criteria, scores, ties, prices):
    """The totals again, by another way: voice by voice, criterion by criterion."""
    totals = {}
    for p in proposals:
        total, complete = Fraction(0), True
        for c, kind, weight in criteria:
            if kind == PRICE:
                total += Fraction(min(prices.values())) * weight / Fraction(prices[p])
                continue
            heard, voices = 0, 0
            for (one, criterion, association), points in scores.items():
                if (one, criterion) == (p, c) and (p, association) not in ties:
                    heard, voices = heard + points, voices + 1
            complete = complete and voices > 0
            total += Fraction(heard, voices) if voices else 0
        totals[p] = total if complete else None
    return totals


@settings(max_examples=300, deadline=None)
@given(selections())
def test_ranking_equals_an_independent_recount(case):
    proposals, criteria, scores, ties, prices = case
    ranked = ranking(*case)
    totals = recount(*case)
    known = [total for total in totals.values() if total is not None]
    assert {one.proposal: one.total for one in ranked} == totals
    assert {one.proposal: one.rank for one in ranked} == {
        p: None if totals[p] is None else 1 + len([other for other in known if other > totals[p]]) for p in proposals
    }
    assert {one.proposal for one in ranked if one.is_tied} == {
        p for p in proposals if totals[p] is not None and known.count(totals[p]) > 1
    }


@settings(max_examples=100, deadline=None)
@given(selections())
def test_spread_of_a_criterion_is_that_of_its_voices(case):
    _proposals, _criteria, scores, ties, _prices = case
    for one in ranking(*case):
        for criterion, spread in one.criteria.items():
            heard = [n for (p, c, a), n in scores.items() if (p, c) == (one.proposal, criterion) and (p, a) not in ties]
            expected = (median(map(Fraction, heard)), min(heard), max(heard), len(heard)) if heard else None
            assert expected == (spread and (spread.median, spread.low, spread.high, spread.count))


@settings(max_examples=100, deadline=None)
@given(selections(), st.integers(0, 40))
def test_tied_association_moves_nothing(case, points):
    proposals, criteria, scores, ties, prices = case
    ties = ties | {(proposals[0], 777)}
    intruder = {(proposals[0], c, 777): points for c, kind, _w in criteria if kind == POINTS}
    before = ranking(proposals, criteria, scores, ties, prices)
    assert ranking(proposals, criteria, scores | intruder, ties, prices) == before


def test_equal_totals_share_a_rank_and_the_next_is_skipped():
    scores = {(p, 10, 100): n for p, n in ((1, 5), (2, 7), (3, 7), (4, 2))}
    ranked = ranking([1, 2, 3, 4], [(10, POINTS, 10)], scores, [], {})
    assert [(one.proposal, one.rank, one.is_tied) for one in ranked] == [
        (2, 1, True), (3, 1, True), (1, 3, False), (4, 4, False),
    ]  # fmt: skip


def test_thirds_are_compared_exactly():
    scores = {(1, 10, a): n for a, n in zip((1, 2, 3), (7, 7, 6), strict=True)}
    scores |= {(2, 10, a): n for a, n in zip((1, 2, 3), (6, 7, 7), strict=True)}
    assert [one.rank for one in ranking([1, 2], [(10, POINTS, 10)], scores, [], {})] == [1, 1]


def test_price_follows_the_announced_formula():
    ranked = ranking([1, 2], [(9, PRICE, 15)], {}, [], {1: Decimal("13680"), 2: Decimal("12420")})
    assert [(one.proposal, figure(one.total)) for one in ranked] == [(2, "15"), (1, "13,62")]


def test_proposal_that_nobody_could_score_is_not_ranked():
    ranked = ranking([1, 2], [(10, POINTS, 10)], {(1, 10, 100): 0}, [], {})
    assert [(one.proposal, one.rank) for one in ranked] == [(1, 1), (2, None)]


def test_figures_are_written_as_in_french():
    assert [figure(n) for n in (None, 0, Fraction(35, 2), Fraction(2, 3), Fraction(1, 200), 12)] == [
        "–", "0", "17,5", "0,67", "0,01", "12",
    ]  # fmt: skip
