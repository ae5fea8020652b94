"""What leaves with a lot: declared by each room in its `keeping.py`, found late; nothing else is ever destroyed."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.expressions import BaseExpression

from dla_collectif.services.models import Versioned
from programs.journey.models import Document

from .rules import Lot

GONE = "Détruit au terme de sa conservation."  # takes the place of a text that a page shows


@dataclass(frozen=True)
class Matter:
    """One kind of rows of a programme that leave with a lot.

    `title` is a plural in French; `program` the way from a row to its programme. With `emptied` the rows stay, so that
    figures still count them, and these columns take these values; without, the rows are deleted. `files` are columns
    whose stored files are removed too; `prints` those whose text was printed.
    """

    lot: Lot
    title: str
    model: type
    program: str = "program"
    where: Q = Q()
    emptied: dict | None = None
    files: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()

    def rows(self, programs) -> QuerySet:
        """The rows of some programmes."""
        return self.model._default_manager.filter(self.where, **{f"{self.program}__in": programs})

    def counted(self, place: int, programs) -> QuerySet:
        """How many each programme has: (place, programme pk, number)."""
        rows = self.rows(programs).order_by().annotate(place=Value(place)).values("place", self.program)
        return rows.annotate(n=Count("pk")).values_list("place", self.program, "n")

    def destroy(self, program) -> None:
        """Take away what leaves, of one programme; stored files are not touched here."""
        rows = self.rows([program])
        if self.emptied is None:
            rows.delete()
        else:
            fields = {"version": F("version") + 1} if issubclass(self.model, Versioned) else {}
            rows.update(**self.emptied, **fields)


def documents(lot: Lot, phase: str, title: str) -> Matter:
    """The documents of a phase: their number, title and fingerprint stay; what they say goes."""
    fields = {"html": "", "file": "", "mention": ""}
    return Matter(lot, title, Document, where=Q(phase=phase), emptied=fields, files=("file",), prints=("html",))


@cache
def modules() -> tuple:
    """The `keeping` of the furniture and of the rooms, in their order."""
    names = (f"{package}.keeping" for package in [*settings.FURNITURE, *settings.PHASES])
    return tuple(import_module(name) for name in names if find_spec(name))


def matters(lot: Lot) -> list[Matter]:
    """Everything that leaves with a lot."""
    return [matter for module in modules() for matter in module.MATTERS if matter.lot == lot]


def counts(wanted: list[tuple[Matter, list]]) -> list[dict[int, int]]:
    """How many rows of each kind its programmes have: a {programme pk: number} for each; one statement."""
    found: list[dict[int, int]] = [{} for _ in wanted]
    parts = [matter.counted(place, programs) for place, (matter, programs) in enumerate(wanted)]
    for place, program, number in parts[0].union(*parts[1:], all=True) if parts else ():
        found[place][program] = number
    return found


def begins() -> dict[Lot, BaseExpression]:
    """The day from which a lot counts, as an expression on a programme, where a room knows better than its end."""
    return {lot: day for module in modules() for lot, day in getattr(module, "BEGINS", {}).items()}
