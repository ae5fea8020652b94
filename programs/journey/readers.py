"""Readers that are nobody: somebody at a level, or an organisation's seat; and who reads a level, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db.models import BooleanField, PositiveSmallIntegerField, QuerySet, Value

from dla_collectif.services.visibility import Visibility

AT_LEVEL = {
    Visibility.GROUP: "Le groupe",
    Visibility.INSTITUTIONS: "Les institutions",
    Visibility.PUBLIC: "Les prestataires consultés",
}


class StandIn:
    """Whoever reads one programme from a level, or from a seat: a reader for previews, with no account and no rights.

    The readings that take a user (`Program.visible_to`, `Participation.held_by`) take it too, so that a preview goes
    the same way as its readers do.
    """

    pk = person_id = person = None
    is_authenticated = is_active = True
    is_officer = is_manager = is_regional_reader = is_in_team = False
    role_label = ""

    def __init__(self, name: str, program_id: int, level: int, seat_id: int | None = None):
        self.name, self.program_id, self.level, self.seat_id = name, program_id, level, seat_id

    def __str__(self):
        return self.name

    def programs(self, rows: QuerySet) -> QuerySet:
        """Its programme alone, read from its level."""
        no = Value(False, output_field=BooleanField())
        level = Value(self.level, output_field=PositiveSmallIntegerField())
        return rows.filter(pk=self.program_id).annotate(reader_carries=no, reader_is_regional=no, reader_level=level)

    def seats(self, rows: QuerySet) -> QuerySet:
        """Its seat alone; none for a level."""
        return rows.filter(pk=self.seat_id)


@dataclass(frozen=True)
class Levelled:
    """A kind of content that has a level of its own; declared in a room's `levels` module (`LEVELS`).

    `rows` and `shown` are readings of a programme: all of them, and those that a reader finds on their pages.
    `otherwise` says why one at the reader's level is withheld all the same. `change`: where the level is changed, with
    the action that this asks for.
    """

    title: str
    rows: Callable[[object], QuerySet]
    shown: Callable[[object, object], QuerySet]
    said: Callable[[object], str]
    url: Callable[[object], str]
    change: Callable[[object], str]
    changed_by: str = "phase.write"
    phase: Callable[[object], str] = lambda row: row.phase
    otherwise: str = ""


def levelled() -> Iterator[Levelled]:
    """Every kind of content with a level, in the order of the house."""
    names = [f"{config.name}.levels" for config in apps.get_app_configs()]
    for name in names:
        if find_spec(name):
            yield from import_module(name).LEVELS


def who_reads(program, level: int, *, among=None, author=None) -> list[tuple[str, str]]:
    """Who reads what is at `level` in a programme: [(« Le groupe », « Ciné-Club, Vidéo Quartier »)]; two statements.

    `among`: the seats that may find it at all, read already (those expected at a meeting); `author`: the organisation
    that said it, which reads its own words at any level.
    """
    readers = [("DLA", " et ".join(program.carrier_names))]
    seats = among
    if seats is None:
        seats = program.participations.select_related("organisation").order_by("organisation__search", "id")
    reading = [seat for seat in seats if seat.status in seat.SEATED and seat.level <= level]
    for each, label in AT_LEVEL.items():
        names = dict.fromkeys(str(seat.organisation) for seat in reading if seat.level == each)
        readers.append((label, ", ".join(names)))
    if level >= Visibility.INSTITUTIONS and among is None:
        readers.append(("Lecture régionale", "les personnes à qui un DLA porteur ouvre ses accompagnements"))
    if author is not None:
        readers.append(("Qui l’a dit", str(author)))
    return [(label, names) for label, names in readers if names]
