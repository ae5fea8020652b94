"""The cast at the restitution, and what the tests of editions do: freeze, propose, say, approve, open."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dla_collectif.services import clock, printing
from dla_collectif.services.visibility import Visibility
from programs.restitution.editions import actions, approval, making
from programs.restitution.models import Chapter, ReportEdition
from programs.voices import actions as voices
from tests import cast

YES = {"stance": "yes", "words": ""}
REMARK = {"stance": "remark", "words": "Le nom de notre quartier est mal écrit."}
CHANGE = {"stance": "change", "words": "Notre budget ne doit pas y figurer."}
ENDED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


@pytest.fixture(autouse=True)
def unprinted(monkeypatch):
    """A paper is answered as the HTML that it is made of."""
    monkeypatch.setattr(printing, "answer", lambda request, html, name: HttpResponse(html))


@pytest.fixture
def told(world):
    """The cast at the restitution, with a chapter written; `step` is Alice's."""
    cast.at_phase(world.program, "restitution")
    write(world, "Onze ateliers ont été tenus dans la métropole.")
    world.step = cast.step(world.program, "restitution", world.alice)
    return world


def write(world, text, key="scoping"):
    """The officer's text in a chapter."""
    Chapter.objects.filter(program=world.program, phase=key).delete()
    Chapter.objects.create(program=world.program, phase=key, text=text, edited_by=world.alice)


def make(world, changes="", readers=(Visibility.INSTITUTIONS,)) -> ReportEdition:
    """An edition, frozen."""
    edition = making.make_edition(world.step, {"readers": readers, "changes": changes}, by=world.alice)
    return ReportEdition.objects.select_related("program").get(pk=edition.pk)


def propose(world, changes="", readers=(Visibility.INSTITUTIONS,)) -> ReportEdition:
    """An edition, frozen and proposed to the group."""
    edition = make(world, changes, readers)
    return actions.propose(world.step, edition, {"closes_on": clock.today() + timedelta(days=14)}, by=world.alice)


def say(world, seat, who, data=YES):
    """An association gives its word."""
    return actions.say(world.step, seat, data, by=who)


def answer(world, voice, outcome="kept", said="C’est corrigé partout."):
    """The officer answers."""
    return voices.answer_voice(world.step, voice, {"outcome": outcome, "answer": said}, by=world.alice)


def approve(world, **data):
    """The approval is noted; by the voices unless told otherwise."""
    return approval.approve(world.step, {"approval": "voices", **data}, by=world.alice)


def approved(world, changes="", readers=(Visibility.INSTITUTIONS,)) -> ReportEdition:
    """An edition that both associations approved."""
    propose(world, changes, readers)
    say(world, world.denis_seat, world.denis)
    say(world, world.dora_seat, world.dora)
    return approve(world)


def opened(world, changes="", readers=(Visibility.INSTITUTIONS,)) -> ReportEdition:
    """An edition that the institutions may read."""
    return approval.open_to_institutions(world.step, approved(world, changes, readers), by=world.alice)


def document(edition, readers=Visibility.INSTITUTIONS):
    """The frozen document of a rendition."""
    return edition.renditions.get(readers=readers).document


@pytest.fixture
def address(told):
    """`address("edition", 1)`: a page of the restitution in the programme."""
    return lambda name, *args: reverse(f"restitution:{name}", args=[told.program.public_id, *args])


@pytest.fixture
def statements():
    """`statements(act)`: how many SQL statements it takes, those that only frame a transaction left out."""

    def count(act):
        with CaptureQueriesContext(connection) as captured:
            act()
        return len([one for one in captured.captured_queries if not one["sql"].startswith(ENDED)])

    return count
