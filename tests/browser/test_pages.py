"""Every kind of page of the demonstration, as each person of the story finds it by its links."""

import json
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.urls import reverse

from dla_collectif.services import clock
from programs.journey.models import Program
from programs.meetings.models import Meeting
from programs.selection.models import Call
from programs.specification.models import Specification
from tests import tampering
from tests.browser.crawl import Crawl
from tests.browser.inspection import Inspector
from tests.security.moments import at_moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE = {"Denis": (8, 15), "Gaëlle": (6, 10), "Hugo": (6, 10), "Alice": (70, 80)}  # (fewest, most) pages of each
FULLEST_FIRST = ["lille", "cirque", "tiers-lieux"]
BY_MOMENT = {"selection:extend", "selection:dictated_grid"}
FORMS = 60  # the most pages that a reopened programme adds


@pytest.fixture
def people(live_server, settings, transactional_db):
    """The demonstration, played: {first name: personal link}."""
    settings.DEMONSTRATION, settings.PUBLIC_URL = True, live_server.url
    call_command("demo", stdout=StringIO())
    told = StringIO()
    call_command("demo", links=True, stdout=told)
    lines = [json.loads(line) for line in told.getvalue().splitlines()]
    return {line["person"].split()[0]: line["url"] for line in lines}


def reopen():
    """The finished programme as if no step were closed: all its pages are full, and all their forms are open."""
    finished = Program.objects.filter(reference="lille")
    finished.update(phase="scoping", state=Program.State.UNDER_WAY, ended_on=None)
    Specification.objects.update(frozen_at=None)
    return finished.get().get_absolute_url()


def forms_of_other_moments():
    """What no link leads to at the moments above: the choice once scoring is over, a planned meeting to cancel."""
    calls = Call.objects.filter(program__reference="lille")
    with tampering.lifted(Call):  # the database lets nobody open again what is closed
        calls.update(opened_at=clock.now(), deadline=clock.now() - timedelta(days=9), scoring_ended_at=clock.now())
    meeting = Meeting.objects.filter(state=Meeting.State.PLANNED, program__reference="cirque").order_by("pk").first()
    yield reverse("selection:choose", args=[calls.get().program.public_id])
    yield reverse("meetings:cancel", args=[meeting.program.public_id, meeting.public_id])


def test_pages_of_the_demonstration(people, live_server, new_context):
    order = {row.public_id: FULLEST_FIRST.index(row.reference) for row in Program.objects.all()}
    crawls = {}
    for name, (_fewest, most) in PEOPLE.items():
        page = new_context(base_url=live_server.url).new_page()
        page.goto(people[name])
        page.get_by_role("button", name="Entrer").click()
        crawls[name] = Crawl(Inspector(page, live_server.url), order)
        crawls[name].run(most)
    few = [f"{name} : {len(crawls[name].found)} pages" for name in PEOPLE if len(crawls[name].found) < PEOPLE[name][0]]
    home = reopen()
    for crawl in crawls.values():
        crawl.run_again(home, FORMS)
    alice = crawls["Alice"]
    for moment in ("opened", "sealed"):
        at_moment(SimpleNamespace(programs={"lille": Program.objects.get(reference="lille")}), moment)
        alice.run_again(home, FORMS)
    assert BY_MOMENT - alice.seen == set()
    for path in forms_of_other_moments():
        alice.found[path], _links = alice.inspector.look(path)
    found = [(name, path, told) for name, crawl in crawls.items() for path, told in crawl.found.items()]
    faults = few + [f"{name} {path} : {fault}" for name, path, told in found for fault in told]
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize(
    "path", ["/connexion/", "/connexion/lien/envoye/", "/connexion/mot-de-passe-oublie/", "/entrer/{token}/"]
)
def test_pages_before_signing_in(world, live_server, page, path):
    faults, _links = Inspector(page, live_server.url).look(
        live_server.url + path.format(token=world.denis.issue_link())
    )
    assert faults == []


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nulle-part/", 404), ("/accompagnements/{foreign}/", 404), ("/entrer/faux/", 404), ("/bureau/", 403)],
)
def test_page_that_cannot_be_opened_says_so_and_leads_on(world, live_server, page, path, status):
    page.goto(f"{live_server.url}/entrer/{world.denis.issue_link()}/")
    page.get_by_role("button", name="Entrer").click()
    inspector = Inspector(page, live_server.url)
    faults, links = inspector.look(live_server.url + path.format(foreign=world.foreign.public_id))
    ways_on = [link for link in links if not link.endswith("#contenu")]
    assert [fault for fault in faults if str(status) not in fault] == []
    assert (f"état {status}" in faults, len(ways_on) > 0) == (True, True)


def test_inspection_finds_what_is_wrong(live_server, page):
    inspector = Inspector(page, live_server.url)
    page.route("**/faux/", lambda route: route.fulfill(status=404, content_type="text/html", body=FAULTY))
    faults, _links = inspector.look(f"{live_server.url}/faux/")
    told = " | ".join(faults)
    wrong = ["état 404", "2 titres", "style ou script", "apostrophe", "sécable", "collé", "axe image-alt", "de large"]
    wrong.append("étiquette illisible : Pâle")
    assert [word for word in wrong if word not in told] == []


FAULTY = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Fautes</title>
<style>td { background: #777 } td::before { content: attr(data-label); color: #888 }</style></head><body><main>
<h1>L'erreur : une</h1><h1>Deux?</h1><p style="color: #eee">Pâle</p><img src="data:," width="900" height="9">
<table><tr><td data-label="Pâle">1</td></tr></table></main>"""
