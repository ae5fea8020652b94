"""A scene that several tests play in: set once, in a transaction of its own; what a test does in it is undone first.

Only where all the tests of a module that ask the database play in the scene: none finds rows there that it expects not.
The demonstration, which takes seconds, stands until the first module that asks the database for something else.
"""

import pickle
from contextlib import ExitStack, contextmanager
from functools import partial
from types import SimpleNamespace
from unittest.mock import patch

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

STORED = {"transactional_db", "live_server"}
DATABASE = {"db", "django_db_setup", *STORED}
DEMONSTRATION = "demonstration"
held = SimpleNamespace(scene=None, exits=ExitStack(), altered=False)


def asks_database(item) -> bool:
    """Whether a test asks the database."""
    return bool(item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames))


def stores_rows(item) -> bool:
    """Whether what a test writes is really stored, and not undone."""
    marker = item.get_closest_marker("django_db")
    return bool(STORED & set(item.fixturenames) or (marker and marker.kwargs.get("transaction")))


def all_play(request, name) -> bool:
    """Whether all the tests of a module that ask the database ask for the fixture `name`, and none stores anything."""
    tests = [item for item in request.session.items if item.path == request.path and asks_database(item)]
    return all(name in item.fixturenames and not stores_rows(item) for item in tests)


def stand(request, blocker, name, make):
    """For a module's fixture: what gives each test its own copy of what `make` gave; None where it may not stand."""
    if not all_play(request, name):
        yield None
        return
    with blocker.unblock(), undone():
        made = pickle.dumps(make())
        yield partial(pickle.loads, made)


@contextmanager
def undone():
    """A transaction that leaves nothing; answers that are closed by hand do not close its connection meanwhile."""
    with patch.object(connections[DEFAULT_DB_ALIAS], "close_if_unusable_or_obsolete"), transaction.atomic():
        yield
        transaction.set_rollback(True)


def hold(setting):
    """What a context manager gives: the demonstration, where it stands already, or as it is set now."""
    if held.scene is None:
        held.scene = held.exits.enter_context(setting)
    return held.scene


def strike(items=()):
    """Undo the demonstration, unless it is what the next tests that ask the database play in.

    In PostgreSQL it is set anew for each module: in one transaction nothing takes away the rows that tests have undone.
    In SQLite too, after a module that lifted triggers: where the schema changed, each undoing reads all of it again.
    """
    asks = [item for item in items if asks_database(item)]
    plays = any(DEMONSTRATION in item.fixturenames for item in asks) and connection.vendor == "sqlite"
    plays = plays and not held.altered
    if items and (plays or not asks):
        return
    held.scene, held.altered = None, False
    held.exits.close()
