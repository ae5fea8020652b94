"""Fixtures of every test: the cast, signed-in clients, a browser that is Debian's Chromium."""

import gc
import os
import shutil

import pytest
from django.db import connection
from django.test import Client

from dla_collectif.entrance import arrivals
from dla_collectif.services import triggers
from tests import cast

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser driver runs an event loop in this thread
LONG = {"browser", "security"}  # folders of tests that take minutes
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(items):
    """The long ones first, so that no worker is left alone with one at the end; `once` where no database is asked."""
    items.sort(key=lambda item: item.path.parent.name not in LONG)
    for item in items:
        asks = item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames)
        if item.get_closest_marker("browser") or not asks:
            item.add_marker("once")


def pytest_collection_finish():
    """All that is loaded by now stays: garbage is looked for in what comes later, and in heaps."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Nothing that a test stores stays."""
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"


@pytest.fixture(autouse=True)
def may_be_emptied(request):
    """A test whose rows are really stored ends by emptying the tables, which their triggers refuse."""
    marker = request.node.get_closest_marker("django_db")
    stored = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not stored and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    triggers.lift(connection)  # the emptying puts them back


@pytest.fixture
def world(db):
    """The standing cast (`tests.cast.cast`)."""
    return cast.cast()


@pytest.fixture
def sign_in():
    """`sign_in(user)`: a client that is signed in, as by a password; `sign_in(user, LINK)`: as by a personal link."""

    def make(user, door=arrivals.PASSWORD):
        client = Client()
        cast.force_login(client, user, door)
        return client

    return make


@pytest.fixture(scope="session")
def base_url():
    """None for the whole session, since each test has its own server; the plugin's own fixture warns."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, quiet."""
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM") or shutil.which("chromium"),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A French visitor."""
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris"}
