"""As whom an officer may look, and what a reader finds in a programme."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from dla_collectif.accounts.models import User
from dla_collectif.services.permissions import can
from programs.journey.models import Participation, Program
from programs.journey.readers import levelled
from programs.meetings.models import speaking_for


def seats_to_see(program) -> list[Participation]:
    """Those who take part, by role and by name."""
    seats = program.participations.filter(status__in=Participation.SEATED).select_related("organisation")
    return list(seats.order_by("role", "organisation__search", "id"))


def people_to_see(program, seated) -> list[tuple[Participation, User]]:
    """Those who speak for one of these seats and have an account, never somebody who works or worked in a DLA."""
    seats = {seat.organisation_id: seat for seat in seated}
    spoken = speaking_for(list(seats), program).values_list("organisation", "person")
    users = User.objects.filter(is_active=True, memberships=None, person__in={person for _, person in spoken})
    users = {user.person_id: user for user in users.select_related("person")}
    pairs = [(seats[organisation], users[person]) for organisation, person in spoken if person in users]
    return sorted(pairs, key=lambda pair: str(pair[1]))


@dataclass
class Line:
    """One piece of content: what it says, who may read it, why it is withheld, where that changes."""

    row: object
    said: str
    level: str
    url: str
    why: str = ""
    change: str = ""


@dataclass
class Kind:
    """What a reader finds of one kind of content in a step, and what is withheld."""

    title: str
    shown: list[Line] = field(default_factory=list)
    withheld: list[Line] = field(default_factory=list)

    @property
    def count(self) -> int:
        """All there is of it."""
        return len(self.shown) + len(self.withheld)


def as_read_by(program, reader) -> Program:
    """The programme as a reader finds it: the very reading of the pages."""
    return Program.objects.visible_to(reader).get(pk=program.pk)


def told_to(journey, reader, user) -> list[tuple[object, list[Kind]]]:
    """[(step, [kind])], in the order of the walk, for the officer `user`; one statement for each kind of content."""
    program, found = as_read_by(journey.program, reader), {}
    steps = {step.key: step for step in journey.steps}
    for kind in levelled():
        shown = Exists(kind.shown(program, reader).filter(pk=OuterRef("pk")))
        for row in kind.rows(journey.program).annotate(is_shown=shown):
            step = steps.get(kind.phase(row), journey.steps[0])
            row.program = journey.program
            here = found.setdefault(step.key, {}).setdefault(kind.title, Kind(kind.title))
            line = Line(row, kind.said(row), row.get_visibility_display(), kind.url(row))
            if can(user, kind.changed_by, step if kind.changed_by.startswith("phase") else journey.program):
                line.change = kind.change(row)
            if not row.is_shown:
                line.why = kind.otherwise if row.visibility >= program.reading_level else reserved(row)
            (here.shown if row.is_shown else here.withheld).append(line)
    return [(step, list(found[step.key].values())) for step in journey.steps if step.key in found]


def reserved(row) -> str:
    """« réservé à : le groupe »."""
    return f"lecture\u00a0: {row.get_visibility_display()}"
