"""The register laid out: who declared and scored, what each proposal got, what each association gave."""

from .ranking import PRICE, Ranked, Spread, figure
from .register import Register, Voter


def results(register: Register) -> dict | None:
    """The ranking as two tables of the same figures: `rows` by proposal, `lines` by criterion; None while hidden."""
    if not register.ranked:
        return None
    columns = [(criterion.label, criterion.weight) for criterion in register.criteria]
    rows = [row_of(register, one) for one in register.ranked]
    return {
        "columns": columns,
        "rows": rows,
        "lines": [
            (label, weight, [(row["name"], *row["cells"][place][1:]) for row in rows])
            for place, (label, weight) in enumerate(columns)
        ],
        "total": register.weights_total,
        "has_ties": any(one.is_tied for one in register.ranked),
        "bars": [(row["name"], row["value"], f"{row['total']} points") for row in rows],
    }


def row_of(register: Register, one: Ranked) -> dict:
    """One proposal: its rank, its total, and a cell (criterion, points, how they spread) for each criterion."""
    bid = register.bid(one.proposal)
    cells = []
    for criterion in register.criteria:
        if criterion.kind == PRICE:
            cells.append((criterion.label, figure(one.price_points[criterion.pk]), "par le calcul"))
        else:
            spread = one.criteria[criterion.pk]
            cells.append((criterion.label, figure(spread.mean if spread else None), spread_said(spread)))
    return {
        "bid": bid,
        "name": str(bid),
        "rank": rank_said(one),
        "total": figure(one.total),
        "value": None if one.total is None else float(one.total),
        "spread": spread_said(one.totals),
        "cells": cells,
        "voices": one.totals.count if one.totals else 0,
        "is_chosen": register.choice is not None and register.choice.proposal_id == bid.pk,
    }


def rank_said(one: Ranked) -> str:
    """« 1er », « 2e », « 1er ex æquo »; « non notée »."""
    if one.rank is None:
        return "non notée"
    return f"{one.rank}{'er' if one.rank == 1 else 'e'}{' ex æquo' if one.is_tied else ''}"


def spread_said(spread: Spread | None) -> str:
    """« de 14 à 18, médiane 17 »; « toutes à 9 » when nobody differs."""
    if spread is None or spread.count < 2:
        return "une seule note" if spread else ""
    if spread.low == spread.high:
        return f"toutes à {figure(spread.low)}"
    return f"de {figure(spread.low)} à {figure(spread.high)}, médiane {figure(spread.median)}"


def details(register: Register) -> list[dict]:
    """For each proposal, what each association gave on each criterion, with its remarks; nothing while it is hidden."""
    judged = [criterion for criterion in register.criteria if criterion.kind != PRICE]
    return [
        {
            "name": str(register.bid(one.proposal)),
            "columns": [(criterion.label, criterion.weight) for criterion in judged],
            "rows": [
                (voter.name, points_of(register, one, voter, judged), figure(one.by_association[voter.pk]))
                for voter in register.voters
                if voter.pk in one.by_association
            ],
            "remarks": [
                (voter.name, criterion.label, register.comments[one.proposal, criterion.pk, voter.pk])
                for voter in register.voters
                if voter.pk in one.by_association
                for criterion in judged
                if (one.proposal, criterion.pk, voter.pk) in register.comments
            ],
        }
        for one in register.ranked
    ]


def points_of(register: Register, one: Ranked, voter: Voter, judged) -> list[tuple[str, int]]:
    """What an association gave a proposal: (criterion, points)."""
    return [(criterion.label, register.scores[one.proposal, criterion.pk, voter.pk]) for criterion in judged]


def voters(register: Register, known: dict) -> list[dict]:
    """Each association of the group: what it declared, whether its grid is in; never what it gave."""
    undeclared = {voter.pk for voter in register.undeclared}
    return [
        {
            "name": voter.name,
            "public_id": voter.public_id,
            "declared": voter.pk not in undeclared,
            "ties": [(str(bid), voter.ties[bid.pk]) for bid in register.bids if bid.pk in voter.ties],
            "untold": [
                (str(bid), known[voter.pk, bid.pk])
                for bid in register.bids
                if (voter.pk, bid.pk) in known and bid.pk not in voter.ties
            ],
            "ballot_at": voter.ballot_at,
            "abstains": voter.abstains,
        }
        for voter in register.voters
    ]
