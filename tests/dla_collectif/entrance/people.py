"""What the tests of the entrance do again and again: sign in, read a phone, count statements."""

import re
from datetime import datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.oath import TOTP

from dla_collectif.entrance import actions
from dla_collectif.entrance.models import Factor
from dla_collectif.services import clock
from tests.cast import PASSWORD

SIGN_IN, CODE = "/connexion/", "/connexion/code/"


def in_(**after):
    """A moment to come: `clock.set_to(in_(minutes=5))`."""
    return clock.now() + timedelta(**after)


def try_password(user, password=PASSWORD, client=None, path=SIGN_IN, **extra):
    """Send the sign-in form; `user` is somebody or an address."""
    email = getattr(user, "email", user)
    return (client or Client()).post(path, {"mdp-email": email, "mdp-password": password}, **extra)


def sign_in(user, client=None, **extra) -> Client:
    """A browser in which somebody has just signed in by password."""
    client = client or Client()
    try_password(user, client=client, **extra)
    return client


def is_in(client) -> bool:
    """Whether this browser is signed in."""
    return client.get("/mon-compte/").status_code == 200


def phone(user, at: datetime | None = None) -> str:
    """What somebody's phone shows."""
    totp = TOTP(Factor.objects.get(user=user).secret)
    totp.time = (at or clock.now()).timestamp()
    return f"{totp.token():06d}"


def with_factor(user) -> list[str]:
    """Somebody sets up their second factor, an hour ago; returns the recovery codes."""
    with clock.set_to(in_(hours=-1)):
        actions.begin_factor(user, by=user)
        return actions.confirm_factor(user, phone(user), by=user)


def statements(act) -> tuple[object, list[str]]:
    """What `act()` returns, and the kind of each statement it ran."""
    with CaptureQueriesContext(connection) as queries:
        answer = act()
    return answer, [re.sub(r"s\d+_x\d+", "", " ".join(query["sql"].split()[:3])) for query in queries]
