"""The session engine: keys stored hashed, sessions known by their person, lives of two lengths.

A page that is only read writes nothing. So a session is seen when it begins and at what is written with it, a quarter
of an hour apart at least; a team's session ends twelve hours after that, and in any case after seven days.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db.models import CharField

from dla_collectif.services import clock
from dla_collectif.services.kept import Given, Kept

from .models import Session

IDLE, LONGEST = timedelta(hours=12), timedelta(days=7)  # of a team's session
EVERYBODY = timedelta(seconds=settings.SESSION_COOKIE_AGE)
NOTED_EVERY = timedelta(minutes=15)


living = Kept(lambda: Session.objects.filter(session_key=Given("key", CharField()), expire_date__gt=clock.Now()))


class SessionStore(db.SessionStore):
    """Django's own store in the database, under the digest of the key."""

    @classmethod
    def get_model_class(cls):
        """The table of sessions."""
        return Session

    def _get_session_from_db(self):
        row = living.first(key=self.model.digest_of(self.session_key))
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key):
        """Whether a key is taken."""
        return super().exists(self.model.digest_of(session_key))

    def delete(self, session_key=None):
        """End a session, this one if no other is named."""
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(pk=self.model.digest_of(key)).delete()

    def create_model_instance(self, data):
        """The row of this session as it stands now."""
        user, now = data.get("_auth_user_id"), clock.now()
        if user:
            data.setdefault("began", now.timestamp())
            data["seen"] = now.timestamp()
        row = super().create_model_instance(data)
        row.expire_date = now + timedelta(seconds=self.get_expiry_age())
        row.session_key = self.model.digest_of(row.session_key)
        row.public_id = self.model.public_id_of(row.session_key)
        row.user_id, row.browser = user, data.get("browser", "")
        row.began_at, row.seen_at = moment(data.get("began")), moment(data.get("seen"))
        return row

    def save(self, must_create=False):
        """Store the session; one that was ended while its request ran stays ended, and the request is answered."""
        with suppress(UpdateError):
            super().save(must_create)

    def get_expire_at_browser_close(self):
        """On a computer that serves others too, closing the browser signs out."""
        return bool(self.get("shared")) or super().get_expire_at_browser_close()

    def live(self):
        """This session lives on from now, and not beyond its last day."""
        idle, longest = (IDLE, LONGEST) if self.get("short") else (EVERYBODY, EVERYBODY)
        now = clock.now().timestamp()
        left = self.get("began", now) + longest.total_seconds() - now
        self.set_expiry(max(1, int(min(left, idle.total_seconds()))))


def moment(seconds):
    """A moment of a session, as a column holds it."""
    return datetime.fromtimestamp(seconds, tz=clock.now().tzinfo) if seconds else None


class SeenMiddleware:
    """Notes that a session lives, at what is written with it; reading a page writes nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method == "POST" and settings.SESSION_COOKIE_NAME in request.COOKIES:
            seen = request.session.get("seen")
            if seen and clock.now().timestamp() - seen > NOTED_EVERY.total_seconds():
                request.session.live()
        return self.get_response(request)
