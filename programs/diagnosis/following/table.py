"""Where every association is with its answers: who is late, whom to call, whom to replace."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField
from django.utils import timezone

from dla_collectif.directory.models import Person
from dla_collectif.services.kept import Given, Kept
from programs.journey.models import Participation
from programs.journey.representatives import people_of as spokespeople
from programs.meetings.models import people_reached

from ..models import Response

ORDERS = {"retard": "Celles qui attendent depuis le plus longtemps", "nom": "Par ordre alphabétique"}


@dataclass(frozen=True)
class Line:
    """An association's answers and the people who can be written to about them."""

    row: Response
    people: list[Person]
    may_replace: bool = False  # whether the visitor's DLA may note who takes over

    @property
    def is_awaited(self) -> bool:
        """Whether its answers are still to come."""
        return not self.row.is_sent and self.row.participation.status in Participation.SEATED

    @property
    def since(self) -> date | None:
        """The last sign of life: a visit, else the day it was asked; None for one that was never asked."""
        visit = self.row.last_visit
        return timezone.localdate(visit) if visit else self.row.asked_on

    @property
    def stage(self) -> str:
        """How far it is, for the list of calls."""
        row = self.row
        if row.answered:
            return f"{row.answered} réponse{'s' if row.answered > 1 else ''} sur {row.expected}"
        return "ouvert, rien d’écrit" if row.opened_at else "pas encore ouvert"


def responses_followed():
    """The responses of the associations of a programme, by their names."""
    rows = Response.objects.filter(participation__program=Given("program", BigIntegerField())).with_visits()
    return rows.select_related("participation__organisation").order_by("participation__organisation__name", "id")


followed = Kept(responses_followed)


def lines_of(program, user=None, order="retard") -> list[Line]:
    """Every association that was asked, as `user` follows it (nobody, on paper): a constant number of statements.

    « retard »: those awaited first, whose last sign of life is the oldest, those never asked before all.
    """
    rows = followed.run(program=program.pk)
    people = people_reached([row.participation.organisation_id for row in rows], program)
    ours = {one.seat_id for one in spokespeople(program, user) if one.is_ours} if user else set()
    lines = [
        Line(row, people.get(row.participation.organisation_id, []), row.participation.public_id in ours)
        for row in rows
    ]
    if order == "retard":
        lines.sort(key=lambda line: (not line.is_awaited, line.since or date.min))
    return lines
