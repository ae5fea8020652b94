"""By which door somebody came in: a password, or a personal link, which opens that person's own space and no more."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject

PASSWORD, LINK = "password", "link"
DOOR = "door"  # in the session


def note_door(request, door) -> None:
    """Keep in the session by which door it was opened."""
    request.session[DOOR] = door


def came_by_password(request) -> bool:
    """Whether this session was opened with a password; anything else is held to be a link."""
    return request.session.get(DOOR) == PASSWORD


class StaffDoorMiddleware:
    """Who works in a DLA is nobody until they come by password: a link that was forwarded opens no staff page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        known = request.user
        request.user = SimpleLazyObject(lambda: admitted(request, known))
        return self.get_response(request)


def admitted(request, user):
    """`user`, or nobody when a member of a DLA's team came by a link where that is not enough."""
    if user.is_authenticated and user.is_officer and not (settings.STAFF_BY_LINK or came_by_password(request)):
        return AnonymousUser()
    return user
