"""The three stories of the demonstration, played once for modules in a row, and a stranger among them."""

import logging
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import client, override_settings

from dla_collectif.accounts.models import User
from dla_collectif.services import printing
from programs.demo import player
from tests import cast, scenes

from .moments import lifted_before

ROLES = {"association": "denis", "consultant": "gaelle", "institution": "hugo", "officer": "alice"}


@pytest.fixture(scope="module")  # the standing cast of other modules has programmes of the same names
def demonstration(stage, emptied_stage, django_db_blocker, tmp_path_factory):
    """`programs` by name, `people` by role, `media`; all is undone before others ask the database (`tests.scenes`)."""
    with django_db_blocker.unblock():
        return scenes.hold(in_one_transaction(tmp_path_factory.mktemp("media")))


@contextmanager
def in_one_transaction(media):
    """The demonstration, and nothing of it afterwards."""
    tidy("VACUUM")  # what the modules before have undone still lies there
    with lifted_before(), scenes.undone():
        with override_settings(MEDIA_ROOT=media):
            programs = {name: player.play(name) for name in player.NAMES}
        people = {role: User.objects.get(email=f"{name}@example.org") for role, name in ROLES.items()}
        team = cast.dla("DLA de l’autre bout du pays")
        people["stranger"] = cast.officer("Zélie", "Inconnue", team)
        programs["foreign"] = cast.program("Accompagnement d’ailleurs", team)
        tidy("ANALYZE")
        yield SimpleNamespace(programs=programs, people=people, media=media)


def tidy(statement):
    """Let PostgreSQL know how full our tables are: in one transaction it goes on as if they were empty.

    Ours by name: the catalogues that all databases of a server share stay locked otherwise until the transaction ends.
    """
    if connection.vendor == "postgresql":
        tables = map(connection.ops.quote_name, connection.introspection.table_names())
        connection.cursor().execute(f"{statement} {', '.join(tables)}")


@pytest.fixture
def played(demonstration, db, settings, monkeypatch):
    """The demonstration, its files where they were stored; a print is answered as the HTML that it is made of."""
    settings.MEDIA_ROOT = demonstration.media
    logging.disable()  # thousands of refusals would each be told, with their traces
    monkeypatch.setattr(printing, "answer", lambda request, html, name: HttpResponse(html))
    monkeypatch.setattr(client, "store_rendered_templates", lambda *args, **kwargs: None)  # nobody asks for contexts
    yield demonstration
    logging.disable(logging.NOTSET)
