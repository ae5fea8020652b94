"""What the pages of this room share: the DLA's frame with its tabs, the seat of an association that visits."""

from django.shortcuts import render

from dla_collectif.services.pages import Link
from programs.journey.models import Participation
from programs.journey.seats import seat_for


def room_page(request, step, template, **context):
    """A page of the room for the DLA, with its neighbours as tabs."""
    context |= {
        "step": step,
        "here": step,
        "program": step.program,
        "steps": step.journey.steps,
        "crumbs": step.crumbs,
        "tabs": [Link(page.label, page.url, page.url == request.path) for page in step.pages],
    }
    return render(request, template, context)


def own_seat(request, step, **along) -> Participation:
    """The visitor's association's seat, with what is read `along`. Raises Http404, or SeatNeeded for who has two."""
    seats = Participation.objects.held_by(request.user).associations().filter(program=step.program)
    seat = seat_for(request, seats.annotate(**along), "Cette page est celle des associations de l’accompagnement.")
    seat.program = step.program
    return seat
