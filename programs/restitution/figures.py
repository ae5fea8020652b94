"""The figures of a whole programme: what its report says first. Read from all the rooms below, typed nowhere."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from programs.journey.models import Participation
from programs.meetings.models import Attendance, Meeting

Kind, Role = Meeting.Kind, Participation.Role
HEARD = Attendance.objects.filter(
    meeting__phase="consultation", meeting__state=Meeting.State.HELD, state=Attendance.State.PRESENT
)


@dataclass(frozen=True)
class Figures:
    """Counts of a programme; an unknown is None, never 0."""

    spotted: int
    invited: int
    committed: int
    withdrawn: int
    consultants: int
    institutions: int
    preparatory: int
    workshops: int
    individual: int
    interviews: int
    half_days: int | None

    @property
    def funnel(self) -> list[tuple]:
        """Repérées → conviées → engagées, for the picture."""
        return [
            ("associations repérées", self.spotted),
            ("associations conviées", self.invited),
            ("associations engagées", self.committed),
        ]


def read_figures(program) -> Figures:
    """Three statements: the seats, the meetings held, the partners heard."""
    seats = program.participations.filter(role=Role.ASSOCIATION).aggregate(
        spotted=Count("pk"),
        invited=Count("pk", filter=Q(invited_on__isnull=False)),
        committed=Count("pk", filter=Q(status=Participation.Status.COMMITTED)),
        withdrawn=Count("pk", filter=Q(status=Participation.Status.WITHDRAWN)),
    )
    held = Meeting.objects.filter(program=program).held()
    counts = held.aggregate(
        preparatory=Count("pk", filter=Q(kind=Kind.PREPARATORY)),
        workshops=Count("pk", filter=Q(kind=Kind.WORKSHOP)),
        individual=Count("pk", filter=Q(kind=Kind.INDIVIDUAL)),
        interviews=Count("pk", filter=Q(kind=Kind.INTERVIEW, phase="workshops")),
        half_days=Sum("half_days", filter=Q(half_days__gt=0)),
    )
    heard = HEARD.filter(meeting__program=program).aggregate(
        consultants=Count("participation", filter=Q(participation__role=Role.CONSULTANT), distinct=True),
        institutions=Count("participation", filter=Q(participation__role=Role.INSTITUTION), distinct=True),
    )
    return Figures(**seats, **counts, **heard)
