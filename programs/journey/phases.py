"""What a room declares: the contract of a phase, and the rooms in their order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db.models import Count, OuterRef, QuerySet
from django.db.models.expressions import BaseExpression
from django.db.models.functions import Coalesce
from django.utils.text import slugify

from dla_collectif.services.addresses import address_of

NBSP = "\u00a0"


@dataclass(frozen=True)
class Requirement:
    """Something without which a phase should not be closed.

    `is_met` takes the phase's measures of a programme and answers; `url_name` is the page where it is done. A hard
    requirement cannot be passed over; a soft one can, with a written reason. `detail` says how far: « 9 sur 12 ».
    """

    label: str
    is_met: Callable[[SimpleNamespace], bool]
    url_name: str
    hard: bool = False
    why: str = ""
    detail: Callable[[SimpleNamespace], str] | None = None


@dataclass(frozen=True)
class Ask:
    """What somebody who takes part is asked to do now: a gesture of their space."""

    label: str
    url: str
    why: str = ""
    until: date | None = None
    button: str = "Ouvrir"
    on_the_day: bool = False  # « le jeudi 12 mars », rather than before
    done: bool = False
    gesture: str = ""  # the `Reminder` that goes with it
    since: date | None = None  # the last day they were written to about it; never reminded of without
    people: frozenset[int] | None = None  # the persons it is asked of, where not of all who speak for the seat


@dataclass(frozen=True)
class Reminder:
    """When those who were asked for a gesture, and have not done it, are written to again: a rule, declared as data.

    `days` count from the gesture's date (-7: a week before); without a date a reminder leaves `every` so many days.
    After `most` of them nothing leaves any more. `noted` is told the seats that were reminded.
    """

    gesture: str
    label: str
    days: tuple[int, ...] = ()
    every: int = 7
    most: int = 3
    noted: Callable[[list[int]], None] | None = None

    def next_on(self, ask: Ask, *, last: date | None, count: int, today: date, pause: int) -> date | None:
        """The day the next one leaves, today at the earliest; None when nothing will. `last`, `count`: those before."""
        if ask.done or ask.since is None or count >= self.most:
            return None
        begun = max(ask.since, last or ask.since)
        dates = [worked(ask.until + timedelta(days=gap)) for gap in self.days] if ask.until else []
        later = dates if ask.until else [begun + timedelta(days=self.every)]
        later = [each for each in later if each > begun]
        if not later:
            return None
        found = worked(max(min(later), begun + timedelta(days=pause), today), forward=True)
        return None if ask.on_the_day and found > ask.until else found

    @property
    def rhythm(self) -> str:
        """The rule in French: « 7 et 2 jours avant la date, puis 1 jour après »."""
        before = " et ".join(str(-gap) for gap in self.days if gap < 0)
        after = " et ".join(str(gap) for gap in self.days if gap > 0)
        said = [f"{before} jours avant la date"] if before else []
        said += [f"{after} jour{'s' if after > '1' else ''} après"] if after else []
        dated = ", puis ".join(said)
        undated = f"tous les {self.every} jours"
        return f"{dated}{NBSP}; sans date, {undated}" if dated and self.every else dated or undated


def worked(day: date, *, forward: bool = False) -> date:
    """The day itself, or the Friday before a week-end (the Monday after, with `forward`)."""
    weekend = day.weekday() - 4
    if weekend <= 0:
        return day
    return day + timedelta(days=3 - weekend) if forward else day - timedelta(days=weekend)


@dataclass(frozen=True)
class Given:
    """What somebody who takes part said, gave or signed: a line of what the programme keeps of them."""

    label: str
    on: date | None
    url: str = ""
    detail: str = ""
    button: str = "Relire"


@dataclass(frozen=True)
class Strand:
    """What became of one thing that was said: the knots of the thread that it led to, as (what, text)."""

    said: str
    knots: list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """A page of a room, shown as a tab of the phase."""

    label: str
    url_name: str


def no_report(program) -> dict[str, Any]:
    """A room that has nothing to report yet."""
    return {}


def no_asks(seat, measures) -> list[Ask]:
    """A room that asks nothing of those who take part."""
    return []


def nothing_given(seat, measures) -> list[Given]:
    """A room where those who take part leave nothing."""
    return []


def nothing_became(seat) -> list[Strand]:
    """A room that follows nothing of what was said."""
    return []


@dataclass(frozen=True)
class Phase:
    """A room of the process, declared as data.

    `measures` are database expressions on a programme (`OuterRef("pk")`), `seat_measures` on a participation: all the
    rooms' measures are read in one statement, whatever the number of programmes. `report(program)` gives the facts that
    its page, its PDF and its chapter show. `asks(seat, measures)` gives what a participation is asked to do now,
    `given(seat, measures)` what it gave and signed there, `became(seat)` what became of what it said. `takes` are the
    forms that begin from contributions chosen in an earlier room (`?source=`, once or several times).
    """

    package: str
    title: str
    aim: str
    requirements: Iterable[Requirement] = ()
    measures: Mapping[str, BaseExpression] = field(default_factory=dict)
    seat_measures: Mapping[str, BaseExpression] = field(default_factory=dict)
    report: Callable[[Any], dict[str, Any]] = no_report
    asks: Callable[[Any, SimpleNamespace], list[Ask]] = no_asks
    given: Callable[[Any, SimpleNamespace], list[Given]] = nothing_given
    became: Callable[[Any], list[Strand]] = nothing_became
    pages: Iterable[Page] = ()
    reminders: Iterable[Reminder] = ()
    takes: Iterable[Page] = ()
    prints: Iterable[Any] = ()  # `prints.Print`: the papers of this room
    jobs: Iterable[Callable[[], Any]] = ()  # what the worker does at each of its turns

    @property
    def key(self) -> str:
        """The folder's name: in the database, in URL names, in template paths."""
        return self.package.rpartition(".")[2]

    @property
    def slug(self) -> str:
        """The phase's word in addresses."""
        return slugify(self.title)

    @property
    def number(self) -> int:
        """1 for the first."""
        return keys().index(self.key) + 1

    @property
    def summary_template(self) -> tuple[str, str]:
        """The room's own fragment, shown on its page, in its PDF and in the final report; else the common one."""
        return f"{self.package.replace('.', '/')}/summary.html", "programs/journey/summary.html"

    @property
    def report_template(self) -> tuple[str, str]:
        """The room's own print, if it needs more than its summary; else the common one."""
        return f"{self.package.replace('.', '/')}/report.html", "programs/journey/report.html"

    def measured(self, values: Mapping[str, Any]) -> SimpleNamespace:
        """This phase's measures among those of a programme or a participation, `<phase>__<name>`."""
        prefix = f"{self.key}__"
        return SimpleNamespace(
            **{name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}
        )

    def url(self, program) -> str:
        """The address of this phase's page in a programme."""
        return address_of("journey:phase", program.public_id, self.slug)


