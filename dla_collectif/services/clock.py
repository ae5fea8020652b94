"""The product's one clock: everything that dates something asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.db.models import DateField, DateTimeField, Value
from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set_to.get() or timezone.now()


def today() -> date:
    """The present day in Paris."""
    return timezone.localdate(now())


_left_open: ContextVar[bool] = ContextVar("left_open", default=False)


@contextmanager
def left_open() -> Iterator[None]:
    """Put statements into words that will be run later, at a moment not known yet."""
    token = _left_open.set(True)
    try:
        yield
    finally:
        _left_open.reset(token)


class Now(Value):
    """The present moment inside a statement that was written long before: `ends_at__lt=clock.Now()`."""

    read, field = staticmethod(now), DateTimeField

    def __init__(self):
        super().__init__(None, output_field=self.field())

    def as_sql(self, compiler, connection):
        """Read the clock when the statement is made, unless its moment is left open for later."""
        return "%s", [self if _left_open.get() else self.told(connection)]

    def told(self, connection):
        """What the clock says, as the database takes it."""
        return self.output_field.get_db_prep_value(self.read(), connection)


class Today(Now):
    """The present day inside a statement: `until__gte=clock.Today()`."""

    read, field = staticmethod(today), DateField


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Live at another moment; for the player of stories alone (a test watches it)."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
