"""What meetings ask of those who take part: come, and on what day."""

from django.utils import timezone

from dla_collectif.services import clock
from dla_collectif.services.templatetags.house import moment
from programs.journey.phases import Ask, Reminder

from .models import Attendance, Meeting

REMINDERS = [Reminder("reunion", "Venir à une réunion", days=(-7, -1), every=0, most=2)]


def asks(seats) -> dict[int, list[Ask]]:
    """For each seat, the meetings to come where it is expected: one statement for all the seats."""
    by_pk = {seat.pk: seat for seat in seats}
    expected = Attendance.objects.filter(
        participation__in=by_pk,
        state=Attendance.State.EXPECTED,
        meeting__state=Meeting.State.PLANNED,
        meeting__ends_at__gte=clock.now(),
    )
    lines, people = {}, {}
    for line in expected.select_related("meeting").order_by("meeting__starts_at", "pk"):
        lines.setdefault((line.participation_id, line.meeting_id), line)
        people.setdefault((line.participation_id, line.meeting_id), set()).add(line.person_id)
    found = {}
    for place, line in lines.items():
        asked = ask(line.meeting, by_pk[line.participation_id].program, people[place])
        found.setdefault(line.participation_id, []).append(asked)
    return found


def ask(meeting, program, people) -> Ask:
    """To come; asked of the persons named, or of all who speak for the organisation where one line names nobody."""
    return Ask(
        f"Venir à la réunion\u00a0: {meeting.title}",
        meeting.path(program),
        f"{moment(meeting.starts_at).capitalize()}" + (f", {meeting.place}" if meeting.place else "") + ".",
        timezone.localdate(meeting.starts_at),
        "Voir la réunion",
        on_the_day=True,
        gesture="reunion",
        since=meeting.invited_on,
        people=None if None in people else frozenset(people),
    )
