"""A meeting as a calendar file (iCalendar, RFC 5545): for one reader, so without the list of the others."""

from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

from dla_collectif.services.texts import plain

from .models import Meeting

PARIS = ZoneInfo("Europe/Paris")
STATUS = {
    Meeting.State.PLANNED: "CONFIRMED",
    Meeting.State.HELD: "CONFIRMED",
    Meeting.State.CANCELLED: "CANCELLED",
}


def calendar_file(program, meeting) -> bytes:
    """The file; its identifier never changes, its sequence number grows, so that a calendar replaces what it holds."""
    address = settings.PUBLIC_URL + meeting.path(program)
    event = Event()
    event.add("uid", f"{meeting.public_id}@{settings.PUBLIC_URL.rpartition('//')[2].partition(':')[0]}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.edited_at)
    event.add("last-modified", meeting.edited_at)
    event.add("dtstart", meeting.starts_at.astimezone(PARIS))
    event.add("dtend", meeting.ends_at.astimezone(PARIS))
    event.add("summary", f"{meeting.title} ({program.title})")
    event.add("status", STATUS[meeting.state])
    event.add("location", meeting.place or meeting.online)
    event.add("description", "\n\n".join(part for part in (plain(meeting.agenda), meeting.online, address) if part))
    event.add("url", address)
    calendar = Calendar()
    calendar.add("prodid", "-//DLA collectif//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    day = meeting.day  # the time zone's rules of that year and no other: short, and enough
    calendar.add_missing_timezones(first_date=day.replace(month=1, day=1), last_date=day.replace(month=12, day=31))
    return calendar.to_ical()
