"""The doors of a programme: find it among those visible, check, hand the step to the view."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

from dla_collectif.services.guards import declare, enter, kept_or_sign_in, perform
from dla_collectif.services.kept import Given, Kept

from . import phases
from .models import Program
from .progress import Journey
from .readers import StandIn


class Reader:
    """Whoever will read: what `visible_to` asks of a user, left open."""

    pk = Given("user", models.BigIntegerField())
    person_id = Given("person", models.BigIntegerField())


found = Kept(lambda: Program.objects.visible_to(Reader()).filter(public_id=Given("pid", models.CharField())))


def find(request, pid) -> Journey:
    """The programme of an address, among those visible. Raises Http404: unknown and foreign look alike."""
    if isinstance(request.user, StandIn):
        program = Program.objects.visible_to(request.user).filter(public_id=pid).first()
    else:
        program = found.first(user=request.user.pk, person=request.user.person_id, pid=pid)
    if program is None:
        raise Http404("Cet accompagnement n’existe pas, ou ne vous est pas ouvert.")
    return Journey(program)


def program_view(action):
    """A page of a programme: `view(request, journey, …)`."""

    def decorate(view):
        @wraps(view)
        def guarded(request, pid, **kwargs):
            if not request.user.is_authenticated:
                return kept_or_sign_in(request)
            journey = find(request, pid)
            enter(request, action, journey.program)
            return perform(view, request, journey, **kwargs)

        return declare(guarded, view, action)

    return decorate


def phase_view(action):
    """A page of a step: `view(request, step, …)`. The phase is the address's `slug`, or the view's own room."""

    def decorate(view):
        @wraps(view)
        def guarded(request, pid, slug=None, **kwargs):
            if not request.user.is_authenticated:
                return kept_or_sign_in(request)
            phase = phases.by_slug(slug) if slug else phases.of_module(view.__module__)
            if phase is None:
                raise Http404("Cette étape n’existe pas.")
            journey = find(request, pid)
            step = journey.step(phase.key)
            enter(request, action, step)
            return perform(view, request, step, **kwargs)

        return declare(guarded, view, action)

    return decorate


def shown_to_viewers(test=None, why=""):
    """Mark a page that an officer may look at as somebody else does (`programs.viewing`); it stands under the guard.

    An unmarked page stays shut: what a person finds there is not always the officer's to read. `test(request, step, …)`
    says whether this time it is; `why` is the French sentence of its no.
    """

    def decorate(view):
        @wraps(view)
        def shown(request, *args, **kwargs):
            if test is not None and getattr(request, "viewing", None) and not test(request, *args, **kwargs):
                raise PermissionDenied(why)
            return view(request, *args, **kwargs)

        shown.is_shown_to_viewers = True
        return shown

    return decorate
