"""A new phase is its folder and one line: an eighth one is built in a temporary package, and walks with the others."""

import importlib
import sys
from types import ModuleType

import pytest
from django.conf import settings
from django.urls import clear_url_caches, include, path

import dla_collectif.urls
from programs.journey import actions, phases, reports
from programs.journey import urls as corridor_urls
from programs.journey.models import Document
from tests import cast

PHASE = '''
"""Bilan à froid."""
from programs.journey.phases import Ask, Page, Phase, Requirement

phase = Phase(
    __package__,
    title="Bilan à froid",
    aim="Revoir le groupe deux ans après.",
    requirements=[Requirement("Revoir le groupe", lambda m: False, "eighth:visit", detail=lambda m: "personne encore")],
    report=lambda program: {"words": f"Ce que devient {program.title}"},
    asks=lambda seat, m: [Ask("Dire où vous en êtes", "/espace/")],
    pages=[Page("La visite", "eighth:visit")],
)
'''
URLS = """
from django.urls import path
from . import views
app_name = "eighth"
urlpatterns = [path("visite/", views.visit, name="visit")]
"""
VIEWS = """
from django.http import HttpResponse
from programs.journey.guards import phase_view

@phase_view("phase.write")
def visit(request, step):
    return HttpResponse(f"{step.title}, étape {step.number}")
"""


@pytest.fixture
def eighth(tmp_path, monkeypatch):
    """The folder of an eighth phase, and its line in the settings."""
    folder = tmp_path / "eighth"
    folder.mkdir()
    for name, text in {"__init__": "", "phase": PHASE, "urls": URLS, "views": VIEWS}.items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(settings, "PHASES", [*settings.PHASES, "eighth"])
    phases.phases.cache_clear()
    importlib.reload(corridor_urls)
    root = ModuleType("root_with_eighth")
    root.urlpatterns = [*dla_collectif.urls.urlpatterns[:-1], path("", include("programs.journey.urls"))]
    monkeypatch.setitem(sys.modules, "root_with_eighth", root)
    monkeypatch.setattr(settings, "ROOT_URLCONF", "root_with_eighth")
    clear_url_caches()
    yield phases.get("eighth")
    monkeypatch.undo()
    phases.phases.cache_clear()
    importlib.reload(corridor_urls)
    clear_url_caches()
    for name in [name for name in sys.modules if name.partition(".")[0] == "eighth"]:
        del sys.modules[name]


def test_eighth_phase_walks_with_the_others(eighth, world, sign_in):
    program = cast.at_phase(world.program, "eighth")
    alice = sign_in(world.alice)

    page = alice.get(eighth.url(program)).content.decode()
    assert eighth.url(program).endswith("/bilan-a-froid/")  # its address
    assert "Étape 8 sur 8" in page  # its place in the stepper
    assert "Reste à faire (1 sur 1)" in page  # its to-do
    assert "personne encore" in page
    assert alice.get(cast.step(program, "eighth", world.alice).reverse("eighth:visit")).status_code == 200  # its pages
    assert sign_in(world.chloe).get(eighth.url(program)).status_code == 404  # its doors
    assert "Dire où vous en êtes" in sign_in(world.denis).get("/espace/").content.decode()  # its asks

    step = cast.step(program, "eighth", world.alice)
    assert [line.label for line in step.missing] == ["Revoir le groupe"]  # its gate
    assert step.journey.next_task.label == "Revoir le groupe"  # its next step
    assert reports.facts(step)["facts"] == {"words": "Ce que devient Cinéma et audiovisuel"}  # its report, its chapter
    assert '<span class="number">8</span> Bilan à froid' in reports.step_html(step)

    document = actions.close_phase(step, reason="Le groupe s’est dissous", by=world.alice)
    assert (document.title, document.kind) == ("Bilan à froid", Document.Kind.REPORT)  # its frozen print
    assert cast.journey(program, world.alice).current is None
