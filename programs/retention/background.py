"""The worker's part: warn managers a month ahead, finish destructions, let go of what was only ever technical.

Nothing of a programme is destroyed here: that takes a named person.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from dla_collectif.accounts.models import Membership, User
from dla_collectif.outbox import actions as outbox
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.teams.models import RuleSet
from programs.journey.mailing import reminded_lately
from programs.journey.models import Program

from . import plan
from .actions import remove_files
from .contacts import care_for_accounts
from .mails import TERM, path_of, words_of
from .models import Destruction, Warned

OPENS, CLOSES = 9, 17  # the hours, in Paris, between which managers are written to


def work() -> None:
    """What is done once an hour."""
    forget_mails()
    for pk in Destruction.objects.exclude(emptied_at=None).filter(done_at=None).values_list("pk", flat=True):
        remove_files(pk)
    here = timezone.localtime(clock.now())
    if here.weekday() <= 4 and OPENS <= here.hour < CLOSES:
        care_for_accounts()
        warn_managers()


def warn_managers() -> int:
    """Write to each manager whose programmes have something that comes to its term; returns how many mails."""
    ended = Program.objects.exclude(state=Program.State.UNDER_WAY).order_by("pk")
    lines = [line for line in plan.lines_of(ended) if line.is_announced]
    if not lines:
        return 0
    managers = managers_of({line.program.pk for line in lines})
    told = set(Warned.objects.values_list("user", "program", "lot", "kept_until"))
    lately = reminded_lately([user.person for user in managers if user.person])
    count = 0
    for user, programs in managers.items():
        new = [line for line in lines if line.program.pk in programs and key_of(user, line) not in told]
        if new and user.person_id not in lately:
            warn(user, new)
            count += 1
    return count


def managers_of(programs) -> dict[User, set[int]]:
    """Who manages the carriers of these programmes today: {account: programmes}."""
    rows = Membership.objects.managing().filter(dla__carried__program__in=programs)
    found = {}
    for row in rows.select_related("user__person").prefetch_related("dla__carried").order_by("user", "pk"):
        found.setdefault(row.user, set()).update(
            carrier.program_id for carrier in row.dla.carried.all() if carrier.program_id in programs
        )
    return found


def key_of(user, line) -> tuple:
    """What a warning is told once for."""
    return user.pk, line.program.pk, line.lot.value, line.until.day


def warn(user, lines) -> Message:
    """Queue the mail of one manager, and note what it told."""
    lines = sorted(lines, key=lambda line: (line.until.day, line.program.pk))
    with transaction.atomic():
        key = f"conservation:{user.pk}:{clock.today():%Y%m%d}"
        message = outbox.post(TERM, to=user, key=key, words=words_of(lines), link=path_of(lines, user))
        for line in lines:
            Warned.objects.get_or_create(
                program=line.program,
                lot=line.lot,
                kept_until=line.until.day,
                user=user,
                defaults={"message": message},
            )
    return message


def forget_mails() -> int:
    """Empty mails that left long ago, by the rules of their programme's opening; that they left stays noted."""
    default = RuleSet._meta.get_field("keep_logs").default
    other = Program.objects.exclude(rules=None).exclude(rules__keep_logs=default)
    count = empty(Message.objects.exclude(scope__in=other.values("public_id")), default)
    for months in other.order_by().values_list("rules__keep_logs", flat=True).distinct():
        mine = other.filter(rules__keep_logs=months).values("public_id")
        count += empty(Message.objects.filter(scope__in=mine), months)
    return count


def empty(messages, months: int) -> int:
    """Empty those of more than so many months; returns how many."""
    before = months_ago(clock.now(), months)
    old = messages.filter(created_at__lt=before, state__in=[*Message.LEFT, *Message.UNTOLD]).exclude(body="")
    return old.update(subject=FORGOTTEN, body="", words={}, link="", button="", error="")


FORGOTTEN = "(texte effacé au terme de sa conservation)"


def months_ago(moment, months: int):
    """The same day some months before; the last day of a shorter month."""
    place = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(place, 12)
    for day in (moment.day, 30, 29, 28):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return moment - timedelta(days=months * 30)
