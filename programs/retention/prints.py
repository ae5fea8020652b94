"""The certificate of each destruction, for the file of the funder."""

from functools import partial

from dla_collectif.services.pdf import render_html
from programs.journey import reports
from programs.journey.prints import Piece, Print, about_each

from .models import Destruction
from .rules import Lot

TITLE = "Procès-verbal de destruction"


def certificate_html(journey, destruction) -> str:
    """Who had what destroyed, when, by which rule."""
    context = {
        "paper": reports.paper(journey, TITLE, with_stones=False),
        "destruction": destruction,
        "program": journey.program,
    }
    return render_html("programs/retention/certificate_pdf.html", context)


def certificates(journey) -> list[Piece]:
    """One for each lot that was destroyed."""
    rows = Destruction.objects.exclude(emptied_at=None).filter(program=journey.program)
    rows = rows.select_related("validated_by__person").order_by("validated_at", "id")
    make = partial(certificate_html, journey)
    return about_each("destruction", TITLE, rows, make, word=lot_of, told=Destruction.get_lot_display)


def lot_of(destruction) -> str:
    """What the file of a certificate is named by."""
    return Lot(destruction.lot).slug


CERTIFICATES = Print("destruction", TITLE, certificates)
PRINTS = [CERTIFICATES]
