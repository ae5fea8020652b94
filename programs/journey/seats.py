"""Which seat a visitor speaks from: `?pour=` in the address names it; who has several chooses first, in one place."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode

from dla_collectif.services.guards import READING
from dla_collectif.services.refusals import Detour

from .models import Participation

POUR = "pour"
CHOICE = "speaks_for"  # in the session: the public id and the name of the organisation chosen


class SeatNeeded(Detour):
    """Somebody who speaks for several organisations here has not said for which."""

    def __init__(self, seats):
        super().__init__()
        self.seats = seats

    def answer(self, request):
        """The same page for the organisation chosen at entry, or the page where one is chosen."""
        chosen = request.session.get(CHOICE, ["", ""])[0]
        seat = next((seat for seat in self.seats if seat.organisation.public_id == chosen), None)
        if seat is not None and request.method in READING:
            query = request.GET.copy()
            query[POUR] = seat.public_id
            return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
        organisations = list(dict.fromkeys(seat.organisation for seat in self.seats))
        return choice_page(request, [(each, None) for each in organisations], request.get_full_path())


def seat_for(request, seats, nothing) -> Participation:
    """The visitor's seat among `seats` (a queryset of theirs). Raises Http404 with `nothing`, or SeatNeeded."""
    return choose(request, seats.select_related("organisation").order_by("id"), nothing)


def choose(request, seats, nothing) -> Participation:
    """The same among seats that were read already, each with its organisation."""
    wanted = request.GET.get(POUR, "")
    found = [row for row in seats if not wanted or row.public_id == wanted]
    if not found:
        raise Http404(nothing)
    if len(found) > 1:
        raise SeatNeeded(found)
    speak_for(request, found[0].organisation)
    return found[0]


def speak_for(request, organisation) -> None:
    """What this request does is done for an organisation: the page says so, and so does the journal."""
    request.user.speaks_for = str(organisation)


def choice_page(request, organisations, target):
    """Where somebody says for whom they speak. `organisations`: (organisation, number of gestures asked or None)."""
    context = {"organisations": organisations, "target": target}
    return render(request, "programs/journey/choose.html", context)


def with_seat(path, seat) -> str:
    """An address as a seat opens it."""
    return f"{path}?{urlencode({POUR: seat.public_id})}"
