"""Where each association stands, counted: every one in one place, whatever the order of what happened."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import BigIntegerField

from dla_collectif.services.kept import Given, Kept
from programs.journey.models import Participation

from ..models import Departure, Response

Status = Participation.Status
PROGRAM = Given("program", BigIntegerField())


@dataclass(frozen=True)
class Place:
    """One state of the group list, and how many associations stand there."""

    key: str
    label: str
    count: int


LABELS = {
    "spotted": "Repérées, pas encore conviées",
    "invited": "Conviées, réponses pas encore envoyées",
    "answered": "Réponses envoyées, lettre pas encore signée",
    "committed": "Engagées",
    "refused": "Ne s’engagent pas",
    "withdrawn": "Retirées après s’être engagées",
}


def place_of(seat) -> str:
    """Where one association stands today; `response` and `commitment` read along."""
    if seat.status == Status.WITHDRAWN:
        return "withdrawn" if getattr(seat, "commitment", None) or seat.committed_on else "refused"
    if seat.status == Status.COMMITTED:
        return "committed"
    response = getattr(seat, "response", None)
    if response is not None and response.state == Response.State.SENT:
        return "answered"
    return "invited" if seat.status == Status.INVITED else "spotted"


def places(seats) -> list[Place]:
    """How many stand in each place; together they are all the associations that were spotted."""
    counts = Counter(place_of(seat) for seat in seats)
    return [Place(key, label, counts[key]) for key, label in LABELS.items()]


def funnel(seats) -> list[tuple]:
    """How many came at least so far: spotted, invited, answered, signed, committed today.

    A step never counts who was not counted before; whoever signed was counted as invited. What nobody was asked (no
    questionnaire, no letter) is no step: it would count nobody.
    """
    invited = [seat for seat in seats if seat.invited_on or seat.committed_on]
    sent = [seat for seat in invited if (one := getattr(seat, "response", None)) and one.state == Response.State.SENT]
    signed = [seat for seat in invited if seat.committed_on]
    committed = [seat for seat in signed if seat.status == Status.COMMITTED]
    steps = [("Repérées", len(seats)), ("Conviées", len(invited))]
    if any(getattr(seat, "response", None) for seat in seats):
        steps.append(("Réponses envoyées", len(sent)))
    if any(getattr(seat, "commitment", None) or was_offered(seat) for seat in seats):
        steps.append(("Lettre signée", len(signed)))
    return [*steps, ("Engagées", len(committed))]


def was_offered(seat) -> bool:
    """Whether the letter was proposed to an association."""
    response = getattr(seat, "response", None)
    return response is not None and response.letter_on is not None


def departures():
    """Who left a programme and came back, in the order of the days."""
    rows = Departure.objects.filter(participation__program=PROGRAM)
    return rows.select_related("participation__organisation", "person").order_by("left_on", "id")


def seats():
    """The associations of a programme, each with its answers and its commitment."""
    rows = Participation.objects.associations().filter(program=PROGRAM)
    return rows.select_related("organisation", "response", "commitment__person").order_by("organisation__name", "id")


kept_departures, kept_seats = Kept(departures), Kept(seats)


def departures_of(program) -> list[Departure]:
    """Who left a programme and came back; one statement."""
    return kept_departures.run(program=program.pk)


def seats_of(program) -> list[Participation]:
    """The associations of a programme, as its report counts them; one statement."""
    return kept_seats.run(program=program.pk)
