"""Measures of many rows at once: the statement is made by the ORM once per process, then run again and again.

A desk shows every room's measures: some fifty expressions, which take the ORM far longer to put into words than the
database takes to answer. So the words are kept, and only the rows asked for and the present moment change.
"""

from collections.abc import Callable
from functools import cache

from django.db import models

from dla_collectif.services.kept import Given, Kept

from . import phases

# Rows of one statement, few or many; fewer are asked for by repeating the last, so that the words stay the same.
AT_ONCE = (100, 1000)


@cache
def kept(model, kind: str, only: str | None, most: int, more: Callable[[], dict], known: tuple[int, ...]) -> Kept:
    """The statement that measures `most` rows; `known`: the phases that it was made for."""
    places = [Given(f"row_{place}", models.BigIntegerField()) for place in range(most)]
    measures = phases.named_measures(kind, only) | more()
    return Kept(lambda: model.objects.filter(pk__in=places).order_by().annotate(**measures).values("pk", *measures))


def read(model, pks: list[int], kind: str, only: str | None, most: int, more=dict) -> dict[int, dict]:
    """The measures of at most `most` rows, by primary key; one statement."""
    padded = [*pks, *[pks[-1]] * (most - len(pks))]
    known = tuple(id(phase) for phase in phases.phases())
    found = kept(model, kind, only, most, more, known).run(**{f"row_{place}": pk for place, pk in enumerate(padded)})
    return {row.pop("pk"): row for row in found}


def measure(rows: list, kind: str, more: Callable[[], dict] = dict) -> None:
    """Write every room's measures on the rows, as `annotate` would.

    `more()` are those that one page asks for besides, by the names that they are written under: the same at each call.
    """
    most = next((size for size in AT_ONCE if len(rows) <= size), AT_ONCE[-1])
    for start in range(0, len(rows), most):
        some = rows[start : start + most]
        found = read(type(rows[0]), [row.pk for row in some], kind, None, most, more)
        for row in some:
            vars(row).update(found[row.pk])


def measures_in(program, key: str) -> dict:
    """The measures of one room in one programme, as they are now; one statement."""
    return read(type(program), [program.pk], "measures", key, 1)[program.pk]


class MeasuredQuerySet(models.QuerySet):
    """Rows that can be read along with every room's measures of them."""

    MEASURES = "measures"
    is_measured = False

    def measured(self):
        """With every room's measures, in one more statement whatever the number of rows."""
        rows = self._chain()
        rows.is_measured = True
        return rows

    def _clone(self):
        rows = super()._clone()
        rows.is_measured = self.is_measured
        return rows

    def _fetch_all(self):
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and self.is_measured:
            measure(self._result_cache, self.MEASURES)
