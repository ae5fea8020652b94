"""Measures of many rows at once: the statement is made by the ORM once per process, then run again and again.

A desk shows every room's measures: some fifty expressions, which take the ORM far longer to put into words than the
database takes to answer. So the words are kept, and only the rows asked for and the present moment change.
"""

from threading import local

from django.db import connection, models

from dla_collectif.services import clock

from . import phases

AT_ONCE = 100  # rows of one statement; fewer are asked for by repeating the last, so that the words stay the same


class Prepared:
    """One kind of rows with its measures: the statement as the ORM made it."""

    def __init__(self, model, kind: str):
        self.names = list(phases.named_measures(kind))
        rows = model.objects.annotate(**phases.named_measures(kind)).order_by().filter(pk__in=range(1, AT_ONCE + 1))
        self.compiler = rows.values_list("pk", *self.names).query.get_compiler(connection=connection)
        with clock.left_open():
            self.sql, self.params = self.compiler.as_sql()

    def read(self, pks: list[int]) -> dict[int, dict]:
        """The measures of at most `AT_ONCE` rows, by primary key; one statement."""
        moment = connection.ops.adapt_datetimefield_value(clock.now())
        fixed = [moment if param is clock.OPEN else param for param in self.params[:-AT_ONCE]]
        padded = [*pks, *[pks[-1]] * (AT_ONCE - len(pks))]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [*fixed, *padded])
            found = self.compiler.results_iter([cursor.fetchall()])
            return {row[0]: dict(zip(self.names, row[1:], strict=True)) for row in found}


prepared = local()


def measure(rows: list, kind: str) -> None:
    """Write every room's measures on the rows, as `annotate` would."""
    if not rows:
        return
    model = type(rows[0])
    key = (model, kind, tuple(id(phase) for phase in phases.phases()))
    known = prepared.__dict__.setdefault("known", {})
    if key not in known:
        known[key] = Prepared(model, kind)
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        found = known[key].read([row.pk for row in some])
        for row in some:
            vars(row).update(found[row.pk])


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
