"""The follow-up table, and the list of calls on paper."""

from dla_collectif.services import clock
from programs.journey.guards import phase_view
from programs.journey.prints import answer
from programs.reminders.readings import dates_of

from ..pages import room_page
from .prints import awaited, calls_piece
from .table import ORDERS, lines_of


@phase_view("phase.read")
def followup(request, step):
    """Who was invited, who answered, how far the others are, who may be reminded; those who wait longest first."""
    order = request.GET.get("tri") if request.GET.get("tri") in ORDERS else "retard"
    lines = lines_of(step.program, request.user, order)
    awaited = [line.row for line in lines if line.is_awaited]
    reached = [line.row for line in lines if line.is_awaited and line.people]
    context = {
        "lines": lines,
        "order": order,
        "orders": ORDERS.items(),
        "sent": sum(line.row.is_sent for line in lines),
        "awaited": awaited,
        "due": [row for row in reached if row.may_be_reminded_on <= clock.today()],
        "reminded": dates_of(step.program, [line.row.participation for line in lines], "questionnaire"),
    }
    return room_page(request, step, "programs/diagnosis/following/followup.html", **context)


@phase_view("phase.read")
def calls(request, step):
    """Whom to call, on paper: only those whose answers are awaited, with room for what they say."""
    return answer(request, step.journey, calls_piece(step.journey, awaited(step.program)))
