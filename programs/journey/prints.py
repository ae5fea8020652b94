"""What a programme prints: the one way to declare a document, and the list of all of them.

A room declares its papers in its phase (`Phase.prints`), a piece of furniture in a module `prints` (`PRINTS`); the
corridor adds the report of each step and the frozen documents. A paper is HTML made from facts (`services/pdf.py` says
what a printed template holds): the page that hands it out, `manage.py report` and the whole file of a programme all
take it from here, so that none of them can print something else.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404
from django.utils.text import slugify

from dla_collectif.services import printing

from . import phases, reports
from .models import Document

SPELT = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "’": "-", "'": "-"})


@dataclass(frozen=True)
class Piece:
    """One paper: the name of its file, without its ending and without the programme's; its title; how it is made.

    `about` is the key of the row that it is about, for the page that is asked for the paper of one row.
    """

    name: str
    title: str
    make: Callable[[], str]
    about: int | None = None


@dataclass(frozen=True)
class Print:
    """A kind of paper. `pieces(journey)` are those that there is something to print for, in their order.

    `nothing` is the French sentence of the page that is asked for one when there is none.
    """

    key: str
    title: str
    pieces: Callable[[Any], Iterable[Piece]]
    nothing: str = ""


def single(key: str, title: str, make: Callable[[Any], str]) -> Print:
    """A paper of which a programme has one: `make(journey)` is its HTML."""
    return Print(key, title, lambda journey: [Piece(key, title, partial(make, journey))])


def about_each(name: str, title: str, rows: Iterable[Any], make: Callable[[Any], str], *, word=str, told=str):
    """A paper for each row: `lettre-cine-club`, « Lettre : Ciné-Club »; `word(row)` there, `told(row)` here.

    Two rows of one name are told apart by their order, so rows come in an order that does not change.
    """
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        slug = f"{name}-{slugify(word(row).translate(SPELT))}".rstrip("-")
        seen[slug] += 1
        again = f"-{seen[slug]}" if seen[slug] > 1 else ""
        found.append(Piece(slug + again, f"{title}\u00a0: {told(row)}", partial(make, row), row.pk))
    return found


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
    return [step_report(step) for step in begun]


def step_report(step) -> Piece:
    """The report of a step as it stands now."""
    return Piece(
        f"etape-{step.phase.slug}", f"Compte rendu d’étape\u00a0: {step.title}", partial(reports.step_html, step)
    )


def frozen(journey) -> list[Piece]:
    """What was handed out, as it was."""
    rows = Document.objects.kept().filter(program=journey.program).exclude(html="").order_by("number")
    title = "{0.title}, édition {0.edition}".format
    return [Piece(f"document-{row.number}", title(row), partial(str, row.printed), row.pk) for row in rows]


def answer(request, journey, piece: Piece):
    """The PDF of a paper, for a view that has asked who may read it."""
    return printing.answer(request, piece.make(), f"{journey.program.reference}-{piece.name}")


def answer_frozen(request, document):
    """The PDF of a frozen document, under the name that it was handed out with."""
    return printing.answer(request, document.printed, document.filename.removesuffix(".pdf"))


def answer_one(request, journey, paper: Print, name: str = "", *, about: int | None = None):
    """The PDF of the only paper of a kind, of that name, or about that row. Raises Http404 where there is none."""
    for piece in paper.pieces(journey):
        if name in ("", piece.name) and about in (None, piece.about):
            return answer(request, journey, piece)
    raise Http404(paper.nothing or f"Ce document n’existe pas encore\u00a0: {paper.title}.")


FROZEN = Print("document", "Document figé", frozen)
