"""The list of calls on paper."""

from functools import partial

from dla_collectif.directory.models import Person
from dla_collectif.services.pdf import render_html
from programs.journey import reports
from programs.journey.prints import Piece, Print
from programs.meetings.models import speaking_for

from .table import Line, lines_of

TITLE = "Liste d’appels"


def calls_html(journey, lines) -> str:
    """Whom to call: only those whose answers are awaited, with room for what they say."""
    spoken = speaking_for([line.row.participation.organisation_id for line in lines], journey.program)
    people: dict[int, list[Person]] = {}
    for one in spoken.select_related("person"):
        people.setdefault(one.organisation_id, []).append(one.person)
    context = {
        "paper": reports.paper(journey, TITLE, subtitle="Questionnaires attendus", landscape=True, with_stones=False),
        "lines": [(line, people.get(line.row.participation.organisation_id, [])) for line in lines],
    }
    return render_html("programs/diagnosis/following/calls_pdf.html", context)


def awaited(program) -> list[Line]:
    """Those whose answers are awaited."""
    return [line for line in lines_of(program) if line.is_awaited]


def calls_piece(journey, lines) -> Piece:
    """The list of these lines."""
    return Piece("appels", TITLE, partial(calls_html, journey, lines))


def calls(journey) -> list[Piece]:
    """As long as somebody is awaited."""
    lines = awaited(journey.program)
    return [calls_piece(journey, lines)] if lines else []


PRINTS = [Print("appels", TITLE, calls)]
