"""What meetings ask of those who take part: come, and on what day."""

from django.utils import timezone

from dla_collectif.services import clock
from dla_collectif.services.templatetags.house import moment
from programs.journey.phases import Ask

from .models import Attendance, Meeting


def asks(seats) -> dict[int, list[Ask]]:
    """For each seat, the meetings to come where it is expected: one statement for all the seats."""
    by_pk = {seat.pk: seat for seat in seats}
    expected = Attendance.objects.filter(
        participation__in=by_pk,
        state=Attendance.State.EXPECTED,
        meeting__state=Meeting.State.PLANNED,
        meeting__ends_at__gte=clock.now(),
    )
    found = {}
    for line in expected.select_related("meeting").order_by("meeting__starts_at", "pk"):
        meeting = line.meeting
        program = by_pk[line.participation_id].program
        ask = Ask(
            f"Venir à la réunion\u00a0: {meeting.title}",
            meeting.path(program),
            f"{moment(meeting.starts_at).capitalize()}" + (f", {meeting.place}" if meeting.place else "") + ".",
            timezone.localdate(meeting.starts_at),
            "Voir la réunion",
            on_the_day=True,
        )
        asked = found.setdefault(line.participation_id, [])
        if ask.url not in [each.url for each in asked]:
            asked.append(ask)
    return found
