"""An erasure rewrites words of the journal; nobody else does, and whatever is done to what it rewrote is found."""

import pytest
from django.db import IntegrityError, connection, transaction

from dla_collectif.journal import actions, redaction
from dla_collectif.journal.checking import faults, unguarded
from dla_collectif.journal.models import Chain, Entry, Redaction, digest_of
from dla_collectif.services import triggers
from dla_collectif.services.mentions import Mentions
from tests import tampering
from tests.tampering import broken

pytestmark = pytest.mark.django_db


def mentions(user, mark="7F3A") -> Mentions:
    """How somebody of the cast is written."""
    person = user.person
    names = frozenset({(person.first_name, person.last_name)})
    address = f"efface-{mark}@personne.invalid"
    return Mentions(names, frozenset({user.email}), frozenset(), f"Personne effacée {mark}", address)


def erase(user, by, mark="7F3A") -> int:
    """What an erasure does with the journal."""
    redaction.rewrite_entries(mentions(user, mark), user)
    return redaction.close_redactions(by=by)


@pytest.fixture
def told(world):
    """Two chains where Denis acts, and is named by others; three acts that have nothing to do with him."""
    actions.record(world.program, "a envoyé ses réponses", by=world.denis)
    actions.record(world.program, f"a convié {world.denis} ({world.denis.email})", by=world.alice)
    actions.record(world.program, "a clos l’étape", by=world.alice)
    actions.record(None, f"a corrigé l’adresse de {world.denis}", by=world.alice)
    actions.record(None, "a ouvert sa session", by=world.denis)
    actions.record(None, "a ouvert sa session", by=world.bruno)
    return world


@pytest.fixture
def erased(told):
    """The same after the erasure."""
    assert erase(told.denis, told.alice) == 4
    return told


def words() -> str:
    """All that the journal says."""
    return "\n".join(
        f"{who} {sentence} {search}" for who, sentence, search in Entry.objects.values_list("who", "sentence", "search")
    )


def test_journal_names_a_pseudonym_and_is_whole(erased):
    assert [trace for trace in ("Denis", "denis") if trace in words()] == []
    assert Entry.objects.filter(who="Personne effacée 7F3A", by=erased.denis).count() == 2
    assert Entry.objects.filter(sentence="a convié Personne effacée 7F3A (efface-7F3A@personne.invalid)").count() == 1
    assert (faults(), unguarded()) == ([], [])
    assert {entry.scope for entry in Entry.objects.filter(redactions__isnull=False)} == {
        erased.program.public_id,
        actions.HOUSE,
    }


def test_chain_goes_on_and_keeps_its_hashes_and_seals(told):
    actions.seal_ends()
    known, hashes = actions.end_of(actions.SEALS), dict(Entry.objects.values_list("pk", "hash"))
    erase(told.denis, told.alice)
    actions.record(None, "a continué", by=told.bruno)
    actions.seal_ends()
    assert {pk: hash_ for pk, hash_ in Entry.objects.values_list("pk", "hash") if pk in hashes} == hashes
    assert (faults(), known in {f"{e.number}:{e.hash}" for e in Entry.objects.of(actions.SEALS)}) == ([], True)


def test_hash_that_stays_does_not_confirm_a_guessed_name(told):
    entry = Entry.objects.get(sentence="a envoyé ses réponses")
    assert entry.salt
    erase(told.denis, told.alice)
    guessed = Entry.objects.get(pk=entry.pk)
    guessed.who = str(told.denis)
    assert (guessed.salt, guessed.hash != guessed.digest()) == ("", True)


def test_entry_written_before_salts_is_checked_as_it_was(told):
    with tampering.lifted(Entry, Chain):
        last = Entry.objects.of(actions.HOUSE).first()
        old = digest_of(last.facts, last.channel, last.place, last.previous)
        Entry.objects.filter(pk=last.pk).update(salt="", hash=old)
        Chain.objects.filter(scope=actions.HOUSE).update(hash=old)
    assert faults() == []


def test_somebody_else_of_the_same_name_keeps_theirs(told):
    other = told.bruno
    type(other.person).objects.filter(pk=other.person.pk).update(
        first_name=told.denis.person.first_name, last_name=told.denis.person.last_name
    )
    other.person.refresh_from_db()
    entry = actions.record(None, "a relu la note", by=other)
    erase(told.denis, told.alice)
    entry.refresh_from_db()
    assert (entry.who, faults()) == (str(told.denis), [])


def test_entry_rewritten_twice_says_the_last(erased):
    assert erase(erased.alice, erased.farid, mark="0B1C") == 5  # her three acts, and the two notices in her name
    assert [trace for trace in (str(erased.alice), str(erased.denis)) if trace in words()] == []
    assert faults() == []


def entry_of(world):
    """A rewritten act."""
    return Entry.objects.get(scope=world.program.public_id, number=1)


FALSE_WORDS = {
    "its author": {"who": "Personne"},
    "its sentence": {"sentence": "n’a rien fait", "search": "personne effacee 7f3a n a rien fait"},
    "its moment": {"at": "2020-01-01T00:00:00Z"},
    "its step": {"phase": "ailleurs"},
    "its salt": {"salt": "x"},
    "its hash": {"hash": "x" * 64},
}


