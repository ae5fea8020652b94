"""The door of what belongs to a programme and has an address of its own: a meeting, a contribution."""

from functools import wraps

from django.http import Http404

from dla_collectif.services.guards import declare, enter, kept_or_sign_in, perform
from programs.journey import phases
from programs.journey.guards import find

from .models import Meeting


def row_view(action, model, *related):
    """A page of a row: `view(request, step, row, …)`, found among those that `visible_to` shows this visitor.

    The step is that of the row's phase; `related` are read along with it. Raises Http404: unknown, foreign and not for
    this reader look alike.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, pid, oid, **kwargs):
            if not request.user.is_authenticated:
                return kept_or_sign_in(request)
            journey, known = find(request, pid), phases.keys()
            rows = model.objects.visible_to(journey.program, request.user).select_related(*related or [None])
            row = rows.filter(public_id=oid).first()
            if row is None or row.phase not in known:
                raise Http404("Cette page n’existe pas, ou ne vous est pas ouverte.")
            row.program = journey.program
            step = journey.step(row.phase)
            enter(request, action, step)
            return perform(view, request, step, row, **kwargs)

        return declare(guarded, view, action)

    return decorate


def meeting_view(action):
    """A page of a meeting: `view(request, step, meeting, …)`."""
    return row_view(action, Meeting, "minutes")
