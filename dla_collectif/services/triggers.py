"""What a table refuses, whoever asks: written on the model, kept by the database itself through triggers.

A model says it as `never = [Never(…)]`. `migrate` lifts the triggers before it changes anything and puts back those
that the models name: SQLite loses a table's triggers whenever it rebuilds the table, and refuses to rebuild one that
another table's trigger reads. What is lifted by hand is told by `missing`, which `verify_journal` asks.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connections, models, transaction

PREFIX = "never_"
REDACTION = "journal_redaction"  # where an erasure says which rows it rewrites (`journal.models.Redaction`)


@dataclass(frozen=True)
class Never:
    """`acts` (INSERT, UPDATE, DELETE, TRUNCATE) refused with the sentence `says` when the SQL `when` is true.

    `when` reads the rows OLD and NEW, in words that SQLite and PostgreSQL share; empty, it is always true. SQLite,
    which has no TRUNCATE, does without it.
    `words`: the columns that the erasure of a person may write again, and nothing else in the row, while a redaction
    of this very row is open.
    """

    name: str
    acts: tuple[str, ...]
    says: str
    when: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trigger:
    """One act refused on one table; its name ends with a mark of what it says, so that another version is another."""

    stem: str
    table: str
    act: str
    says: str
    when: str

    @property
    def name(self) -> str:
        """What the database calls it."""
        mark = hashlib.sha256(f"{self.says}\0{self.when}".encode()).hexdigest()[:8]
        return f"{PREFIX}{self.stem}_{self.act.lower()}_{mark}"

    def sqlite(self) -> str:
        """The statement that makes it on SQLite."""
        condition = f"WHEN {self.when} " if self.when else ""
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.act} ON {self.table} FOR EACH ROW {condition}"
            f"BEGIN SELECT RAISE(ABORT, '{self.says}'); END"
        )

    def postgresql(self) -> str:
        """The statements that make it on PostgreSQL: a condition there may not look at other rows, a function may."""
        each = "STATEMENT" if self.act == "TRUNCATE" else "ROW"
        row = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD", "TRUNCATE": "NULL"}[self.act]
        refuse = f"RAISE EXCEPTION '{self.says}' USING ERRCODE = 'integrity_constraint_violation';"
        body = f"IF {self.when} THEN {refuse} END IF; RETURN {row};" if self.when else refuse
        return (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$;"
            f"CREATE TRIGGER {self.name} BEFORE {self.act} ON {self.table} FOR EACH {each} "
            f"EXECUTE FUNCTION {self.name}()"
        )


def declared(vendor: str) -> Iterator[Trigger]:
    """All that the models refuse, as triggers of one engine."""
    for model in apps.get_models():
        table = model._meta.db_table
        for rule in getattr(model, "never", ()):
            for act in rule.acts:
                if act != "TRUNCATE" or vendor == "postgresql":
                    when = but_for_redaction(model, rule) if act == "UPDATE" and rule.words else rule.when
                    yield Trigger(f"{table}_{rule.name}", table, act, rule.says.replace("'", "''"), when)


def but_for_redaction(model, rule: Never) -> str:
    """When an UPDATE is refused of which an erasure may do one kind: only these words, only in an open redaction."""
    columns = [field.column for field in model._meta.concrete_fields if field.name not in rule.words]
    others = " OR ".join(
        f"(OLD.{name} IS NULL) <> (NEW.{name} IS NULL) OR COALESCE(OLD.{name} <> NEW.{name}, FALSE)" for name in columns
    )
    is_open = (
        f"EXISTS (SELECT 1 FROM {REDACTION} AS r WHERE r.subject = '{model._meta.db_table}' "  # noqa: S608
        "AND r.subject_id = OLD.id AND r.notice_id IS NULL)"
    )
    return f"({rule.when or 'TRUE'}) AND ({others} OR NOT {is_open})"


def present(connection) -> dict[str, str]:
    """The triggers of ours that the database has: name → table. One switched off counts as absent."""
    if connection.vendor == "postgresql":
        statement = (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgenabled <> 'D' AND relnamespace = current_schema()::regnamespace"
        )
    else:
        statement = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {name: table for name, table in cursor.fetchall() if name.startswith(PREFIX)}


def missing(connection) -> list[str]:
    """The triggers that the models name and the database has not."""
    found = present(connection)
    return [trigger.name for trigger in declared(connection.vendor) if trigger.name not in found]


def lift(connection, only: Iterable[type[models.Model]] | None = None) -> None:
    """Take the triggers away, of all tables or of some models' alone; kept if the transaction around it is."""
    tables = None if only is None else {model._meta.db_table for model in only}
    drop(connection, {name: table for name, table in present(connection).items() if tables is None or table in tables})


def drop(connection, names: dict[str, str]) -> None:
    """Take triggers away: name → table."""
    if not names:
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # no trigger goes while a deferred check of its table is pending
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for name in names:
                cursor.execute(f"DROP FUNCTION {name}() CASCADE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            for name in names:
                cursor.execute(f"DROP TRIGGER {name}")


def put_back(connection) -> None:
    """Make the triggers that are missing, of the tables that exist; those of an earlier version go."""
    tables, found = set(connection.introspection.table_names()), present(connection)
    wanted = {trigger.name: trigger for trigger in declared(connection.vendor) if trigger.table in tables}
    drop(connection, {name: table for name, table in found.items() if name not in wanted})
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name, trigger in wanted.items():
            if name not in found:
                cursor.execute(trigger.postgresql() if connection.vendor == "postgresql" else trigger.sqlite())


def before_migrating(sender, plan, using, **kwargs) -> None:
    """Called by `migrate`: nothing stands in the way of what it will do."""
    if plan:
        lift(connections[using])


def after_migrating(sender, using, **kwargs) -> None:
    """Called by `migrate` and `flush`: everything is kept again."""
    put_back(connections[using])
