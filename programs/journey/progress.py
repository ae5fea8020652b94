"""Where a programme stands: its steps, what is missing, the next task. All computed, nothing stored but the pointer."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import resolve, reverse

from dla_collectif.services.addresses import address_of
from dla_collectif.services.pages import Link

from . import phases
from .measuring import measures_in
from .models import Participation, Program
from .phases import Ask, Given, Phase, Requirement, Strand


@dataclass(frozen=True)
class Checked:
    """A requirement seen in one programme: the line of a to-do."""

    requirement: Requirement
    met: bool
    detail: str
    step: "Step"

    @property
    def url(self) -> str:
        """The page where it is done, resolved for those that are shown; nothing is done in a closed step."""
        return self.step.reverse(self.requirement.url_name) if self.step.is_writable else ""

    @property
    def label(self) -> str:
        """What there is to do."""
        return self.requirement.label

    @property
    def hard(self) -> bool:
        """Whether nothing can pass over it."""
        return self.requirement.hard


@dataclass(frozen=True)
class Task:
    """The one thing to do now."""

    label: str
    url: str
    why: str = ""
    button: str = "Continuer"
    until: date | None = None
    extra: str = ""


class Journey:
    """A programme seen as its steps. The programme comes from `Program.objects.visible_to(user)`."""

    def __init__(self, program: Program):
        self.program = program
        order = phases.keys()
        self.position = order.index(program.phase) if program.phase in order else len(order)
        self.steps = [Step(self, phase, index) for index, phase in enumerate(phases.phases())]

    @property
    def current(self) -> "Step | None":
        """The first step not yet closed; None when the walk is over."""
        if not self.program.is_under_way or self.position >= len(self.steps):
            return None
        return self.steps[self.position]

    @property
    def last_closed(self) -> "Step | None":
        """The step that may be reopened."""
        return self.steps[self.position - 1] if 0 < self.position <= len(self.steps) else None

    def step(self, key: str) -> "Step":
        """A step by its phase's key."""
        return next(step for step in self.steps if step.key == key)

    @property
    def next_task(self) -> Task:
        """What the officer does next."""
        if self.program.state == Program.State.STOPPED:
            return Task("Accompagnement arrêté", self.program.get_absolute_url(), self.program.stop_reason, "Consulter")
        step = self.current
        if step is None:
            return Task("Accompagnement terminé : suivre ses effets", self.steps[-1].url, button="Consulter")
        return step.next_task


