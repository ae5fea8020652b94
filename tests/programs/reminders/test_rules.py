"""The rule of each reminder: when the next one leaves, and when it stops by itself."""

from datetime import date

import pytest

from programs.journey import phases
from programs.journey.phases import Ask, Reminder

ASKED = date(2026, 3, 2)  # a Monday
UNTIL = date(2026, 3, 31)  # a Tuesday
DATED = Reminder("geste", "Un geste", days=(-7, -2, 1))
UNDATED = Reminder("geste", "Un geste", every=7, most=2)


def ask(**fields):
    return Ask("Geste", "/", **{"since": ASKED, "gesture": "geste", **fields})


def next_on(rule, asked, today, last=None, count=0):
    return rule.next_on(asked, last=last, count=count, today=today, pause=3)


@pytest.mark.parametrize(
    ("today", "last", "expected"),
    [
        (date(2026, 3, 3), None, date(2026, 3, 24)),
        (date(2026, 3, 24), None, date(2026, 3, 24)),
        (date(2026, 3, 26), None, date(2026, 3, 26)),  # the worker was away on the 24th
        (date(2026, 3, 24), date(2026, 3, 24), date(2026, 3, 27)),  # two days before is a Sunday: Friday
        (date(2026, 3, 27), date(2026, 3, 27), date(2026, 4, 1)),
        (date(2026, 4, 1), date(2026, 4, 1), None),
    ],
)
def test_dated_gesture_is_reminded_of_around_its_date(today, last, expected):
    assert next_on(DATED, ask(until=UNTIL), today, last, 1 if last else 0) == expected


def test_gesture_asked_of_late_is_not_reminded_of_at_once():
    late = ask(until=UNTIL, since=date(2026, 3, 26))
    assert next_on(DATED, late, date(2026, 3, 26)) == date(2026, 3, 30)  # three days, then a week-end


def test_undated_gesture_is_reminded_of_every_week_then_no_more():
    assert next_on(UNDATED, ask(), date(2026, 3, 3)) == date(2026, 3, 9)
    assert next_on(UNDATED, ask(), date(2026, 3, 9), date(2026, 3, 9), 1) == date(2026, 3, 16)
    assert next_on(UNDATED, ask(), date(2026, 3, 16), date(2026, 3, 16), 2) is None


@pytest.mark.parametrize("fields", [{"done": True}, {"since": None}])
def test_nothing_is_reminded_of_that_is_done_or_was_never_asked(fields):
    assert next_on(DATED, ask(until=UNTIL, **fields), UNTIL) is None


def test_meeting_is_not_reminded_of_once_it_is_over():
    meeting = ask(until=UNTIL, on_the_day=True, since=date(2026, 3, 30))
    assert next_on(Reminder("r", "R", days=(-1,), every=0), meeting, date(2026, 3, 30)) is None


def test_each_rule_says_its_rhythm_in_french():
    said = {rule.gesture: rule.rhythm for rule in phases.reminders().values()}
    assert said["questionnaire"] == "7 et 2 jours avant la date, puis 1 jour après\u00a0; sans date, tous les 7 jours"
    assert said["reunion"] == "7 et 1 jours avant la date"
    assert said["charte"] == "tous les 7 jours"
