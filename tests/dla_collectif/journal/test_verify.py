"""`verify_journal` finds whatever was done to the journal; the database refuses it first."""

import random
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from dla_collectif.journal import actions
from dla_collectif.journal.checking import faults
from dla_collectif.journal.models import Chain, Entry, Whereabouts
from dla_collectif.services import origin, triggers
from tests import tampering
from tests.tampering import broken

pytestmark = pytest.mark.django_db
ALTERATIONS = 100
COLUMNS = ["at", "by", "who", "phase", "sentence", "channel", "place", "search", "previous", "hash", "number", "scope"]


@pytest.fixture
def told(world):
    """Two chains of thirty entries, as pages write them."""
    with origin.coming_from(origin.Channel.WEB, "192.0.2.0/24"):
        for number in range(30):
            for scope in (world.program, None):
                actions.record(scope, f"a fait le geste {number}", by=world.alice if number % 3 else None)
    return world


@contextmanager
def unprotected():
    """Without the triggers; all is undone."""
    with transaction.atomic():
        triggers.lift(connection)
        yield
        transaction.set_rollback(True)


def change(entry, world, dice):
    """One column of one entry."""
    column = dice.choice(COLUMNS)
    values = {"at": entry.at.replace(year=2020), "by": world.bruno, "number": 1000, "scope": "ailleurs"}
    value = values.get(column, f"{getattr(entry, column)}x"[-10:] if column == "channel" else "autre chose")
    Entry.objects.filter(pk=entry.pk).update(**{column: value})


def remove(entry, world, dice):
    """One entry."""
    Whereabouts.objects.filter(entry=entry).delete()
    Entry.objects.filter(pk=entry.pk).delete()


def swap(entry, world, dice):
    """Two entries of one chain exchange their numbers."""
    other = Entry.objects.filter(scope=entry.scope).exclude(pk=entry.pk).order_by("?").first()
    for pk, number in ((entry.pk, 2000), (other.pk, entry.number), (entry.pk, other.number)):
        Entry.objects.filter(pk=pk).update(number=number)


def insert(entry, world, dice):
    """A false entry takes the place of a true one, and pushes the others on."""
    later = Entry.objects.filter(scope=entry.scope, number__gte=entry.number).order_by("-number")
    for row in list(later):
        Entry.objects.filter(pk=row.pk).update(number=row.number + 1)
    false = Entry(scope=entry.scope, number=entry.number, at=entry.at, who="Personne", sentence="n’a rien fait")
    false.previous = entry.previous
    false.hash = false.digest()
    false.save()


def truncate(entry, world, dice):
    """The end of a chain."""
    rows = Entry.objects.filter(scope=entry.scope, number__gte=entry.number)
    Whereabouts.objects.filter(entry__in=rows).delete()
    rows.delete()


