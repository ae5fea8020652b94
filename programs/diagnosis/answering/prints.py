"""An association's answers on paper."""

from functools import partial

from dla_collectif.services.pdf import render_html
from programs.journey import reports
from programs.journey.models import Participation
from programs.journey.prints import Piece, Print, about_each

from ..models import Origin, Response
from ..questionnaire.editions import former_entries
from ..questionnaire.entries import Sheet

TITLE = "Réponses au questionnaire"


def answers_html(journey, response, sheet=None) -> str:
    """Every question with its answer, where it came from, and who validated the whole."""
    sheet = sheet or Sheet(journey.program, response)
    for entry in sheet.entries:
        stored = entry.is_stored and (entry.is_given or getattr(entry.row, "words", ""))
        entry.source = Origin(entry.row.origin).label if stored and entry.row.origin != Origin.ONLINE else ""
    subtitle = str(response.participation.organisation)
    context = {
        "paper": reports.paper(journey, TITLE, subtitle=subtitle, with_stones=False),
        "sheet": sheet,
        "response": response,
        "former": former_entries(sheet),
    }
    return render_html("programs/diagnosis/answering/answers_pdf.html", context)


def answers_piece(journey, response, sheet) -> Piece:
    """The answers of one association, for itself."""
    return Piece("nos-reponses", TITLE, partial(answers_html, journey, response, sheet))


def sent(journey) -> list[Piece]:
    """Those of each association that sent them: until then nobody else reads them."""
    rows = Response.objects.sent().filter(participation__program=journey.program)
    rows = rows.exclude(participation__status=Participation.Status.WITHDRAWN).select_related(
        "participation__organisation"
    )
    seats = []
    for response in rows.order_by("participation__organisation__name", "id"):
        seat, seat.response = response.participation, response
        seats.append(seat)

    def make(seat) -> str:
        return answers_html(journey, seat.response)

    return about_each("reponses", TITLE, seats, make)


SENT = Print("reponses", TITLE, sent, "Ces réponses ne sont pas envoyées.")
PRINTS = [SENT]
