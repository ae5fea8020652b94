"""An association's answers on paper: for itself at any time, for the DLA once they are sent."""

from programs.journey.guards import phase_view
from programs.journey.prints import answer, answer_one

from .doors import dla_door, own_door
from .pages import sheet_of
from .prints import SENT, answers_piece


@phase_view("phase.reply")
def own_print(request, step):
    """The association's own answers, sent or not."""
    door = own_door(request, step)
    return answer(request, step.journey, answers_piece(step.journey, door.response, sheet_of(door)))


@phase_view("phase.read")
def sent_print(request, step, oid):
    """What an association sent. Raises Http404 before: until then it is read by nobody else."""
    return answer_one(request, step.journey, SENT, about=dla_door(request, step, oid).seat.pk)
