"""Who is waited for, since when they were reminded and when they will be: computed from the asks of the space."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from dla_collectif.directory.models import Affiliation
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from programs.journey import phases
from programs.journey.mailing import PAUSE
from programs.journey.measuring import measure
from programs.journey.models import Carrier, Participation, Program
from programs.journey.phases import Ask, Reminder
from programs.journey.progress import asks_of, asks_of_all
from programs.meetings.models import speaking_for

from .models import Reminded, Silence


@dataclass(frozen=True)
class Awaited:
    """A gesture that one person has not done: when they were reminded of it, and when they will be."""

    seat: Participation
    person: object
    ask: Ask
    rule: Reminder
    last: date | None
    count: int
    next: date | None
    silence: str = ""  # « program », « person », « own »: which switch is off

    @property
    def place(self) -> tuple[str, str]:
        """What tells it from the others of one person."""
        return self.seat.public_id, self.rule.gesture


def awaited(seats: Iterable[Participation]) -> list[Awaited]:
    """Every gesture that has a rule and is not done, for each person it is asked of.

    `seats` come from `Participation.objects.measured()`, with their programme and organisation. Six statements or so,
    whatever their number.
    """
    seats = [
        seat for seat in seats if seat.program.state != Program.State.STOPPED and seat.status in Participation.SEATED
    ]
    rules, today = phases.reminders(), clock.today()
    asked = [(seat, ask) for seat, ask in asks_of_all(seats) if ask.gesture in rules and not ask.done]
    if not asked:
        return []
    people, past, silences = people_of(seats), past_of(seats), silences_of(seats)
    found = []
    for seat, ask in asked:
        rule = rules[ask.gesture]
        for person in people.get(seat.pk, ()):
            if ask.people is not None and person.pk not in ask.people:
                continue
            days = past.get((seat.pk, person.pk, ask.gesture), [])
            last = max(days, default=None)
            soonest = rule.next_on(ask, last=last, count=len(days), today=today, pause=PAUSE)
            silence = which_switch(silences, seat, person)
            found.append(Awaited(seat, person, ask, rule, last, len(days), None if silence else soonest, silence))
    return found


def in_program(program) -> list[Awaited]:
    """Everybody who is waited for in a programme."""
    seats = Participation.objects.filter(program=program, status__in=Participation.SEATED).measured()
    return awaited(seats.select_related("program", "organisation").order_by("role", "organisation__name", "id"))


@dataclass(frozen=True)
class Dates:
    """« Relancée le … / prochaine le … », for one organisation: the latest, and the soonest."""

    last: date | None
    next: date | None


def dates_of(program, seats: list[Participation], *gestures: str) -> dict[str, Dates]:
    """When each of these seats (by its public identifier) was last reminded of what a room asks, and will be next.

    For the tables of a room: two statements, whatever the number of seats.
    """
    if not seats:
        return {}
    for seat in seats:
        seat.program = program
    measure(seats, "seat_measures")
    people, rules, today, found = reached(program, seats), phases.reminders(), clock.today(), {}
    for seat in seats:
        asks = (
            [ask for ask in asks_of(seat) if ask.gesture in gestures] if program.state != Program.State.STOPPED else []
        )
        past, nexts = [], []
        for is_silent, days in people.get(seat.organisation_id, {}).values():
            mine = {
                gesture: [day for where, what, day in days if (where, what) == (seat.pk, gesture)]
                for gesture in gestures
            }
            past += [day for some in mine.values() for day in some]
            for ask in asks if not is_silent else ():
                last, count = max(mine[ask.gesture], default=None), len(mine[ask.gesture])
                nexts.append(rules[ask.gesture].next_on(ask, last=last, count=count, today=today, pause=PAUSE))
        dates = Dates(max(past, default=None), min((day for day in nexts if day), default=None))
        if dates.last or dates.next:
            found[seat.public_id] = dates
    return found


def reached(program, seats) -> dict[int, dict[int, tuple[bool, list]]]:
    """Who can be written to in each organisation, whether a switch is off, and the reminders they had of these seats.

    {organisation pk: {person pk: (is silent, [(seat pk, gesture, day)])}}; one statement.
    """
    off = Silence.objects.filter(
        Q(program=program, person=None) | Q(Q(program=program) | Q(program=None), person=OuterRef("person"))
    )
    here = Q(person__reminders__participation__in=[seat.pk for seat in seats])
    rows = speaking_for([seat.organisation_id for seat in seats], program).exclude(person__email="")
    rows = rows.annotate(had=FilteredRelation("person__reminders", condition=here), is_silent=Exists(off))
    found = {}
    had = ("had__participation", "had__gesture", "had__on", "had__message__state")
    lines = rows.values_list("organisation", "person", "is_silent", *had)
    for organisation, person, is_silent, seat, gesture, day, state in lines:
        days = found.setdefault(organisation, {}).setdefault(person, (is_silent, []))[1]
        if day is not None and state not in Message.UNTOLD:
            days.append((seat, gesture, day))
    return found


def counted():
    """The messages that count as reminders: those withdrawn or refused told nobody anything."""
    return Message.objects.not_dropped().values("pk")


def people_of(seats) -> dict[int, list]:
    """Who sits in each seat today and can be written to, by the word that holds in its programme: {seat pk: [person]}.

    Two statements, whatever the number of seats and programmes.
    """
    hosts, spoken = {}, {}
    carriers = Carrier.objects.filter(program__in={seat.program_id for seat in seats})
    for program, host in carriers.values_list("program", "dla__organisation"):
        hosts.setdefault(program, {None}).add(host)
    rows = Affiliation.objects.filter(organisation__in={seat.organisation_id for seat in seats}).current()
    for row in rows.exclude(person__email="").select_related("person").order_by("id"):
        spoken.setdefault(row.organisation_id, []).append(row)
    return {
        seat.pk: list(
            dict.fromkeys(
                row.person
                for row in spoken.get(seat.organisation_id, ())
                if row.noted_by_id in hosts.get(seat.program_id, {None})
            )
        )
        for seat in seats
    }


def past_of(seats) -> dict[tuple, list[date]]:
    """The days on which each person was reminded of each gesture: {(seat pk, person pk, gesture): days}."""
    rows = Reminded.objects.filter(participation__in=[seat.pk for seat in seats], message__in=counted())
    found = {}
    for row in rows:
        found.setdefault((row.participation_id, row.person_id, row.gesture), []).append(row.on)
    return found


def silences_of(seats) -> set[tuple]:
    """The switches that are off, as (programme pk or None, person pk or None)."""
    programs = {seat.program_id for seat in seats}
    return set(Silence.objects.filter(Q(program__in=programs) | Q(program=None)).values_list("program", "person"))


def which_switch(silences, seat, person) -> str:
    """Which switch keeps reminders from this person for this seat; empty when none does."""
    switches = ((seat.program_id, None), (seat.program_id, person.pk), (None, person.pk))
    return next(
        (name for name, each in zip(("program", "person", "own"), switches, strict=True) if each in silences), ""
    )
