"""The restitution report on paper, assembled from what the phases hold for the readers it is handed to."""

from functools import partial

from dla_collectif.services.pdf import render_html
from dla_collectif.services.visibility import Visibility
from programs.journey import reports
from programs.journey.prints import Piece, Print

from .parts import compose
from .readers import READERS, readers_at

TEMPLATE = "programs/restitution/composition/report_pdf.html"


def report_html(journey, readers=Visibility.INSTITUTIONS, *, edition="Document de travail", fingerprint="") -> str:
    """The whole report as `readers` may read it: what the plan opens to them and holds something for them."""
    return composed_html(journey, compose(journey, readers), readers, edition=edition, fingerprint=fingerprint)


def composed_html(journey, composition, readers, *, edition="Document de travail", fingerprint="") -> str:
    """The print of a report already composed."""
    program = journey.program
    paper = reports.paper(
        journey,
        readers_at(readers).kind,
        subtitle=program.territory,
        edition=edition,
        fingerprint=fingerprint,
    )
    contents = [(part.key, part.number, part.title) for part in composition.parts]
    return render_html(TEMPLATE, {"paper": paper, "contents": contents, "parts": composition.parts})


def pieces(journey) -> list[Piece]:
    """The working report, once for each kind of readers."""
    return [Piece(f"rapport-{each.slug}", each.kind, partial(report_html, journey, each.level)) for each in READERS]


REPORT = Print("rapport", "Rapport de restitution", pieces)
