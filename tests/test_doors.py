"""Each view names the action that opens it; a view that names none is a locked door."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from dla_collectif.services.guards import DeclaredActionMiddleware
from dla_collectif.services.permissions import GRANTS, can

PUBLIC = {f"accounts:{name}" for name in ("sign_in", "ask_for_link", "link_sent", "link", "forgotten", "give_back")}
PUBLIC |= {"privacy:notice", "entrance:code", "entrance:enrol"}  # on the way in: they know who gave a good password


def patterns(resolver=None, namespace=""):
    """Every address of the site: (name, view)."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry.callback


def test_every_view_names_its_action():
    assert [name for name, view in patterns() if not hasattr(view, "action")] == []


def test_every_action_is_in_the_table():
    assert {view.action for _, view in patterns()} - set(GRANTS) - {"public"} == set()


def test_public_pages_are_the_notice_sign_in_and_links_alone():
    assert {name for name, view in patterns() if view.action == "public"} == PUBLIC


def test_every_address_has_a_name():
    assert [view.__name__ for name, view in patterns() if name.endswith("None")] == []


def test_view_without_an_action_is_refused():
    def forgotten(request):
        return None

    with pytest.raises(PermissionDenied):
        DeclaredActionMiddleware(None).process_view(RequestFactory().get("/"), forgotten, (), {})


def test_unknown_action_opens_nothing():
    with pytest.raises(KeyError):
        can(AnonymousUser(), "phase.wrote")
