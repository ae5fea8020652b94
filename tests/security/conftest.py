"""The three stories of the demonstration, played once in a database of their own, and a stranger among them."""

import logging
from functools import cache, partial
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import client, override_settings
from django.urls import get_resolver

from dla_collectif.accounts.models import User
from dla_collectif.services import printing, triggers
from programs.demo import player
from tests import cast

from .moments import CLOSED

ROLES = {"association": "denis", "consultant": "gaelle", "institution": "hugo", "officer": "alice"}


@pytest.fixture(scope="module")
def demonstration(stage, django_db_blocker, tmp_path_factory):
    """`programs` by name, `people` by role, `media`; the module lives in a database that holds nothing else."""
    with django_db_blocker.unblock():
        stage.enter(partial(play, tmp_path_factory))
    yield stage.scene
    with django_db_blocker.unblock():
        stage.leave()


def play(folders):
    """The demonstration; in SQLite without the triggers of what is closed (`moments.lifted_here`)."""
    media = folders.mktemp("media")
    if connection.vendor == "sqlite":
        triggers.lift(connection, CLOSED)
    with override_settings(MEDIA_ROOT=media), transaction.atomic():
        programs = {name: player.play(name) for name in player.NAMES}
        people = {role: User.objects.get(email=f"{name}@example.org") for role, name in ROLES.items()}
        team = cast.dla("DLA de l’autre bout du pays")
        people["stranger"] = cast.officer("Zélie", "Inconnue", team)
        programs["foreign"] = cast.program("Accompagnement d’ailleurs", team)
    return SimpleNamespace(programs=programs, people=people, media=media)


@pytest.fixture
def played(demonstration, db, settings, monkeypatch):
    """The demonstration, its files where they were stored; a print is answered as the HTML that it is made of."""
    settings.MEDIA_ROOT = demonstration.media
    logging.disable()  # thousands of refusals would each be told, with their traces
    monkeypatch.setattr(printing, "answer", lambda request, html, name: HttpResponse(html))
    monkeypatch.setattr(client, "store_rendered_templates", lambda *args, **kwargs: None)  # nobody asks for contexts
    monkeypatch.setattr(get_resolver(), "resolve", cache(get_resolver().resolve))  # each path is asked by everybody
    yield demonstration
    logging.disable(logging.NOTSET)
