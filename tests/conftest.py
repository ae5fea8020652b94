"""Fixtures of every test: the cast, signed-in clients, a browser that is Debian's Chromium."""

import gc
import os
import shutil

import pytest
from django.db import connection
from django.test import Client

from dla_collectif.entrance import arrivals
from dla_collectif.services import triggers
from tests import cast, scenes
from tests.stage import demonstration

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser driver runs an event loop in this thread


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(items):
    """The long ones first, so that no worker is left alone with one at the end; `once` where no database is asked."""
    long = {item.path for item in items if {"live_server", "demonstration"} & set(item.fixturenames)}
    items.sort(key=lambda item: item.path not in long)
    for item in items:
        if item.get_closest_marker("browser") or not scenes.asks_database(item):
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
    if not scenes.stores_rows(request.node):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    triggers.lift(connection)  # the emptying puts them back


@pytest.fixture(scope="session")
def stage(django_db_setup, django_db_blocker):
    """Where the demonstration is played (`tests.stage`)."""
    yield demonstration
    with django_db_blocker.unblock():
        demonstration.strike()


@pytest.fixture(scope="module")
def standing_cast(request, django_db_setup, django_db_blocker):
    """The cast in a scene of the module's own, if all its tests of the database play in it."""
    yield from scenes.stand(request, django_db_blocker, "world", cast.cast)


@pytest.fixture
def world(standing_cast, db):
    """The standing cast (`tests.cast.cast`)."""
    return standing_cast() if standing_cast else cast.cast()


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
    """Debian's Chromium, quiet; no page lives long enough to earn back what optimising its scripts costs."""
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM") or shutil.which("chromium"),
        "args": [
            *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
            "--js-flags=--no-opt",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A French visitor."""
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris"}
