"""Every kind of page of the demonstration, as each person of the story finds it by its links."""

import json
from collections import deque
from io import StringIO
from urllib.parse import urldefrag, urlsplit

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve

from tests.browser.inspection import Inspector

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST = {"Denis": 25, "Gaëlle": 15, "Hugo": 15, "Alice": 110}  # pages for each: who is officer sees the most
NOT_PAGES = {"accounts:sign_out", "journey:document", "selection:document"}
OPENED_ONCE_EACH = {"journey:program", "journey:phase"}  # others: one of a kind in each programme
IN_THE_DARK = ["desk", "program", "phase", "matrix", "answer"]


def kind_of(path):
    """What makes two addresses the same kind of page; None for what is no page."""
    try:
        match = resolve(path)
    except Resolver404:
        return (path,)  # a broken link is opened, so that it is told
    if match.view_name in NOT_PAGES or path.endswith((".pdf", ".ics")):
        return None
    slug = match.kwargs.get("slug") if match.view_name == "journey:phase" else None
    return match.view_name, match.kwargs.get("pid"), slug


def crawl(inspector, origin, left):
    """Follow the links of a person's pages, one of each kind: {path: faults}."""
    found, kinds, waiting = {}, {kind_of("/")}, deque(["/"])
    while waiting and len(found) < left:
        path = waiting.popleft()
        faults, links = inspector.look(origin + path)
        found[path] = faults
        for link in links:
            address = urlsplit(urldefrag(link).url)
            kind = kind_of(address.path)
            if f"{address.scheme}://{address.netloc}" == origin and kind and kind not in kinds:
                kinds.add(kind)
                waiting.append(address.path + (f"?{address.query}" if address.query else ""))
    return found


@pytest.fixture
def people(live_server, settings, transactional_db):
    """The demonstration, played: {first name: personal link}."""
    settings.DEMONSTRATION, settings.PUBLIC_URL = True, live_server.url
    call_command("demo", stdout=StringIO())
    told = StringIO()
    call_command("demo", links=True, stdout=told)
    lines = [json.loads(line) for line in told.getvalue().splitlines()]
    return {line["person"].split()[0]: line["url"] for line in lines}


def test_pages_of_the_demonstration(people, live_server, new_context):
    faults, opened = [], {}
    for name, most in MOST.items():
        page = new_context().new_page()
        page.goto(people[name])
        page.get_by_role("button", name="Entrer").click()
        inspector = Inspector(page, live_server.url)
        found = crawl(inspector, live_server.url, most)
        opened[name] = len(found)
        faults += [f"{name} {path} : {fault}" for path, told in found.items() for fault in told]
    print(opened)
    assert faults == [], "\n".join(faults)
