"""A programme played to its end on a known day, and a manager of its DLA."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import override_settings

from dla_collectif.accounts.models import Membership, User
from dla_collectif.services import clock
from programs.demo import player
from programs.journey.models import Program
from programs.retention import actions, plan
from programs.retention.rules import Lot


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker, tmp_path_factory):
    """The finished story of the demonstration; all is undone at the end of the module."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield SimpleNamespace(program=player.play("lille"), media=media)
        transaction.set_rollback(True)


@pytest.fixture
def ended(story, db, settings):
    """The programme, its manager, an officer; helpers on days."""
    settings.MEDIA_ROOT = story.media
    Membership.objects.filter(user__email="farid@example.org").update(role=Membership.Role.MANAGER)
    people = {name: User.objects.get(email=f"{name}@example.org") for name in ("alice", "farid", "bruno", "denis")}
    program = Program.objects.get(pk=story.program.pk)
    return SimpleNamespace(program=program, **people)


@contextmanager
def on(day: date):
    """Live at noon of a day."""
    with clock.set_to(datetime(day.year, day.month, day.day, 11, tzinfo=UTC)):
        yield


def line_of(program, lot=Lot.WORKING):
    """The line of a lot, counted."""
    line = next(line for line in plan.lines_of([Program.objects.get(pk=program.pk)]) if line.lot == lot)
    plan.count([line])
    return line


def term(program, lot=Lot.WORKING):
    """The first day on which a lot may be destroyed."""
    return line_of(program, lot).until.leaves_on


def destroy(program, lot=Lot.WORKING, *, by, after=0, **typed):
    """Destroy a lot, so many days after its term, with the words that the page asks for."""
    with on(term(program, lot) + timedelta(days=after)):
        data = {"title": program.title, "seen": line_of(program, lot).total, **typed}
        return actions.destroy_lot(program, lot, data, by=by)
