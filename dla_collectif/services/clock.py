"""The product's one clock: everything that dates something asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set_to.get() or timezone.now()


def today() -> date:
    """The present day in Paris."""
    return timezone.localdate(now())


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Live at another moment; for the player of stories alone (a test watches it)."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
