"""Triggers are lifted while the schema changes, and always put back."""

import pytest
from django.db import OperationalError, connection

from dla_collectif.services import triggers
from programs.selection.models import Call, Score


def rebuild(model):
    """What a migration does on SQLite for most of its changes."""
    with connection.schema_editor() as editor:
        editor._remake_table(model)


@pytest.mark.django_db
def test_database_keeps_all_that_the_models_say():
    assert triggers.missing(connection) == []
    tables = set(triggers.present(connection).values())
    names = ["call", "proposal", "sealedcontent", "interest", "score", "ballot", "choice"]
    journal = {"journal_entry", "journal_chain", "journal_redaction", "journal_whereabouts"}
    assert tables == {f"selection_{name}" for name in names} | journal | {
        "retention_destruction",
        "diagnosis_sharededition",
        "diagnosis_toldresults",
        "journey_document",
        "restitution_reportedition",
    }


@pytest.mark.django_db
def test_nothing_is_lifted_when_there_is_nothing_to_migrate():
    triggers.before_migrating(sender=None, plan=[], using="default")
    assert triggers.missing(connection) == []
    triggers.before_migrating(sender=None, plan=["something"], using="default")
    assert triggers.present(connection) == {}
    triggers.after_migrating(sender=None, using="default")
    assert triggers.missing(connection) == []


@pytest.mark.django_db
def test_one_table_is_lifted_without_the_others():
    triggers.lift(connection, [Score])
    assert {name.split("_")[2] for name in triggers.missing(connection)} == {"score"}


@pytest.mark.django_db
def test_trigger_of_an_earlier_version_goes(monkeypatch):
    before = set(triggers.present(connection))
    monkeypatch.setattr(Score, "never", [triggers.Never("closed", ("DELETE",), "Cela ne s’efface pas.")])
    triggers.put_back(connection)
    after = set(triggers.present(connection))
    assert len([name for name in after - before if "score" in name]) == 1
    assert len([name for name in after if "score" in name]) == 1


@pytest.mark.django_db
def test_trigger_switched_off_counts_as_missing():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        assert [name for name in triggers.missing(connection) if "journal_entry" in name] != []


@pytest.mark.django_db(transaction=True)
def test_table_rebuilt_by_a_migration_is_guarded_again():
    if connection.vendor != "sqlite":
        return  # elsewhere no table is ever rebuilt
    rebuild(Score)
    assert [name for name in triggers.missing(connection) if "score" in name] != []  # why they are put back
    with pytest.raises(OperationalError, match="error in trigger"):  # why they are lifted before
        rebuild(Call)
    triggers.before_migrating(sender=None, plan=["something"], using="default")
    rebuild(Call)
    triggers.after_migrating(sender=None, using="default")
    assert triggers.missing(connection) == []