@pytest.mark.parametrize("name", FALSE_WORDS)
def test_altered_after_the_erasure_is_found(erased, name):
    with tampering.lifted(Entry):
        Entry.objects.filter(pk=entry_of(erased).pk).update(**FALSE_WORDS[name])
    assert broken(erased.program.public_id) == 1


def test_false_redaction_without_its_notice_is_found(told):
    entry = entry_of(told)
    entry.sentence, entry.search, entry.salt = "n’a rien fait", "", ""
    with tampering.lifted(Entry, Redaction):
        Redaction.objects.create(subject=redaction.ENTRIES, subject_id=entry.pk, digest=redaction.fingerprint(entry))
        Entry.objects.filter(pk=entry.pk).update(sentence=entry.sentence, search="", salt="")
    assert [fault.sentence for fault in faults()] == ["aucun acte ne dit que des textes ont été récrits (1)"]


def test_false_redaction_that_leans_on_another_act_is_found(told):
    entry, other = entry_of(told), Entry.objects.get(scope=told.program.public_id, number=3)
    entry.sentence, entry.search, entry.salt = "n’a rien fait", "", ""
    digest = redaction.fingerprint(entry)
    with tampering.lifted(Entry, Redaction):
        Redaction.objects.create(subject=redaction.ENTRIES, subject_id=entry.pk, digest=digest, notice=other)
        Entry.objects.filter(pk=entry.pk).update(sentence=entry.sentence, search="", salt="")
    assert broken(told.program.public_id) == 3


def test_false_redaction_added_to_a_true_notice_is_found(erased):
    entry = Entry.objects.get(scope=erased.program.public_id, number=3)
    notice = Entry.objects.get(scope=erased.program.public_id, number=4)
    entry.sentence, entry.search, entry.salt = "n’a rien fait", "", ""
    digest = redaction.fingerprint(entry)
    with tampering.lifted(Entry, Redaction):
        Redaction.objects.create(subject=redaction.ENTRIES, subject_id=entry.pk, digest=digest, notice=notice)
        Entry.objects.filter(pk=entry.pk).update(sentence=entry.sentence, search="", salt="")
    assert broken(erased.program.public_id) == 4


def test_redaction_removed_is_found(erased):
    with tampering.lifted(Redaction):
        Redaction.objects.filter(subject_id=entry_of(erased).pk).delete()
    assert broken(erased.program.public_id) == 1


def test_all_the_redactions_of_a_notice_removed_are_found(erased):
    with tampering.lifted(Redaction, Entry):
        Redaction.objects.filter(notice__scope=actions.HOUSE).delete()
    assert {fault.scope for fault in faults()} == {actions.HOUSE}


def test_redaction_altered_with_its_entry_is_found_by_the_notice(erased):
    entry = entry_of(erased)
    entry.sentence, entry.search = "n’a rien fait", ""
    with tampering.lifted(Entry, Redaction):
        Entry.objects.filter(pk=entry.pk).update(sentence=entry.sentence, search="")
        Redaction.objects.filter(subject_id=entry.pk).update(digest=redaction.fingerprint(entry))
    assert broken(erased.program.public_id) == 4


AFTER = {
    "a rewritten act is rewritten again": "UPDATE journal_entry SET sentence = 'x' WHERE number = 1",
    "a redaction is changed": "UPDATE journal_redaction SET digest = 'x'",
    "a redaction is opened again": "UPDATE journal_redaction SET notice_id = NULL",
    "a redaction leans on another act": "UPDATE journal_redaction SET notice_id = 1",
    "a redaction is removed": "DELETE FROM journal_redaction",
    "a redaction comes closed": "INSERT INTO journal_redaction (subject, subject_id, digest, notice_id) "
    "SELECT 'journal_entry', 3, 'x', notice_id FROM journal_redaction",
}
if connection.vendor == "postgresql":
    AFTER["all are emptied"] = "TRUNCATE journal_redaction CASCADE"


@pytest.mark.parametrize("name", AFTER)
def test_database_refuses(erased, name):
    assert tampering.is_refused(AFTER[name])


@pytest.mark.parametrize("column", ["at", "scope", "number", "hash", "previous", "place", "channel", "phase", "by_id"])
def test_open_redaction_lets_words_alone_change(told, column):
    entry = entry_of(told)
    value = {"at": "'2020-01-01'", "number": "99", "by_id": "NULL"}.get(column, "'x'")
    other = f"UPDATE journal_entry SET {column} = {value} WHERE id = {entry.pk}"  # noqa: S608
    with transaction.atomic():
        redaction.open_redactions(redaction.ENTRIES, {entry.pk: "x"})
        assert tampering.is_refused(other)
        assert tampering.is_refused(f"UPDATE journal_entry SET sentence = 'x' WHERE id = {entry.pk + 1}")  # noqa: S608
        assert not tampering.is_refused(f"UPDATE journal_entry SET sentence = 'x' WHERE id = {entry.pk}")  # noqa: S608
        transaction.set_rollback(True)


def test_redaction_is_closed_by_the_last_act_alone(told):
    entry = entry_of(told)
    earlier = Entry.objects.get(scope=told.program.public_id, number=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        redaction.open_redactions(redaction.ENTRIES, {entry.pk: "x"})
        Redaction.objects.filter(notice=None).update(notice=earlier)


def test_missing_trigger_of_the_redactions_is_told(erased):
    with transaction.atomic():
        triggers.lift(connection, [Redaction])
        assert any("journal_redaction" in name for name in unguarded())
        transaction.set_rollback(True)