class Step:
    """A phase within one programme: what every guard, template and action of a room receives."""

    def __init__(self, journey: Journey, phase: Phase, index: int):
        self.journey, self.phase, self.index = journey, phase, index
        self.program = journey.program

    def __str__(self):
        return self.phase.title

    # What it is
    @property
    def key(self) -> str:
        """The phase's key."""
        return self.phase.key

    @property
    def number(self) -> int:
        """1 for the first."""
        return self.index + 1

    @property
    def title(self) -> str:
        """The phase's title."""
        return self.phase.title

    @property
    def url(self) -> str:
        """The phase's page in this programme."""
        return self.phase.url(self.program)

    def get_absolute_url(self) -> str:
        """The phase's page: where one goes back to after a write."""
        return self.url

    def reverse(self, name: str, *args) -> str:
        """The address of a page of this programme: `step.reverse("scoping:note")`."""
        if args:
            return reverse(name, args=[self.program.public_id, *args])
        return address_of(name, self.program.public_id)

    @property
    def crumbs(self) -> list[Link]:
        """The way back from a page of this step."""
        return [Link(self.program.title, self.program.get_absolute_url()), Link(self.title, self.url)]

    @property
    def pages(self) -> list[Link]:
        """The room's pages that can be opened: those that only write are gone once the step is closed."""
        links = [Link(page.label, self.reverse(page.url_name)) for page in self.phase.pages]
        return [link for link in links if self.is_writable or resolve(link.url).func.action != "phase.write"]

    @property
    def takers(self) -> list[Link]:
        """The forms of later rooms that begin from what was chosen here (`?source=`), in the rooms that are open."""
        later = (step for step in self.journey.steps[self.index + 1 :] if step.is_writable)
        return [Link(page.label, step.reverse(page.url_name)) for step in later for page in step.phase.takes]

    @property
    def journal_scope(self) -> str:
        """The programme's chain of the journal."""
        return self.program.journal_scope

    # Where it stands
    @property
    def state(self) -> str:
        """`closed`, `current` or `ahead`."""
        if self.index < self.journey.position:
            return "closed"
        return "current" if self.is_current else "ahead"

    @property
    def is_current(self) -> bool:
        """Whether the walk is here."""
        return self.program.is_under_way and self.index == self.journey.position

    @property
    def is_last_closed(self) -> bool:
        """Whether it may be reopened."""
        stopped = self.program.state == Program.State.STOPPED
        return not stopped and self.index == self.journey.position - 1

    @property
    def is_under_way(self) -> bool:
        """Whether the programme goes on."""
        return self.program.is_under_way

    @property
    def is_writable(self) -> bool:
        """Open, now or ahead: officers prepare a step before its turn; a closed one is frozen."""
        return self.program.is_under_way and self.index >= self.journey.position

    # Who is looking
    def is_carried_by(self, user) -> bool:
        """Whether the visitor works in one of the DLA that carry the programme."""
        return self.program.is_carried_by(user)

    def has_seat_for(self, user) -> bool:
        """Whether the visitor's organisation takes part."""
        return self.program.has_seat_for(user)

    def is_read_from_afar_by(self, user) -> bool:
        """Whether the visitor is a regional reader of a DLA that carries the programme."""
        return self.program.is_read_from_afar_by(user)

    # What is missing
    @cached_property
    def measures(self):
        """This phase's measures of the programme: read along with it for a list, asked for on the page of one."""
        read_along = self.phase.measured(vars(self.program))
        if len(vars(read_along)) == len(self.phase.measures):
            return read_along
        return self.phase.measured(measures_in(self.program, self.key))

    @cached_property
    def requirements(self) -> list[Checked]:
        """The to-do: each requirement, met or not."""
        return [
            Checked(
                requirement,
                bool(requirement.is_met(self.measures)),
                requirement.detail(self.measures) if requirement.detail else "",
                self,
            )
            for requirement in self.phase.requirements
        ]

    @property
    def missing(self) -> list[Checked]:
        """What is not done yet: shown as the to-do, and the gate of closing."""
        return [line for line in self.requirements if not line.met]

    @property
    def blocking(self) -> list[Checked]:
        """What no reason can pass over."""
        return [line for line in self.missing if line.hard]

    @property
    def next_task(self) -> Task:
        """The first thing missing, or the closing."""
        if not self.missing:
            return Task(
                f"Clore l’étape « {self.title} »",
                address_of("journey:close", self.program.public_id, self.phase.slug),
                "Tout y est. La clôture fige le compte rendu de l’étape et ouvre la suivante.",
                "Clore l’étape",
            )
        line = self.missing[0]
        return Task(line.label, line.url, line.requirement.why, "Continuer", extra=line.detail)


def asks_of_all(seats: list[Participation]) -> list[tuple[Participation, Ask]]:
    """What seats (from `Participation.objects.measured()`) are asked to do now: by the rooms, then by the furniture."""
    asked = [(seat, ask) for seat in seats for ask in asks_of(seat)]
    for shared in phases.shared_asks():
        found = shared([seat for seat in seats if seat.program.is_under_way])
        asked += [(seat, ask) for seat in seats for ask in found.get(seat.pk, [])]
    return asked


def given_by(seat: Participation) -> list[Given]:
    """What a seat (measured) said, gave and signed, in the order of the days."""
    lines = [line for phase in phases.phases() for line in phase.given(seat, phase.measured(vars(seat)))]
    lines += [line for shared in phases.shared_givens() for line in shared(seat)]
    return sorted(lines, key=lambda line: (line.on is None, line.on or date.min))


def became_of(seat: Participation) -> list[Strand]:
    """What became of what a seat said."""
    return [strand for phase in phases.phases() for strand in phase.became(seat)]


def asks_of(seat: Participation) -> list[Ask]:
    """What the rooms ask of a seat, in every step that is open."""
    journey = Journey(seat.program)
    asks = []
    for step in journey.steps:
        is_over = journey.position >= len(journey.steps) and step is journey.steps[-1]
        if step.is_writable or is_over:
            asks += step.phase.asks(seat, step.phase.measured(vars(seat)))
    return asks
