"""When a story's acts take place: real days, or days counted from the day it is played."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from dla_collectif.services import clock

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class Act:
    """Something that somebody does at a moment; `closes` names the phase whose closing it is."""

    moment: datetime
    do: Callable[[], object]
    closes: str = ""


class Calendar:
    """The days of a story. Integers are counted from today, and fall on working days where an office is concerned."""

    def __init__(self):
        self.today = clock.today()

    def exact_day(self, told: date | int) -> date:
        """The very day, even a Sunday: people fill in their questionnaire when they can."""
        return self.today + timedelta(days=told) if isinstance(told, int) else told

    def day(self, told: date | int) -> date:
        """The day; one counted from today moves to the nearest working day, so that the order of the acts stays."""
        found = self.exact_day(told)
        return working(found) if isinstance(told, int) else found

    def year(self, told: int) -> int:
        """The year: 2005, or -1 for the last one."""
        return told if told > 0 else self.today.year + told

    def at(self, told: date | int, hour: str | time) -> datetime:
        """A moment in Paris: « 14:30 » on a day."""
        return moment(self.day(told), hour)


def moment(day: date, hour: str | time) -> datetime:
    """A day and an hour of Paris as a moment, in UTC as the product's clock gives it."""
    hour = time.fromisoformat(hour) if isinstance(hour, str) else hour
    return timezone.make_aware(datetime.combine(day, hour)).astimezone(UTC)


def working(day: date) -> date:
    """The nearest working day: the Friday before a Saturday, the Monday after a Sunday."""
    return day + timedelta(days={SATURDAY: -1, SUNDAY: 1}.get(day.weekday(), 0))


def days_after(start: datetime, count: int, hour: str) -> datetime:
    """A working moment some days after another (before it if `count` is negative)."""
    return moment(working(timezone.localdate(start) + timedelta(days=count)), hour)
