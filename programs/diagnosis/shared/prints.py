"""The versions of the shared diagnosis on paper, with room to answer by hand for whom it is still asked of."""

from functools import partial

from dla_collectif.services.pdf import render_html
from programs.journey import reports
from programs.journey.prints import Piece, Print, about_each

from ..models import SharedEdition, SharedVoice
from . import actions as acts

TITLE = "Diagnostic partagé"


def edition_html(journey, row) -> str:
    """A version as it was frozen."""
    sheet = reports.paper(journey, TITLE, subtitle=f"Version {row.number}", with_stones=False)
    row.program = journey.program
    context = {"paper": sheet, "edition": row, "is_intact": acts.is_intact(row), "stances": SharedVoice.Stance.labels}
    return render_html("programs/diagnosis/shared/edition_pdf.html", context)


def editions(journey) -> list[Piece]:
    """Each version, the first one first."""
    rows = SharedEdition.objects.filter(program=journey.program).order_by("number")
    make = partial(edition_html, journey)
    return about_each("diagnostic-partage", TITLE, rows, make, word=number_of, told=version_of)


def number_of(row) -> str:
    """What the file of a version is named by."""
    return str(row.number)


def version_of(row) -> str:
    """« version 2 »."""
    return f"version {row.number}"


EDITIONS = Print("diagnostic-partage", TITLE, editions)
PRINTS = [EDITIONS]
