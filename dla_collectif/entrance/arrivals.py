"""From a good password or link to a session: the second factor asked on the way, and what a fresh arrival may do.

Until the second factor is given nobody is signed in: the session only remembers who is at the door, for ten minutes.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.guards import back
from dla_collectif.services.pages import own_path

from .browsers import in_words

BACKEND = "dla_collectif.accounts.backends.RolesBackend"
AT_THE_DOOR = timedelta(minutes=10)
PASSWORD, LINK, RESET = "password", "link", "reset"  # doors: the last is the link that replaces a forgotten password
DOORS = {PASSWORD: "par mot de passe", LINK: "par lien personnel", RESET: "pour changer de mot de passe"}
SHARED = "partage"  # the box of the forms of the entrance
SURE = timedelta(minutes=10)  # how long a password or a code that was just given is enough


@dataclass
class Arrival:
    """Somebody whose password or link was good, and where they go."""

    user: object
    path: str
    door: str
    shared: bool = False  # the computer serves others too


def receive(request, user, path, door) -> str:
    """Let `user` in by a door, or lead them to their second factor. Returns the path of the next page."""
    path, shared = own_path(request, path) or reverse("home"), SHARED in request.POST
    if has_factor(user) or user.must_have_factor:
        request.session.pop("at_the_door", None)
        request.session.cycle_key()
        request.session["at_the_door"] = {
            "user": user.pk,
            "hash": user.get_session_auth_hash(),
            "path": path,
            "door": door,
            "shared": shared,
            "until": (clock.now() + AT_THE_DOOR).timestamp(),
        }
        request.session.set_expiry(int(AT_THE_DOOR.total_seconds()))
        return reverse("entrance:code" if has_factor(user) else "entrance:enrol")
    return let_in(request, Arrival(user, path, door, shared))


def has_factor(user) -> bool:
    """Whether a second factor of theirs is asked for at the door."""
    return getattr(user, "factor", None) is not None and user.factor.confirmed_at is not None


def at_the_door(request) -> Arrival | None:
    """Who gave a good password or link with this browser and has not given the second factor yet."""
    told = request.session.get("at_the_door")
    if not told or told["until"] < clock.now().timestamp():
        return None
    user = get_user_model().objects.with_roles().filter(pk=told["user"], is_active=True).first()
    if user is None or not constant_time_compare(told["hash"], user.get_session_auth_hash()):
        return None
    return Arrival(user, told["path"], told["door"], told["shared"])


def let_in(request, arrival) -> str:
    """Begin the session, under a new key; returns the path of the first page."""
    request.session.flush()  # what was open in this browser ends, the same person's too
    login(request, arrival.user, backend=BACKEND)
    session = request.session
    session["began"] = clock.now().timestamp()
    session["browser"] = in_words(request.META.get("HTTP_USER_AGENT", ""))
    session["door"] = arrival.door
    session["shared"] = arrival.shared
    session["short"] = arrival.user.is_in_team or arrival.shared
    session.live()
    be_sure(request)
    record(None, f"a ouvert une session {DOORS[arrival.door]}", by=arrival.user)
    if arrival.door == RESET:
        return reverse("entrance:password")
    if arrival.user.is_in_team and not arrival.user.has_usable_password() and not settings.DEMONSTRATION:
        return f"{reverse('entrance:password')}?{urlencode({'next': arrival.path})}"
    return arrival.path


def be_sure(request):
    """Note that this person has just proved who they are."""
    request.session["sure_until"] = (clock.now() + SURE).timestamp()


def is_sure(request) -> bool:
    """Whether they proved it less than ten minutes ago."""
    return request.session.get("sure_until", 0) > clock.now().timestamp()


def came_by_password(request) -> bool:
    """Whether this session rests on a password, or on the link that replaces one; anything else counts as a link."""
    return request.session.get("door") in {PASSWORD, RESET}


def comes_by_reset(request) -> bool:
    """Whether this session began by the link that replaces a forgotten password, less than ten minutes ago."""
    since = clock.now().timestamp() - request.session.get("began", 0)
    return request.session.get("door") == RESET and since < SURE.total_seconds()


def sure(view):
    """A view that touches what opens the account: the password or a code is asked again first."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if is_sure(request):
            return view(request, *args, **kwargs)
        path = request.get_full_path()
        if request.method != "GET":
            path = back(request)
            messages.info(request, "Montrez d’abord que c’est vous ; vous choisirez ensuite ce bouton de nouveau.")
        return HttpResponseRedirect(f"{reverse('entrance:confirm')}?{urlencode({'next': path})}")

    return guarded
