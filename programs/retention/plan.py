"""The dated plan: for each lot of a programme, until when it is kept, what holds it, what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from dla_collectif.privacy.models import Hold
from dla_collectif.services import clock
from programs.journey.models import Program

from . import matters
from .models import Destruction
from .rules import SEEN_AHEAD, WARNED, Facts, Lot, Until, until


@dataclass
class Line:
    """One lot of one programme in the plan."""

    program: Program
    lot: Lot
    facts: Facts
    until: Until
    hold: Hold | None = None
    destruction: Destruction | None = None
    counts: list[tuple[str, int]] = field(default_factory=list)

    @property
    def is_due(self) -> bool:
        """Whether it may be destroyed today, if nothing holds it."""
        return self.comes_within(0)

    @property
    def is_announced(self) -> bool:
        """Whether its managers should know by now."""
        return self.hold is None and self.comes_within(WARNED)

    @property
    def is_seen(self) -> bool:
        """Whether the page of a DLA shows it: its day comes, or lacks a fact that somebody knows."""
        return self.destruction is None and (self.until.day is None or self.comes_within(SEEN_AHEAD))

    def comes_within(self, days: int) -> bool:
        """Whether it is not destroyed and its time comes within so many days."""
        if self.destruction is not None or self.until.leaves_on is None:
            return False
        return self.until.leaves_on <= clock.today() + timedelta(days=days)

    @property
    def total(self) -> int:
        """How many rows leave."""
        return sum(number for _, number in self.counts)


def lines_of(programs: Iterable[Program]) -> list[Line]:
    """Every lot of programmes that have ended or not, in the order of the programmes; four statements."""
    programs = list(programs)
    facts = facts_of(programs)
    holds = {hold.scope: hold for hold in holds_on(programs)}
    done = {}
    for row in Destruction.objects.filter(program__in=programs).select_related("validated_by__person").order_by("pk"):
        done[row.program_id, row.lot] = row
    return [
        Line(
            program,
            lot,
            facts[program.pk],
            until(lot, facts[program.pk]),
            holds.get(program.journal_scope),
            still_true(done.get((program.pk, lot.value)), program),
        )
        for program in programs
        for lot in Lot
    ]


def still_true(destruction: Destruction | None, program: Program) -> Destruction | None:
    """A destruction, unless the programme was reopened and ended anew since."""
    if destruction is None or program.ended_on is None or day_of(destruction) < program.ended_on:
        return None
    return destruction


def day_of(destruction: Destruction) -> date:
    """The day on which it was validated, in Paris."""
    return timezone.localdate(destruction.validated_at)


def holds_on(programs):
    """The holds of today on programmes."""
    scopes = [program.journal_scope for program in programs]
    return Hold.objects.active().filter(scope__in=scopes).select_related("placed_by__person").order_by("-pk")


def facts_of(programs: list[Program]) -> dict[int, Facts]:
    """What the dates of each programme come from: two statements."""
    begins = {lot.value: day for lot, day in matters.begins().items()}
    rows = Program.objects.filter(pk__in=[program.pk for program in programs]).annotate(**begins)
    found = {}
    for row in rows.select_related("rules", "keeping").prefetch_related("keeping__schemes"):
        rules, keeping = row.rule_set, getattr(row, "keeping", None)
        found[row.pk] = Facts(
            row.ended_on,
            rules.keep_active,
            rules.keep_losing_bids,
            rules.keep_accounting,
            keeping.paid_on if keeping else None,
            tuple((scheme.label, scheme.keep_years) for scheme in keeping.schemes.all()) if keeping else (),
            {Lot(name): getattr(row, name) for name in begins},
        )
    return found


def count(lines: list[Line]) -> None:
    """Write on lines how much leaves; one statement, whatever the number of lines."""
    kept = {lot: [line for line in lines if line.lot == lot and line.destruction is None] for lot in Lot}
    wanted = [(matter, mine) for lot, mine in kept.items() if mine for matter in matters.matters(lot)]
    found = matters.counts([(matter, [line.program for line in mine]) for matter, mine in wanted])
    for (matter, mine), numbers in zip(wanted, found, strict=True):
        for line in mine:
            if numbers.get(line.program.pk):
                line.counts.append((matter.title, numbers[line.program.pk]))
