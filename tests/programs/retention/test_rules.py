"""Until when each lot is kept: dates against dates, on each side of every boundary."""

from datetime import date

import pytest

from programs.retention.rules import Facts, Lot, Until, later, until

ENDED = date(2026, 3, 10)


def facts(**others):
    """A programme that ended on 10 March 2026, under the house's own rules."""
    return Facts(**{"ended_on": ENDED, "keep_active": 2, "keep_losing_bids": 5, "keep_accounting": 10, **others})


def day(lot, **others):
    return until(lot, facts(**others)).day


@pytest.mark.parametrize("lot", Lot)
def test_nothing_of_a_programme_under_way_has_a_day(lot):
    assert until(lot, facts(ended_on=None, paid_on=ENDED)) == Until(None, "l’accompagnement est en cours")


def test_working_data_are_kept_two_years_to_the_day_and_may_go_on_the_next():
    found = until(Lot.WORKING, facts())
    assert (found.day, found.leaves_on) == (date(2028, 3, 10), date(2028, 3, 11))
    assert found.rule == "2 ans après la fin de l’accompagnement, le mardi 10 mars 2026"
    assert day(Lot.WORKING, keep_active=1) == date(2027, 3, 10)


def test_day_of_a_leap_year_waits_for_the_next_day():
    assert (later(date(2028, 2, 29), 1), later(date(2028, 2, 29), 4)) == (date(2029, 3, 1), date(2032, 2, 29))


def test_losing_bids_count_from_the_choice_and_from_the_end_without_one():
    assert day(Lot.BIDS, begins={Lot.BIDS: date(2025, 9, 1)}) == date(2030, 9, 1)
    assert day(Lot.BIDS, begins={Lot.BIDS: None}) == date(2031, 3, 10)


def test_losing_bids_never_leave_before_the_programme_has_ended():
    assert day(Lot.BIDS, begins={Lot.BIDS: date(2020, 1, 1)}) == ENDED


def test_proofs_count_from_the_last_day_of_the_year_of_the_last_payment():
    esf = (("FSE+", 5),)
    assert day(Lot.PROOFS, schemes=esf, paid_on=date(2026, 1, 1)) == date(2031, 12, 31)
    assert day(Lot.PROOFS, schemes=esf, paid_on=date(2026, 12, 31)) == date(2031, 12, 31)
    assert day(Lot.PROOFS, schemes=esf, paid_on=date(2027, 1, 1)) == date(2032, 12, 31)


def test_longest_of_several_fundings_wins_and_is_named():
    found = until(Lot.PROOFS, facts(schemes=(("FSE+", 5), ("SIEG", 10)), paid_on=date(2026, 6, 1)))
    assert found == Until(date(2036, 12, 31), "SIEG\u00a0: 10 ans après le 31 décembre 2026, année du dernier paiement")


def test_proofs_of_a_funding_have_no_day_until_the_payment_is_known():
    assert until(Lot.PROOFS, facts(schemes=(("FSE+", 5),))).day is None


def test_proofs_without_a_funding_are_kept_like_the_accounts():
    assert day(Lot.PROOFS) == day(Lot.ACCOUNTS) == date(2036, 12, 31)
    assert "aucun financement" in until(Lot.PROOFS, facts()).rule


def test_accounts_are_kept_whatever_the_funding():
    assert day(Lot.ACCOUNTS, schemes=(("FSE+", 5),), paid_on=date(2027, 2, 1)) == date(2037, 12, 31)
