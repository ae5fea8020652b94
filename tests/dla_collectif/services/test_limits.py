"""Counting tries: slowed, given back, forgotten; nobody's address is written down."""

from datetime import timedelta

import pytest

from dla_collectif.services import clock, limits
from dla_collectif.services.models import Tries

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def waits(count):
    """The waits told at tries made as soon as they may be."""
    now, told = clock.now(), []
    for _ in range(count):
        while True:
            with clock.set_to(now):
                wait = limits.wait_before("a", "x")
            if not wait:
                break
            told.append(round(wait / MINUTE))
            now += wait
    return told


def test_waits_double_up_to_two_hours():
    assert waits(15) == [1, 2, 4, 8, 16, 32, 64, 120, 120, 120]


def test_tries_are_forgotten_after_a_day():
    now = clock.now()
    waits(5)
    with clock.set_to(now + timedelta(days=2)):
        assert [limits.wait_before("a", "x") for _ in range(5)] == [timedelta(0)] * 5


def test_room_is_made_again_with_time():
    room = {"at_once": 3, "every": MINUTE}
    now = clock.now()
    with clock.set_to(now):
        assert [limits.has_room("b", "x", **room) for _ in range(5)] == [True, True, True, False, False]
        assert limits.has_room("b", "y", **room) is True
    with clock.set_to(now + MINUTE):
        assert [limits.has_room("b", "x", **room) for _ in range(2)] == [True, False]


def test_what_is_given_back_takes_no_room():
    room = {"at_once": 2, "every": MINUTE}
    for _ in range(20):
        assert limits.has_room("c", "x", **room)
        limits.give_back("c", "x", every=MINUTE)


def test_who_tried_is_not_written_down():
    limits.wait_before("account", "denis.leroy@example.org")
    assert "denis" not in str(vars(Tries.objects.get()))


def test_old_rows_are_swept():
    with clock.set_to(clock.now() - timedelta(days=3)):
        limits.wait_before("d", "long ago")
    limits.wait_before("d", "now")
    assert Tries.objects.count() == 1