@pytest.mark.parametrize("how", [change, remove, swap, insert, truncate])
def test_alterations_are_all_found(told, how):
    dice = random.Random(7)  # noqa: S311 — the same alterations each time
    entries = list(Entry.objects.exclude(by=None))
    missed = []
    with unprotected():
        assert faults() == []
        for _ in range(ALTERATIONS // 5):
            entry = dice.choice(entries)
            with transaction.atomic():
                how(entry, told, dice)
                if broken(entry.scope) is None:
                    missed.append(entry)
                transaction.set_rollback(True)
        assert faults() == []
    assert missed == []


def test_each_broken_scope_has_its_line_and_the_status_is_one(told, capsys):
    call_command("verify_journal")
    assert "Le journal est intact" in capsys.readouterr().out
    with unprotected():
        Entry.objects.filter(scope="maison", number=3).update(sentence="n’a rien fait")
        Entry.objects.filter(scope=told.program.public_id, number=7).update(who="Personne")
        with pytest.raises(CommandError) as refused:
            call_command("verify_journal")
    lines = capsys.readouterr().err.splitlines()
    assert refused.value.returncode == 1
    assert [line for line in lines if "maison, acte 3" in line] != []
    assert [line for line in lines if f"{told.program.public_id}, acte 7" in line] != []


def rewrite(scope):
    """What the cleverest can do: change an entry, then compute every hash after it again."""
    previous = ""
    for entry in Entry.objects.filter(scope=scope).order_by("number"):
        entry.previous = previous
        entry.sentence = "n’a rien fait" if entry.number == 5 else entry.sentence
        entry.hash = previous = entry.digest()
        entry.search = ""
        entry.save()
    Chain.objects.filter(scope=scope).update(hash=previous)


def test_chain_rewritten_from_end_to_end_is_betrayed_by_its_seal(told):
    actions.seal_ends()
    with unprotected():
        rewrite("maison")
        found = faults()
    assert [(fault.scope, fault.number) for fault in found] == [("maison", 30)]
    assert "récrite" in found[0].sentence


def test_chain_that_disappeared_with_its_row_is_betrayed_by_its_seal(told):
    actions.seal_ends()
    scope = told.program.public_id
    with unprotected():
        Whereabouts.objects.filter(entry__scope=scope).delete()
        Entry.objects.filter(scope=scope).delete()
        Chain.objects.filter(scope=scope).delete()
        assert [(fault.scope, fault.number) for fault in faults()] == [(scope, 1)]
        assert broken(scope) == 1


def test_seals_rewritten_too_are_betrayed_by_the_end_noted_elsewhere(told, capsys):
    actions.seal_ends()
    known = actions.end_of(actions.SEALS)
    actions.record(None, "a continué", by=told.alice)
    actions.seal_ends()
    call_command("verify_journal", known=known)
    assert actions.end_of(actions.SEALS) in capsys.readouterr().out
    with unprotected():
        Entry.objects.filter(scope=actions.SEALS).delete()
        Chain.objects.filter(scope=actions.SEALS).delete()
        rewrite("maison")
        actions.seal_ends()
        triggers.put_back(connection)
        call_command("verify_journal")  # the control: seen from inside, nothing is wrong any more
        with pytest.raises(CommandError):
            call_command("verify_journal", known=known)
    assert "la fin notée ailleurs" in capsys.readouterr().err


@pytest.mark.parametrize("odd", ["", "x", "1:", ":", "9" * 400 + ":x", "²:x"])
def test_odd_known_end_is_not_known_or_not_asked(told, odd):
    if odd:
        with pytest.raises(CommandError):
            call_command("verify_journal", known=odd)
    else:
        call_command("verify_journal", known=odd)


STATEMENTS = {
    "an entry is changed": "UPDATE journal_entry SET sentence = 'x' WHERE number = 3",
    "all are": "UPDATE journal_entry SET hash = hash",
    "an entry is removed": "DELETE FROM journal_entry WHERE scope = 'maison' AND number = 30",
    "all are removed": "DELETE FROM journal_entry",
    "a chain goes back": "UPDATE journal_chain SET number = number - 1",
    "a chain stays where it is": "UPDATE journal_chain SET hash = hash",
    "a chain leaps": "UPDATE journal_chain SET number = number + 1",
    "a chain changes its name": "UPDATE journal_chain SET scope = 'x' WHERE scope = 'maison'",
    "a chain is removed": "DELETE FROM journal_chain WHERE scope = 'maison'",
    "a network is changed": "UPDATE journal_whereabouts SET network = 'x'",
    "an entry comes out of turn": """
        INSERT INTO journal_entry
            (scope, number, at, who, phase, sentence, channel, place, search, salt, previous, hash)
        SELECT scope, 99, at, who, phase, sentence, channel, place, search, salt, previous, 'x' FROM journal_entry
        WHERE number = 30 AND scope = 'maison'""",
    "an entry begins a chain again": """
        INSERT INTO journal_entry
            (scope, number, at, who, phase, sentence, channel, place, search, salt, previous, hash)
        SELECT scope, 31, at, who, phase, sentence, channel, place, search, salt, '', 'x' FROM journal_entry
        WHERE number = 30 AND scope = 'maison'""",
}
ON_SQLITE = {
    "an entry is replaced": """
        INSERT OR REPLACE INTO journal_entry
            (id, scope, number, at, who, phase, sentence, channel, place, search, salt, previous, hash)
        SELECT id, scope, number, at, 'Personne', phase, sentence, channel, place, search, salt, previous, hash
        FROM journal_entry WHERE number = 3""",
    "a chain is replaced": "INSERT OR REPLACE INTO journal_chain SELECT id, scope, 0, '' FROM journal_chain",
}
ON_POSTGRESQL = {
    table: f"TRUNCATE {table} CASCADE" for table in ("journal_entry", "journal_chain", "journal_whereabouts")
}
FORBIDDEN = STATEMENTS | (ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL)


@pytest.mark.parametrize("name", FORBIDDEN)
def test_database_refuses(told, name):
    assert tampering.is_refused(FORBIDDEN[name])


@pytest.mark.parametrize("name", FORBIDDEN)
def test_without_its_triggers_the_database_refuses_nothing(told, name):
    with unprotected():
        Whereabouts.objects.filter(entry__scope="maison", entry__number=30).delete()
        statement = FORBIDDEN[name]
        if statement == STATEMENTS["all are removed"]:
            Whereabouts.objects.all().delete()
        assert not tampering.is_refused(statement)


def test_missing_trigger_is_told(told, capsys):
    with unprotected(), pytest.raises(CommandError):
        call_command("verify_journal")
    assert "La base ne protège plus le journal" in capsys.readouterr().err
