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
    """One kind of rows with its measures: the statement as the ORM made it, for `most` rows."""

    def __init__(self, model, kind: str, only: str | None, most: int):
        measures, self.most = phases.named_measures(kind, only), most
        self.names = list(measures)
        rows = model.objects.annotate(**measures).order_by().filter(pk__in=range(1, most + 1))
        self.compiler = rows.values_list("pk", *self.names).query.get_compiler(connection=connection)
        with clock.left_open():
            self.sql, self.params = self.compiler.as_sql()

    def read(self, pks: list[int]) -> dict[int, dict]:
        """The measures of at most `most` rows, by primary key; one statement."""
        moment = connection.ops.adapt_datetimefield_value(clock.now())
        fixed = [moment if param is clock.OPEN else param for param in self.params[: -self.most]]
        padded = [*pks, *[pks[-1]] * (self.most - len(pks))]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [*fixed, *padded])
            found = self.compiler.results_iter([cursor.fetchall()])
            return {row[0]: dict(zip(self.names, row[1:], strict=True)) for row in found}


prepared = local()


def known(model, kind: str, only: str | None, most: int) -> Prepared:
    """The statement of a kind of rows, made at its first use."""
    statements = prepared.__dict__.setdefault("known", {})
    key = (model, kind, only, most, tuple(id(phase) for phase in phases.phases()))
    if key not in statements:
        statements[key] = Prepared(model, kind, only, most)
    return statements[key]


def measure(rows: list, kind: str) -> None:
    """Write every room's measures on the rows, as `annotate` would."""
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        found = known(type(rows[0]), kind, None, AT_ONCE).read([row.pk for row in some])
        for row in some:
            vars(row).update(found[row.pk])


def measures_in(program, key: str) -> dict:
    """The measures of one room in one programme, as they are now; one statement."""
    return known(type(program), "measures", key, 1).read([program.pk])[program.pk]


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
