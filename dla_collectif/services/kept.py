"""Statements that the ORM puts into words once, then runs again and again with other values.

Some statements are asked on every page, or are so long that the ORM takes longer to word them than the database to
answer. `Given` marks in a queryset what changes from one run to the next; the clock's expressions mark themselves.
"""

from collections.abc import Callable
from threading import local

from django.db import connection
from django.db.models import Field, QuerySet, Value

from . import clock


class Given(Value):
    """A value that each run gives: `filter(pk=Given("user", BigIntegerField()))`."""

    def __init__(self, name: str, field: Field):
        super().__init__(None, output_field=field)
        self.name = name

    def as_sql(self, compiler, connection):
        """A place in the statement."""
        return "%s", [self]


class Kept:
    """One statement, in words; `build` makes its queryset at the first run of each thread."""

    def __init__(self, build: Callable[[], QuerySet]):
        self.build, self.mine = build, local()

    def run(self, **values) -> list:
        """The rows, with a value for each `Given`."""
        if not hasattr(self.mine, "words"):
            self.mine.words = Words(self.build())
        return self.mine.words.run(values)

    def first(self, **values):
        """The first row, or None."""
        return next(iter(self.run(**values)), None)


class Words:
    """A queryset whose statement is made: its compiler gives the same words at every run."""

    def __init__(self, rows: QuerySet):
        self.rows = rows
        compiler = rows.query.get_compiler(connection=connection)
        with clock.left_open():
            self.sql, self.params = compiler.as_sql()
        compiler.as_sql = lambda: (self.sql, self.filled)
        rows.query.get_compiler = lambda *args, **using: compiler

    def run(self, values: dict) -> list:
        """The rows with these values, at this moment."""
        self.filled = [self.fill(param, values) for param in self.params]
        return list(self.rows._iterable_class(self.rows))

    @staticmethod
    def fill(param, values):
        """A parameter as the database takes it."""
        if isinstance(param, Given):
            return param.output_field.get_db_prep_value(values[param.name], connection)
        return param.told(connection) if isinstance(param, clock.Now) else param
