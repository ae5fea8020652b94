"""What the report and the sheet read from the rooms below."""

from programs.journey.models import Participation
from programs.meetings.models import Attendance, Meeting

from .figures import HEARD

STORY = {Meeting.Kind.PREPARATORY, Meeting.Kind.CONSULTANTS, Meeting.Kind.HEARING, Meeting.Kind.WORKSHOP}
STORY |= {Meeting.Kind.RESTITUTION, Meeting.Kind.KICKOFF}


def story_of(program):
    """The meetings that make the story, in their order."""
    return Meeting.objects.filter(program=program, kind__in=STORY).held().order_by("starts_at")


def participants(program):
    """Who took part, with how often each came: one statement for the seats, one for their presences."""
    seats = program.participations.exclude(status=Participation.Status.SPOTTED).select_related("organisation")
    seats = seats.prefetch_related("attendances").order_by("role", "organisation__name")
    return [
        (seat, len({each.meeting_id for each in seat.attendances.all() if each.state == Attendance.State.PRESENT}))
        for seat in seats
    ]


def provider(program) -> str:
    """The name of the provider under agreement; empty before there is one."""
    agreement = getattr(program, "agreement", None)
    return str(agreement.participation.organisation) if agreement else ""


def heard(program, role) -> list[str]:
    """The organisations of a role that were heard while the programme was prepared."""
    seats = HEARD.filter(participation__program=program, participation__role=role)
    return sorted(set(seats.values_list("participation__organisation__name", flat=True)))


def lines(text: str) -> list[str]:
    """A text of one item a line, list marks taken off."""
    return [line.strip().lstrip("-•– ").strip() for line in text.splitlines() if line.strip()]


def bullets(sheet) -> list[str]:
    """The points of the summary."""
    return lines(sheet.summary) if sheet else []
