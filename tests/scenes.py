"""A scene that several tests play in: set once, in a transaction of its own; what a test does in it is undone first.

Only where all the tests of a module that ask the database play in the scene: none finds rows there that it expects not.
"""

import pickle
from contextlib import contextmanager
from functools import partial
from unittest.mock import patch

from django.db import DEFAULT_DB_ALIAS, connections, transaction

STORED = {"transactional_db", "live_server"}
DATABASE = {"db", "django_db_setup", *STORED}


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
