"""The engine: once each working day it looks at everybody, and writes to those who are still waited for.

Who is written to is computed here, then once more at the moment of sending. A person gets one mail a day at the most,
and none within three days of another reminder. One mail speaks of programmes of the same DLA alone, so that an answer
tells no DLA of another's.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dla_collectif.accounts.models import Membership, User
from dla_collectif.journal.actions import record
from dla_collectif.outbox import actions as outbox
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from programs.journey.mailing import PAUSE, reminded_lately
from programs.journey.models import Carrier, Participation, Program

from .mails import DIGEST, path_of, words_of
from .models import Reminded, Round
from .readings import Awaited, awaited

OPENS, CLOSES = 9, 17  # the hours, in Paris, between which a day's work begins
CHUNK = 100  # seats looked at in one go


def work() -> int:
    """Do the day's work if it is a working hour and nobody did it yet; returns how many mails were written."""
    here = timezone.localtime(clock.now())
    if here.weekday() > 4 or not OPENS <= here.hour < CLOSES or Round.objects.filter(day=here.date()).exists():
        return 0
    count = remind_everybody()
    Round.objects.get_or_create(day=here.date(), defaults={"mails": count})
    return count


def remind_everybody() -> int:
    """Write to all whose turn it is. Begun again after a crash, it writes to nobody twice."""
    lines = {}
    for line in everything_awaited():
        lines.setdefault(line.person.pk, []).append(line)
    today = clock.today()
    due = {pk: some for pk, some in lines.items() if any(line.next and line.next <= today for line in some)}
    lately = reminded_lately([some[0].person for some in due.values()])
    teams = teams_of({line.seat.program_id for some in due.values() for line in some})
    return sum(write(most_pressing(some, teams)) for pk, some in due.items() if pk not in lately)


def everything_awaited():
    """What is waited for in all programmes under way, a few seats at a time."""
    seats = Participation.objects.filter(
        program__state__in=(Program.State.UNDER_WAY, Program.State.FINISHED), status__in=Participation.SEATED
    )
    last = 0
    while pks := list(seats.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        last = pks[-1]
        some = Participation.objects.filter(pk__in=pks).measured().select_related("program", "organisation")
        yield from awaited(some.order_by("pk"))


def most_pressing(lines: list[Awaited], teams) -> list[Awaited]:
    """The gestures for one mail: those of the programmes of one team, due now or within the pause that follows."""
    today = clock.today()
    lines = [line for line in lines if line.next is not None]
    lines.sort(key=lambda line: (line.next > today, line.ask.until or date.max, line.seat.pk))
    team = teams[lines[0].seat.program_id]
    soon = today + timedelta(days=PAUSE)
    return [line for line in lines if teams[line.seat.program_id] == team and line.next <= soon]


def teams_of(programs) -> dict[int, frozenset]:
    """The DLA that carry each of these programmes."""
    found = {}
    for program, team in Carrier.objects.filter(program__in=programs).values_list("program", "dla"):
        found.setdefault(program, set()).add(team)
    return {program: frozenset(found.get(program, ())) for program in programs}


def write(lines: list[Awaited]) -> int:
    """Queue the mail of one person and note what it reminds of; 0 when they have one of today already."""
    person, program, today = lines[0].person, lines[0].seat.program, clock.today()
    user = User.objects.of(person)
    key = f"rappel:{user.pk}:{today:%Y%m%d}"
    if not user.is_active or Message.objects.filter(key=key).exists():
        return 0
    link, button = path_of(lines)
    with transaction.atomic():
        message = outbox.post(
            DIGEST,
            to=user,
            key=key,
            words=words_of(lines),
            link=link,
            button=button,
            about=program,
            by=officer_for(program, user),
        )
        for line in lines:
            Reminded.objects.get_or_create(
                message=message, participation=line.seat, gesture=line.rule.gesture, defaults={"person": person}
            )
        for each in dict.fromkeys(line.seat.program for line in lines):
            labels = ", ".join(line.rule.label.lower() for line in lines if line.seat.program == each)
            record(each, f"a rappelé à {person} : {labels}", by=None)
        for rule in {line.rule for line in lines if line.rule.noted}:
            rule.noted([line.seat.pk for line in lines if line.rule is rule])
    return 1


def officer_for(program, user):
    """To whom answers go: the officer of the programme who last wrote to this person, else the first of its team."""
    teams = Carrier.objects.filter(program=program).values("dla")
    officers = User.objects.filter(
        is_active=True,
        memberships__dla__in=teams,
        memberships__suspended=False,
        memberships__role__in=[Membership.Role.OFFICER, Membership.Role.MANAGER],
    )
    wrote = Message.objects.filter(scope=program.journal_scope, reply_to__in=officers.values("email"))
    wrote = wrote.exclude(kind=DIGEST.key)
    latest = wrote.filter(to=user).order_by("-id").first() or wrote.order_by("-id").first()
    found = officers.filter(email=latest.reply_to) if latest else officers
    ranked = found.annotate(rank=Max("memberships__role")).order_by("-rank", "pk")  # officers before managers
    return ranked.select_related("person").first()
