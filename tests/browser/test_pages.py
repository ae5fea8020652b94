"""Every kind of page of the demonstration, as each person of the story finds it by its links."""

import json
from io import StringIO
from urllib.parse import urldefrag, urlsplit

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve

from programs.journey.models import Program
from tests.browser.inspection import Inspector

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE = {"Denis": (8, 20), "Gaëlle": (6, 15), "Hugo": (6, 15), "Alice": (100, 120)}  # (fewest, most) pages of each
NOT_PAGES = {"accounts:sign_out", "journey:document", "selection:document"}
IN_THE_DARK = {"journey:desk", "journey:program", "journey:phase", "diagnosis:matrix", "diagnosis:answer"}
STORIES = ["lille", "cirque", "tiers-lieux"]  # the fullest first


def kind_of(path):
    """What makes two addresses the same kind of page: (name, programme, step); None for what is no page."""
    try:
        match = resolve(path)
    except Resolver404:
        return path, None, None  # a broken link is opened, so that it is told
    if match.view_name in NOT_PAGES or path.endswith((".pdf", ".ics")):
        return None
    slug = match.kwargs.get("slug") if match.view_name == "journey:phase" else None
    return match.view_name, match.kwargs.get("pid"), slug


class Crawl:
    """A person follows the links of their pages: each kind of page once, what was never seen first."""

    def __init__(self, inspector, programs):
        self.inspector, self.programs = inspector, programs
        self.waiting, self.known, self.seen = {"/": kind_of("/")}, {kind_of("/")}, set()
        self.found = {}

    def run(self, most):
        """Open pages until there is none left, or `most` are open: {path: faults}."""
        while self.waiting and len(self.found) < most:
            path = min(self.waiting, key=self.interest)
            name = self.waiting.pop(path)[0]
            faults, links = self.inspector.look(path)
            if name in IN_THE_DARK - self.seen:
                faults += [f"dans le noir, {fault}" for fault in self.inspector.in_the_dark(path)]
            self.found[path] = faults
            self.seen.add(name)
            self.note(links)
        return self.found

    def interest(self, path):
        """New kinds of pages first, then the fullest programme."""
        name, program, _step = self.waiting[path]
        return name in self.seen, self.programs.get(program, 0)

    def note(self, links):
        """Keep the links that lead to a kind of page not known yet."""
        for link in links:
            address = urlsplit(urldefrag(link).url)
            if f"{address.scheme}://{address.netloc}" != self.inspector.origin:
                continue
            kind = kind_of(address.path)
            if kind and kind not in self.known:
                self.known.add(kind)
                self.waiting[address.path + (f"?{address.query}" if address.query else "")] = kind


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
    programs = {row.public_id: STORIES.index(row.reference) for row in Program.objects.all()}
    faults, few = [], []
    for name, (fewest, most) in PEOPLE.items():
        page = new_context(base_url=live_server.url).new_page()
        page.goto(people[name])
        page.get_by_role("button", name="Entrer").click()
        found = Crawl(Inspector(page, live_server.url), programs).run(most)
        few += [f"{name} : {len(found)} pages"] if len(found) < fewest else []
        faults += [f"{name} {path} : {fault}" for path, told in found.items() for fault in told]
    assert few + faults == [], "\n".join(few + faults)


def test_inspection_finds_what_is_wrong(live_server, page):
    inspector = Inspector(page, live_server.url)
    page.route("**/faux/", lambda route: route.fulfill(status=404, content_type="text/html", body=FAULTY))
    faults, _links = inspector.look(f"{live_server.url}/faux/")
    told = " | ".join(faults)
    wrong = ["état 404", "2 titres", "style ou script", "apostrophe", "sécable", "collé", "axe image-alt", "de large"]
    assert [word for word in wrong if word not in told] == []


FAULTY = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Fautes</title></head><body><main>
<h1>L'erreur : une</h1><h1>Deux?</h1><p style="color: #eee">Pâle</p><img src="data:," width="900" height="9"></main>"""
