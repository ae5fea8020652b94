"""Until when each part of a programme is kept: computed from facts, never typed. Pure functions, tested with dates.

Each day said here is the last one on which the part is kept; it may be destroyed from the next one on.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models

from dla_collectif.services.templatetags.house import day as in_words
from dla_collectif.teams.models import years

WARNED = 30  # days before something may be destroyed: its managers are written to
SEEN_AHEAD = 183  # days that the page of a DLA looks ahead


class Lot(models.TextChoices):
    """What leaves together, on the same day, for the same reason."""

    WORKING = "working", "données de travail"
    BIDS = "bids", "propositions non retenues"
    PROOFS = "proofs", "preuves du service fait"
    ACCOUNTS = "accounts", "pièces comptables"

    @property
    def slug(self) -> str:
        """Its word in addresses."""
        return {"working": "travail", "bids": "propositions", "proofs": "preuves", "accounts": "comptes"}[self.value]


@dataclass(frozen=True)
class Facts:
    """What the dates of a programme come from.

    `begins` holds the day that a lot counts from, where it is not the programme's end; `schemes` the fundings, as
    (label, years). The other figures are those of the rules of its opening.
    """

    ended_on: date | None
    keep_active: int
    keep_losing_bids: int
    keep_accounting: int
    paid_on: date | None = None
    schemes: tuple[tuple[str, int], ...] = ()
    begins: dict[str, date | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Until:
    """The last day on which something is kept, and the rule that gives it; without a day, why there is none."""

    day: date | None
    rule: str

    @property
    def leaves_on(self) -> date | None:
        """From which day on it may be destroyed."""
        return self.day + timedelta(days=1) if self.day else None


def until(lot: Lot, facts: Facts) -> Until:
    """Until when a lot is kept."""
    if facts.ended_on is None:
        return Until(None, "l’accompagnement est en cours")
    return RULES[lot](facts)


def working(facts: Facts) -> Until:
    """Everyday matter, for some years after the end."""
    rule = f"{years(facts.keep_active)} après la fin de l’accompagnement, le {in_words(facts.ended_on)}"
    return Until(later(facts.ended_on, facts.keep_active), rule)


def bids(facts: Facts) -> Until:
    """Proposals that were not chosen, counted from the choice; from the end where none was made."""
    chosen_on = facts.begins.get(Lot.BIDS)
    what = "le choix du prestataire" if chosen_on else "la fin de l’accompagnement"
    begins = chosen_on or facts.ended_on
    rule = f"{years(facts.keep_losing_bids)} après {what}, le {in_words(begins)}"
    return Until(max(later(begins, facts.keep_losing_bids), facts.ended_on), rule)


def proofs(facts: Facts) -> Until:
    """What proves to the funders: the longest of their terms, counted from the 31 December of the last payment."""
    if not facts.schemes:
        found = accounts(facts)
        return Until(found.day, f"aucun financement n’est indiqué : comme les pièces comptables, {found.rule}")
    if facts.paid_on is None:
        return Until(None, "la date du dernier paiement n’est pas indiquée")
    label, count = max(facts.schemes, key=lambda scheme: scheme[1])
    return Until(end_of_year(facts.paid_on, count), f"{label} : {after_year(facts.paid_on, count)} du dernier paiement")


def accounts(facts: Facts) -> Until:
    """Accounting pieces, counted from the 31 December of the last payment; of the end where nothing was paid."""
    begins = facts.paid_on or facts.ended_on
    what = "du dernier paiement" if facts.paid_on else "de la fin, faute de paiement indiqué"
    rule = f"{after_year(begins, facts.keep_accounting)} {what}"
    return Until(end_of_year(begins, facts.keep_accounting), rule)


RULES = {Lot.WORKING: working, Lot.BIDS: bids, Lot.PROOFS: proofs, Lot.ACCOUNTS: accounts}


def later(day: date, count: int) -> date:
    """The same day some years later; a 29 February waits for the 1 March."""
    try:
        return day.replace(year=day.year + count)
    except ValueError:
        return date(day.year + count, 3, 1)


def end_of_year(day: date, count: int) -> date:
    """The 31 December, some years after that of a day."""
    return date(day.year + count, 12, 31)


def after_year(day: date, count: int) -> str:
    """« 5 ans après le 31 décembre 2026, année »."""
    return f"{years(count)} après le 31 décembre {day.year}, année"
