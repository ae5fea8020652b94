"""The worker's part: managers are warned once, a month ahead; what is only technical goes by itself."""

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as conf

from dla_collectif.accounts.links import forget_links
from dla_collectif.accounts.models import Membership, PersonalLink
from dla_collectif.outbox.actions import send
from dla_collectif.outbox.delivery import deliver_due
from dla_collectif.outbox.models import Message
from dla_collectif.privacy import holds
from dla_collectif.services import clock, printing
from programs.journey.models import Program
from programs.retention import background
from programs.retention.models import Warned
from tests import cast

from .conftest import destroy, on

LEAVES = date(2026, 3, 11)  # a Wednesday
AHEAD = date(2026, 2, 9)  # thirty days before, a Monday


@pytest.fixture
def ours(world):
    """A programme that ended on 10 March 2024 and is carried by two DLA, one of which has a manager."""
    Program.objects.filter(pk=world.program.pk).update(state="finished", phase="", ended_on=date(2024, 3, 10))
    world.program.refresh_from_db()
    return world


def work(day) -> list[str]:
    """The worker on a day: the new warnings."""
    before = set(Message.objects.values_list("pk", flat=True))
    with on(day):
        background.work()
        deliver_due()
    new = Message.objects.exclude(pk__in=before).filter(kind="conservation", state__in=Message.LEFT)
    return list(new.values_list("address", flat=True))


def test_managers_are_warned_thirty_days_before_and_once(ours):
    assert work(AHEAD - timedelta(days=3)) == []
    assert work(AHEAD) == [ours.farid.email]
    assert [work(AHEAD + timedelta(days=days)) for days in (0, 1, 4, 30, 37)] == [[]] * 5
    mail = Message.objects.get(kind="conservation")
    assert ("données de travail" in mail.body, "10/03/2026" in mail.body, "11/03/2026" in mail.subject) == (True,) * 3


def test_nobody_is_warned_at_night_nor_on_sundays(ours):
    assert work(AHEAD + timedelta(days=6)) == []
    with clock.set_to(datetime(2026, 2, 9, 3, tzinfo=UTC)):
        background.work()
    assert Message.objects.filter(kind="conservation").count() == 0


def test_manager_reminded_lately_is_warned_later(ours):
    with on(AHEAD - timedelta(days=1)):
        message = send("accounts/mail/link.txt", to=ours.farid, key="autre", link="/")
        Message.objects.filter(pk=message.pk).update(kind="rappel", created_at=clock.now())
    assert (work(AHEAD), work(AHEAD + timedelta(days=3))) == ([], [ours.farid.email])


def test_what_is_held_or_destroyed_warns_nobody(ours):
    with on(AHEAD):
        holds.place_hold(ours.program, {"reason": "Litige."}, by=ours.farid)
    assert work(AHEAD) == []
    with on(AHEAD):
        holds.lift_hold(ours.program, "Fini.", by=ours.farid)
    destroy(ours.program, by=ours.farid)
    assert work(LEAVES + timedelta(days=2)) == []


def test_warning_that_is_no_more_true_does_not_leave_and_may_come_again(ours):
    with on(AHEAD):
        background.work()
        holds.place_hold(ours.program, {"reason": "Litige."}, by=ours.farid)
        deliver_due()
    assert (Message.objects.get(kind="conservation").state, Warned.objects.count()) == ("dropped", 0)
    with on(AHEAD + timedelta(days=7)):
        holds.lift_hold(ours.program, "Fini.", by=ours.farid)
    assert work(AHEAD + timedelta(days=7)) == [ours.farid.email]


def test_several_terms_make_one_mail(ours):
    cast.program("Danse", ours.lille, state="finished", phase="", ended_on=date(2024, 3, 12))
    assert work(AHEAD + timedelta(days=3)) == [ours.farid.email]
    assert Message.objects.get(kind="conservation").body.count("données de travail") == 2


def test_manager_suspended_meanwhile_is_not_told(ours):
    with on(AHEAD):
        background.work()
        Membership.objects.filter(user=ours.farid).update(suspended=True)
        deliver_due()
    assert Message.objects.get(kind="conservation").state == "dropped"


@pytest.mark.parametrize(("day", "is_empty"), [(date(2027, 3, 10), False), (date(2027, 3, 11), True)])
def test_words_of_a_mail_go_after_twelve_months(ours, day, is_empty):
    message = sent_on(ours, date(2026, 3, 10))
    with on(day):
        background.forget_mails()
    message.refresh_from_db()
    assert (message.body == "", message.state, message.key) == (is_empty, "sent", "ancien")


def test_words_of_a_mail_go_by_the_rules_of_its_programme(ours):
    rules = ours.lille.rule_sets.create(valid_from=date(2020, 1, 1), keep_logs=6)
    Program.objects.filter(pk=ours.program.pk).update(rules=rules)
    message, other = sent_on(ours, date(2026, 3, 10)), sent_on(ours, date(2026, 3, 10), key="autre", about=ours.foreign)
    with on(date(2026, 9, 11)):
        background.forget_mails()
    message.refresh_from_db()
    other.refresh_from_db()
    assert (message.body, other.body == "") == ("", False)


def sent_on(world, day, key="ancien", about=None):
    """A mail that left on a day."""
    with on(day):
        message = send("accounts/mail/link.txt", to=world.denis, key=key, link="/", about=about or world.program)
        Message.objects.filter(pk=message.pk).update(state="sent", sent_at=clock.now(), created_at=clock.now())
    return message


def test_links_go_thirty_days_after_their_end(ours):
    with on(date(2026, 1, 1)):
        ours.denis.issue_link()
    with on(date(2026, 3, 2)):
        assert (forget_links(), PersonalLink.objects.count()) == (0, 1)
    with on(date(2026, 3, 3)):
        assert (forget_links(), PersonalLink.objects.count()) == (1, 0)


def test_prints_go_a_month_after_they_were_made(ours):
    folder = conf.VAR_DIR / "pdf" / "aa"
    folder.mkdir(parents=True)
    now = clock.now().timestamp()
    for name, age in (("vieux", 31), ("frais", 29)):
        (folder / f"{name}.pdf").write_bytes(b"%PDF-")
        os.utime(folder / f"{name}.pdf", (now, now - age * 86400))
    assert (printing.forget_prints(), [path.name for path in folder.iterdir()]) == (1, ["frais.pdf"])
