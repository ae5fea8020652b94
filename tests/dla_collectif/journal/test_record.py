"""What an entry says, what it costs, and from where it comes."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dla_collectif.journal import actions
from dla_collectif.journal.checking import faults
from dla_collectif.journal.models import Chain, Entry, Whereabouts
from dla_collectif.services import clock, origin
from tests import tampering

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(monkeypatch):
    """One turn of the worker, on the test's own connection."""
    monkeypatch.setattr("programs.journey.management.commands.work.close_old_connections", lambda: None)
    return lambda: call_command("work", once=True)


def statements(act):
    """How many statements an act takes, savepoints apart."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return len([query for query in queries if "SAVEPOINT" not in query["sql"]])


def test_entry_takes_three_statements_and_a_fourth_for_a_visitor(world):
    actions.record(world.program, "a commencé", by=world.alice)
    assert statements(lambda: actions.record(world.program, "a continué", by=world.alice)) == 3
    with origin.coming_from(origin.Channel.WEB, "192.0.2.0/24"):
        assert statements(lambda: actions.record(world.program, "a continué", by=world.alice)) == 4


def test_sentence_that_is_too_long_is_cut_and_the_journal_stays_whole(world):
    entry = actions.record(world.program, "a relancé " + "Les Échasses de la Lys, " * 40, by=world.alice)
    assert (len(entry.sentence), faults(world.program.journal_scope)) == (actions.LONGEST, [])


def test_entries_follow_each_other_in_each_scope(world):
    for scope in (world.program, None, world.program, world.foreign, None):
        actions.record(scope, "a fait quelque chose", by=world.alice)
    told = list(Entry.objects.order_by("pk").values_list("scope", "number"))
    here, there = world.program.public_id, world.foreign.public_id
    assert told == [(here, 1), ("maison", 1), (here, 2), (there, 1), ("maison", 2)]
    assert faults() == []
    assert {chain.scope: chain.number for chain in Chain.objects.all()} == {here: 2, "maison": 2, there: 1}


def test_act_of_a_page_tells_the_network_and_not_the_address(world, sign_in):
    sign_in(world.alice).post("/deconnexion/", REMOTE_ADDR="198.51.100.77")
    entry = Entry.objects.get(sentence="a fermé sa session")
    assert (entry.who, entry.channel, entry.network) == ("Alice Martin", "web", "198.51.100.0/24")
    assert "198.51.100.77" not in str(list(Entry.objects.values())) + str(list(Whereabouts.objects.values()))


def test_act_of_a_command_and_of_the_worker_say_so(world, work):
    assert actions.record(None, "a rangé", by=None).channel == "command"
    work()
    seals = Entry.objects.filter(scope=actions.SEALS)
    assert {entry.channel for entry in seals} == {"worker"}


def test_networks_are_forgotten_after_a_year_and_the_journal_stays_whole(world, work):
    with clock.set_to(clock.now() - timedelta(days=366)), origin.coming_from(origin.Channel.WEB, "192.0.2.0/24"):
        old = actions.record(world.program, "a fait cela il y a longtemps", by=world.alice)
    with origin.coming_from(origin.Channel.WEB, "192.0.2.0/24"):
        young = actions.record(world.program, "vient de le faire", by=world.alice)
    work()
    assert list(Whereabouts.objects.values_list("entry", flat=True)) == [young.pk]
    assert Entry.objects.get(pk=old.pk).network == ""
    assert faults() == []


def test_ends_are_sealed_once_a_day_and_only_those_that_moved(world, work):
    actions.record(world.program, "a commencé", by=world.alice)
    actions.record(None, "a ouvert une session", by=world.alice)
    work()
    work()
    assert Entry.objects.filter(scope=actions.SEALS).count() == 2
    actions.record(None, "a fermé sa session", by=world.alice)
    with clock.set_to(clock.now() + timedelta(days=1)):
        work()
    assert list(Entry.objects.filter(scope=actions.SEALS).values_list("phase", flat=True))[-1] == "maison"
    assert Entry.objects.filter(scope=actions.SEALS).count() == 3


def test_entry_of_before_origins_were_noted_is_still_whole(world):
    entry = actions.record(world.program, "a commencé", by=world.alice)
    with tampering.lifted(Entry, Chain):
        entry.channel = entry.search = ""
        entry.hash = entry.digest()
        entry.save()
        Chain.objects.update(hash=entry.hash)
    actions.record(world.program, "a continué", by=world.alice)
    assert faults() == []
    with tampering.lifted(Entry):
        Entry.objects.filter(number=2).update(channel="", place="")  # posing as one of before
    assert [fault.number for fault in faults()] == [2]
