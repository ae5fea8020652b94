"""Whoever knows one phase knows all: every room has the same six pieces, and its declaration leads somewhere."""

import inspect
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, reverse

from dla_collectif.services.ids import new_public_id
from programs.journey import phases

PIECES = {"phase.py", "models.py", "forms.py", "actions.py", "views.py", "urls.py"}
ROOT = Path(settings.BASE_DIR)


@pytest.fixture(params=[package.rpartition(".")[2] for package in settings.PHASES])
def phase(request):
    """Each phase in turn."""
    return phases.get(request.param)


def test_room_has_its_six_pieces(phase):
    folder = ROOT / phase.package.replace(".", "/")
    assert {path.name for path in folder.glob("*.py")} >= PIECES


def test_room_has_a_summary_of_its_own(phase):
    assert (ROOT / "templates" / phase.summary_template[0]).is_file()


def test_room_asks_something_before_it_closes(phase):
    assert len(list(phase.requirements)) >= 1


def test_requirement_leads_to_a_page(phase):
    lost = []
    for requirement in phase.requirements:
        try:
            reverse(requirement.url_name, args=[new_public_id()])
        except NoReverseMatch:
            lost.append(requirement.label)
    assert lost == []


def test_pages_of_a_room_exist(phase):
    assert [reverse(page.url_name, args=[new_public_id()])[0] for page in phase.pages] == ["/"] * len(list(phase.pages))


def test_actions_say_who_acts(phase):
    module = __import__(f"{phase.package}.actions", fromlist=["actions"])
    verbs = [
        each
        for name, each in vars(module).items()
        if inspect.isfunction(each) and each.__module__ == module.__name__ and not name.startswith("_")
    ]
    writing = [verb for verb in verbs if "record(" in inspect.getsource(verb)]
    silent = [
        verb.__name__
        for verb in writing
        if "by" not in inspect.signature(verb).parameters
        or inspect.signature(verb).parameters["by"].kind is not inspect.Parameter.KEYWORD_ONLY
    ]
    assert silent == []
