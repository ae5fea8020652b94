"""The day's work: who is written to, who is not, once a day and never twice in three days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from dla_collectif.journal.models import Entry
from dla_collectif.outbox.delivery import deliver_due
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from programs.diagnosis import actions as diagnosis
from programs.diagnosis.answering import actions as answering
from programs.diagnosis.models import Questionnaire, Response
from programs.diagnosis.questionnaire import sources
from programs.journey.models import Participation, Program
from programs.meetings.actions import invite_expected
from programs.reminders import actions, background
from programs.reminders.models import Reminded, Round, Silence
from tests import cast

PARIS = ZoneInfo("Europe/Paris")
ASKED, UNTIL, WEEK_BEFORE = date(2026, 3, 2), date(2026, 3, 31), date(2026, 3, 24)


def at(day, hour=10):
    return clock.set_to(datetime(day.year, day.month, day.day, hour, tzinfo=PARIS))


def work(day, hour=10):
    """The worker on a day: who was written to, in the order of the addresses."""
    before = set(Message.objects.values_list("pk", flat=True))
    with at(day, hour):
        background.work()
        deliver_due()
    new = Message.objects.exclude(pk__in=before).filter(kind="rappel")
    return sorted(new.values_list("address", flat=True))


@pytest.fixture
def asked(world):
    """Denis and Dora were asked on 2 March to answer before the 31st."""
    Participation.objects.filter(pk__in=[world.denis_seat.pk, world.dora_seat.pk]).update(status="spotted")
    world.step = cast.step(cast.at_phase(world.program, "diagnosis"), "diagnosis", world.alice)
    with at(ASKED):
        sources.choose_questionnaire(world.step, "culture", by=world.alice)
        Questionnaire.objects.update(closes_on=UNTIL)
        diagnosis.send_invitations(world.step, by=world.alice)
        deliver_due()
    world.both = [world.denis.email, world.dora.email]
    return world


def finish(world, seat):
    response = Response.objects.select_related("participation__organisation").get(participation=seat)
    answering.fill_in(world.step, response, {}, {"connaitre": {"intensity": 2}}, by=world.denis)
    response.refresh_from_db()
    answering.send_response(world.step, response, by=world.denis)


def test_those_who_are_awaited_are_reminded_a_week_before(asked):
    assert work(WEEK_BEFORE - timedelta(days=1)) == []
    assert work(WEEK_BEFORE) == asked.both
    message = Message.objects.filter(kind="rappel").first()
    assert message.subject == "Répondre au questionnaire sur vos besoins avant le mardi 31 mars 2026"
    assert (message.reply_to, message.state) == (asked.alice.email, "sent")
    assert ("Cinéma et audiovisuel" in message.body, "Ciné-Club des Lilas" in message.body) == (True, True)
    assert Entry.objects.filter(sentence__startswith="a rappelé à ").count() == 2
    assert Response.objects.filter(reminded_on=WEEK_BEFORE).count() == 2


def test_one_who_is_done_is_never_reminded(asked):
    with at(ASKED + timedelta(days=5)):
        finish(asked, asked.denis_seat)
    assert work(WEEK_BEFORE) == [asked.dora.email]


def test_one_who_finishes_before_the_mail_leaves_receives_nothing(asked):
    with at(WEEK_BEFORE):
        background.work()
        finish(asked, asked.denis_seat)
        mail.outbox.clear()
        deliver_due()
    reminded = [letter.to[0] for letter in mail.outbox if "avant le" in letter.subject]
    assert reminded == [asked.dora.email]
    dropped = Message.objects.get(state=Message.State.DROPPED)
    assert (dropped.to, Reminded.objects.filter(message=dropped).count()) == (asked.denis, 0)


@pytest.mark.parametrize("hour", [7, 8, 17, 22])
def test_nothing_leaves_outside_working_hours(asked, hour):
    assert work(WEEK_BEFORE, hour) == []


def test_nothing_leaves_on_a_saturday(asked):
    assert work(date(2026, 3, 28)) == []


def test_day_is_gone_through_once(asked):
    assert len(work(WEEK_BEFORE)) == 2
    assert (work(WEEK_BEFORE, 11), Round.objects.get().mails) == ([], 2)


def test_work_begun_again_after_a_crash_writes_to_nobody_twice(asked):
    assert len(work(WEEK_BEFORE)) == 2
    Round.objects.all().delete()
    assert work(WEEK_BEFORE, 12) == []


def test_reminders_are_three_days_apart_and_stop_by_themselves(asked):
    day, seen = ASKED, []
    while day < date(2026, 5, 15):
        if work(day):
            seen.append(day)
        day += timedelta(days=1)
    assert seen == [WEEK_BEFORE, date(2026, 3, 27), date(2026, 4, 1)]


def test_one_mail_holds_all_the_gestures_of_a_person(asked):
    meeting = cast.meeting(
        asked.program,
        title="Se rencontrer",
        expected=[asked.denis_seat, asked.dora_seat],
        starts_at=datetime(2026, 3, 31, 14, tzinfo=PARIS),
    )
    with at(ASKED):
        invite_expected(asked.step, meeting, by=asked.alice)
    assert work(WEEK_BEFORE) == asked.both
    message = Message.objects.get(kind="rappel", to=asked.denis)
    assert message.subject.endswith("(et 1 autre geste)")
    assert ("Se rencontrer" in message.body, message.link) == (True, "/espace/")


def test_meeting_that_nobody_was_invited_to_is_not_reminded_of(world):
    start = datetime(2026, 3, 31, 14, tzinfo=PARIS)
    meeting = cast.meeting(world.program, expected=[world.denis_seat], starts_at=start)
    assert work(WEEK_BEFORE) == []
    with at(ASKED):
        invite_expected(cast.step(world.program, "diagnosis", world.alice), meeting, by=world.alice)
    assert work(date(2026, 3, 25)) == [world.denis.email]


def test_reminder_of_a_meeting_goes_to_the_person_named_alone(world):
    cast.person("Didier", "Roy", world.cine)
    start = datetime(2026, 3, 31, 14, tzinfo=PARIS)
    meeting = cast.meeting(world.program, expected=[world.denis_seat], starts_at=start)
    meeting.attendances.update(person=world.denis.person)
    with at(ASKED):
        invite_expected(cast.step(world.program, "diagnosis", world.alice), meeting, by=world.alice)
    assert work(WEEK_BEFORE) == [world.denis.email]


def test_switch_of_the_programme_stops_everything(asked):
    actions.stop_reminders(asked.step.journey, by=asked.alice)
    assert work(WEEK_BEFORE) == []


def test_switch_of_a_person_stops_theirs_alone(asked):
    actions.stop_reminders(asked.step.journey, asked.denis.person, by=asked.alice)
    assert work(WEEK_BEFORE) == [asked.dora.email]


def test_switch_turned_off_before_the_mail_leaves_holds(asked):
    with at(WEEK_BEFORE):
        background.work()
        actions.set_own_reminders(False, by=asked.denis)
        deliver_due()
    assert Message.objects.get(kind="rappel", to=asked.denis).state == Message.State.DROPPED
    assert Message.objects.get(kind="rappel", to=asked.dora).state == Message.State.SENT


def test_reminders_come_back_with_the_switch(asked):
    actions.set_own_reminders(False, by=asked.denis)
    actions.set_own_reminders(True, by=asked.denis)
    assert (Silence.objects.count(), work(WEEK_BEFORE)) == (0, asked.both)


def test_programme_that_is_stopped_or_step_that_is_closed_reminds_nobody(asked):
    cast.at_phase(asked.program, "specification")
    assert work(WEEK_BEFORE) == []
    cast.at_phase(asked.program, "diagnosis")
    Program.objects.update(state=Program.State.STOPPED)
    assert work(WEEK_BEFORE + timedelta(days=1)) == []


def test_manual_reminder_and_automatic_one_know_of_each_other(asked):
    with at(WEEK_BEFORE - timedelta(days=1)):
        diagnosis.send_reminders(asked.step, by=asked.alice)
    assert [work(WEEK_BEFORE), work(WEEK_BEFORE + timedelta(days=1))] == [[], []]
    assert work(WEEK_BEFORE + timedelta(days=2)) == asked.both
    with at(WEEK_BEFORE + timedelta(days=3)), pytest.raises(Refusal):
        diagnosis.send_reminders(asked.step, by=asked.alice)


def test_mail_speaks_of_no_programme_of_another_dla(asked):
    other = cast.program("Rivale", asked.arras, reference="rivale")
    seat = cast.seat(other, asked.cine, status="spotted")
    step = cast.step(cast.at_phase(other, "diagnosis"), "diagnosis", asked.chloe)
    with at(ASKED):
        sources.choose_questionnaire(step, "culture", by=asked.chloe)
        Questionnaire.objects.update(closes_on=UNTIL)
        diagnosis.send_invitations(step, by=asked.chloe)
    work(WEEK_BEFORE)
    message = Message.objects.get(kind="rappel", to=asked.denis)
    assert (message.reply_to, "Rivale" in message.body) == (asked.alice.email, False)
    assert not Reminded.objects.filter(participation=seat).exists()


def test_work_costs_the_same_for_two_seats_and_for_twenty(asked, django_assert_max_num_queries):
    for number in range(20):
        organisation = cast.organisation(f"Association {number}")
        cast.person(f"Personne{number}", "Nom", organisation)
        cast.seat(asked.program, organisation, status="invited")
    with at(ASKED), django_assert_max_num_queries(20):
        background.remind_everybody()
