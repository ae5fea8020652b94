"""Slow down those who try too often: counted in the database, since several processes answer.

A try is counted before it is made, so that many at once are not one. Call these outside a transaction that may be
undone. What is counted is stored as a keyed digest: the table tells nobody which addresses were tried.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from . import clock
from .models import Tries

FORGOTTEN = timedelta(days=1)  # without a try
logger = logging.getLogger(__name__)


def wait_before(what: str, who, *, free=5, first=timedelta(minutes=1), most=timedelta(hours=2)) -> timedelta:
    """Count a try of `who` at `what`; zero when it may be made, else how long to wait before the next.

    The first `free` cost nothing; then each is followed by a wait that doubles from `first` to `most`. With the
    defaults, less than 25 tries a day. A try during a wait is not counted: it does not make the wait longer.
    """
    with transaction.atomic():
        row, now = found(what, who), clock.now()
        if row.free_at > now:
            logger.warning("Slowed down: %s", what)
            return row.free_at - now
        row.count = row.count + 1 if now - row.free_at < FORGOTTEN else 1
        late = row.count - free
        row.free_at = now + min(first * 2 ** min(late, 20), most) if late >= 0 else now
        row.save(update_fields=["count", "free_at"])
    return timedelta(0)


def forgive(what: str, who):
    """The try was good: forget those before it."""
    Tries.objects.filter(key=key_of(what, who)).delete()


def has_room(what: str, who, *, at_once: int, every: timedelta) -> bool:
    """Count one use of `what` by `who` if there is room: `at_once` of them, and one more after each `every`."""
    with transaction.atomic():
        row, now = found(what, who), clock.now()
        spent_until = max(row.free_at, now)
        if spent_until - now > every * (at_once - 1):
            logger.warning("No room left: %s", what)
            return False
        row.free_at = spent_until + every
        row.save(update_fields=["free_at"])
    return True


def give_back(what: str, who, *, every: timedelta):
    """The use was a good one: it takes no room."""
    with transaction.atomic():
        row = found(what, who)
        row.free_at -= every
        row.save(update_fields=["free_at"])


def found(what, who) -> Tries:
    """The locked row of `who` at `what`; a first try sweeps those of days gone by."""
    row, is_new = Tries.objects.get_or_create(key=key_of(what, who), defaults={"free_at": clock.now()})
    if is_new:
        Tries.objects.filter(free_at__lt=clock.now() - FORGOTTEN).delete()
    return Tries.objects.select_for_update().get(pk=row.pk)


def key_of(what, who) -> str:
    """What the table knows of `who` and `what`."""
    return salted_hmac("limits", f"{what}:{who}", algorithm="sha256").hexdigest()
