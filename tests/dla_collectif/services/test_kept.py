"""A kept statement answers as the ORM would, with other values, at another moment, in another thread."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from dla_collectif.directory.models import Affiliation, Organisation
from dla_collectif.services import clock
from dla_collectif.services.kept import Given, Kept
from programs.journey.models import Program

by_name = Kept(lambda: Organisation.objects.filter(name=Given("name", models.CharField())).order_by("pk"))
today = Kept(lambda: Affiliation.objects.filter(until__lt=clock.Today()).select_related("person").order_by("pk"))


def test_each_run_has_its_own_values(world):
    assert [by_name.first(name=str(one)) for one in (world.cirque, world.drac)] == [world.cirque, world.drac]
    assert (by_name.run(name="Personne"), by_name.first(name="Personne")) == ([], None)


def test_rows_come_with_what_was_asked_along(world):
    Affiliation.objects.update(until=clock.today())
    assert today.run() == []
    people = [row.person for row in Affiliation.objects.select_related("person").order_by("pk")]
    with clock.set_to(clock.now() + timedelta(days=1)), CaptureQueriesContext(connection) as queries:
        assert [row.person for row in today.run()] == people
    assert len(queries) == 1


def test_person_without_an_identity_finds_no_seat(world):
    world.alice.person_id = None
    assert not Program.objects.visible_to(world.alice).filter(reader_level__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_every_thread_words_its_own():
    Organisation.objects.create(kind="association", name="Ailleurs")
    found = []

    def read():
        found.append(by_name.first(name="Ailleurs"))
        connection._close()  # `close` leaves a database in memory open

    for thread in [Thread(target=read), Thread(target=read)]:
        thread.start()
        thread.join(10)
    assert [str(one) for one in found] == ["Ailleurs", "Ailleurs"]
