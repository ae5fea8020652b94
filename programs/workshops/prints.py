"""The papers of the delivery: the certificate of service done, the charter."""

from functools import partial

from dla_collectif.services.pdf import render_html
from programs.journey import reports
from programs.journey.prints import Piece, Print

from . import readings
from .models import Adoption, Charter, Output


def service_html(journey, agreed) -> str:
    """The certificate of service done: days done against days bought, session by session."""
    held = list(readings.delivered_by(journey.program))
    days = readings.days_of(held, agreed)
    context = {
        "paper": reports.paper(journey, "Attestation de service fait", with_stones=False),
        "agreement": agreed,
        "sessions": held,
        "days": days,
        "due": agreed.day_rate * days.done / 2,
        "outputs": Output.objects.filter(program=journey.program, delivered_on__isnull=False),
    }
    return render_html("programs/workshops/service_pdf.html", context)


def service(journey) -> list[Piece]:
    """Once the agreement is noted."""
    agreed = readings.agreement_of(journey.program)
    return [Piece("service-fait", SERVICE.title, partial(service_html, journey, agreed))] if agreed else []


def signatures(program, charter):
    """The group, each with its adoption or None: two statements."""
    adopted = {}
    if charter is not None:
        rows = Adoption.objects.filter(charter=charter).select_related("person")
        adopted = {row.participation_id: row for row in rows}
    group = program.participations.committed().select_related("organisation").order_by("organisation__name")
    return [(seat, adopted.get(seat.pk)) for seat in group]


def charter_html(journey, charter) -> str:
    """The charter with its signatories and lines for those who have not signed."""
    context = {
        "paper": reports.paper(journey, charter.title, with_stones=False, fingerprint=charter.sha256),
        "charter": charter,
        "clauses": journey.program.clauses.all(),
        "signatures": signatures(journey.program, charter),
    }
    return render_html("programs/workshops/charter_pdf.html", context)


def charter(journey) -> list[Piece]:
    """Once it is written."""
    row = Charter.objects.filter(program=journey.program).first()
    return [Piece("charte", CHARTER.title, partial(charter_html, journey, row))] if row else []


SERVICE = Print("service-fait", "Attestation de service fait", service, "La convention n’est pas encore notée.")
CHARTER = Print("charte", "Charte du groupe", charter, "La charte n’est pas encore écrite.")
PRINTS = [SERVICE, CHARTER]
