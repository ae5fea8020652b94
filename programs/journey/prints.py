"""What a programme prints: the one way to declare a document, and the list of all of them.

A room declares its papers in its phase (`Phase.prints`), a piece of furniture in a module `prints` (`PRINTS`); the
corridor adds the report of each step and the frozen documents. A paper is HTML made from facts (`services/pdf.py` says
what a printed template holds): the page that hands it out, `manage.py report` and the whole file of a programme all
take it from here, so that none of them can print something else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404

from dla_collectif.services import printing

from . import phases, reports
from .models import Document


@dataclass(frozen=True)
class Piece:
    """One paper: the name of its file, without its ending and without the programme's; its title; how it is made."""

    name: str
    title: str
    make: Callable[[], str]


@dataclass(frozen=True)
class Print:
    """A kind of paper. `pieces(journey)` are those that there is something to print for, in their order."""

    key: str
    title: str
    pieces: Callable[[Any], Iterable[Piece]]


def single(key: str, title: str, make: Callable[[Any], str]) -> Print:
    """A paper of which a programme has one: `make(journey)` is its HTML."""
    return Print(key, title, lambda journey: [Piece(key, title, partial(make, journey))])


def prints() -> list[Print]:
    """Every kind of paper: the steps' reports, those of each room in order, the furniture's, what was frozen."""
    rooms = [each for phase in phases.phases() for each in phase.prints]
    shared = [each for module in phases.shared("prints") for each in module.PRINTS]
    return [Print("etape", "Compte rendu d’étape", step_reports), *rooms, *shared, FROZEN]


def pieces(journey) -> Iterable[tuple[Print, Piece]]:
    """Every paper of a programme, as it stands now."""
    for each in prints():
        for piece in each.pieces(journey):
            yield each, piece


def step_reports(journey) -> list[Piece]:
    """The report of each step that was begun."""
    begun = [step for step in journey.steps if step.state != "ahead"]
    return [Piece(f"etape-{step.phase.slug}", step.title, partial(reports.step_html, step)) for step in begun]


def frozen(journey) -> list[Piece]:
    """What was handed out, as it was."""
    rows = Document.objects.kept().filter(program=journey.program).exclude(html="").order_by("number")
    return [Piece(f"document-{row.number}", str(row), partial(str, row.printed)) for row in rows]


def answer(request, journey, piece: Piece):
    """The PDF of a paper, for a view that has asked who may read it."""
    return printing.answer(request, piece.make(), f"{journey.program.reference}-{piece.name}")


def answer_one(request, journey, paper: Print, name: str = ""):
    """The PDF of the only paper of its kind, or of the one with this name. Raises Http404 where there is none yet."""
    for piece in paper.pieces(journey):
        if name in ("", piece.name):
            return answer(request, journey, piece)
    raise Http404(f"Ce document n’existe pas encore\u00a0: {paper.title}.")


FROZEN = Print("document", "Document figé", frozen)
