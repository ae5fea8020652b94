"""What the acts of a story share: its data, its calendar, its cast, and the rows that its keys name."""

from dla_collectif.accounts.models import User
from programs.journey.models import Participation, Program
from programs.journey.progress import Journey, Step

from .calendar import Calendar
from .cast import Cast

Role = Participation.Role
ROLES = {  # what an organisation is in a programme; a DLA has no seat: it carries
    "association": Role.ASSOCIATION,
    "consultancy": Role.CONSULTANT,
    "institution": Role.INSTITUTION,
    "partner": Role.PARTNER,
}


class Stage:
    """A story while it is played."""

    def __init__(self, name, story):
        self.name, self.story = name, story
        self.calendar = Calendar()
        self.cast = Cast(story, self.calendar)
        self.program: Program | None = None
        self.seen = {}  # the programme as each person sees it, until its phase changes
        self.rows = {}  # meetings, contributions, objectives, outputs… by the key that the story gives them

    def enter(self, phase, who) -> tuple[Step, User]:
        """A step as a person of the story finds it now, and their account."""
        user = self.cast.user(who)
        if who not in self.seen:
            self.seen[who] = Program.objects.visible_to(user).get(pk=self.program.pk)
        return Journey(self.seen[who]).step(phase), user

    def officer_of(self, phase) -> str:
        """Who leads a phase."""
        return next(row["by"] for row in self.story["phases"] if row["key"] == phase)

    def seat(self, key) -> Participation | None:
        """The seat of an organisation; None for a DLA, or for one that has none yet."""
        seats = Participation.objects.filter(program=self.program, role=self.role_of(key))
        return seats.filter(organisation=self.cast.organisation(key)).select_related("organisation").first()

    def seats(self) -> dict:
        """All the seats, by their organisation and their role."""
        seats = Participation.objects.filter(program=self.program).select_related("organisation")
        return {(seat.organisation_id, seat.role): seat for seat in seats}

    def role_of(self, key) -> str | None:
        """In what role an organisation takes part; None for a DLA."""
        return ROLES.get(self.cast.kind_of(key))