@cache
def phases() -> tuple[Phase, ...]:
    """The rooms in order, found late through `settings.PHASES`: the corridor imports no room."""
    return tuple(import_module(f"{package}.phase").phase for package in settings.PHASES)


@cache
def shared(piece: str) -> tuple[Any, ...]:
    """The modules of this name (`asks`, `background`) of the furniture that has one, found late."""
    named = (f"{package}.{piece}" for package in settings.FURNITURE)
    return tuple(import_module(name) for name in named if find_spec(name))


def shared_asks() -> tuple[Callable[[Iterable], dict[int, list[Ask]]], ...]:
    """What the furniture asks of seats, all at once."""
    return tuple(module.asks for module in shared("asks"))


def reminders() -> dict[str, Reminder]:
    """Every rule of the rooms and of the furniture, by its gesture, in the order of the rooms."""
    rules = [rule for phase in phases() for rule in phase.reminders]
    rules += [rule for module in shared("asks") for rule in getattr(module, "REMINDERS", ())]
    return {rule.gesture: rule for rule in rules}


@cache
def shared_givens() -> tuple[Callable[[Any], list[Given]], ...]:
    """What the furniture keeps of a seat: the `given` module of each piece that has one."""
    named = (f"{package}.given" for package in settings.FURNITURE)
    return tuple(import_module(name).given for name in named if find_spec(name))


def keys() -> list[str]:
    """The phases' keys in order."""
    return [package.rpartition(".")[2] for package in settings.PHASES]


def get(key: str) -> Phase:
    """A phase by its key. Raises LookupError."""
    for phase in phases():
        if phase.key == key:
            return phase
    raise LookupError(key)


def by_slug(slug: str) -> Phase | None:
    """A phase by its word in addresses."""
    return next((phase for phase in phases() if phase.slug == slug), None)


def of_module(module: str) -> Phase | None:
    """The phase whose room holds a module, such as its views."""
    return next((phase for phase in phases() if module.startswith(f"{phase.package}.")), None)


def named_measures(kind: str = "measures", only: str | None = None) -> dict[str, BaseExpression]:
    """Every room's measures (or those of one) under `<phase>__<name>`, to annotate with."""
    return {
        f"{phase.key}__{name}": expression
        for phase in phases()
        if only in (None, phase.key)
        for name, expression in getattr(phase, kind).items()
    }


def count_of(rows: QuerySet, by: str = "program", outer: str = "pk") -> Coalesce:
    """How many `rows` belong to the row at hand: a measure that adds no join."""
    counted = rows.filter(**{by: OuterRef(outer)}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(counted, 0)
