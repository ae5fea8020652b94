"""What somebody who holds the database can do, and nobody else: used to prove that it is found."""

from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from dla_collectif.journal.checking import faults
from dla_collectif.services import triggers


def lift(*models):
    """Take away the triggers of these models, of all without any."""
    triggers.lift(connection, models or None)


@contextmanager
def lifted(*models):
    """Without the triggers of these models."""
    lift(*models)
    yield
    triggers.put_back(connection)


def is_refused(statement, params=()) -> bool:
    """Whether the database refuses a statement; what it lets through is undone."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":  # nothing may be pending when a table is emptied
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement, params)
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


def broken(scope: str) -> int | None:
    """The number of the first entry of `scope` that is not what was written; None when its chain is whole."""
    return next((fault.number for fault in faults(scope)), None)
