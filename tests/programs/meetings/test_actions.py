"""What happens to meetings, and what is refused."""

from datetime import timedelta

import pytest

from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.refusals import Conflict, Refusal
from programs.journey.models import Participation
from programs.meetings import actions
from programs.meetings.models import Attendance, Meeting
from tests import cast


@pytest.fixture
def step(world):
    return cast.step(world.program, "diagnosis", world.alice)


@pytest.fixture
def to_come(world):
    """A preparatory meeting in three days, Denis's and Dora's associations expected."""
    starts_at = clock.now() + timedelta(days=3)
    return cast.meeting(world.program, starts_at=starts_at, expected=[world.denis_seat, world.dora_seat])


@pytest.fixture
def past(world):
    """A preparatory meeting three days ago, nobody noted yet."""
    return cast.meeting(world.program, expected=[world.denis_seat, world.dora_seat])


def data(**fields):
    start = clock.now() + timedelta(days=5)
    given = {
        "kind": "preparatory",
        "title": "Première réunion",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
    }
    return given | {"place": "Maison des associations", "online": "", "agenda": "", "half_days": 0} | fields


def last_entry(world):
    return Entry.objects.filter(scope=world.program.journal_scope).order_by("number").last().sentence


def marks(meeting, *states):
    return dict(zip(meeting.attendances.order_by("id").values_list("pk", flat=True), states, strict=True))


def test_plan_meeting_expects_seats_and_writes_to_nobody(world, step):
    meeting = actions.plan_meeting(
        step, data(), [world.denis_seat, (world.dora_seat, world.dora.person)], by=world.alice
    )
    lines = set(meeting.attendances.values_list("participation", "person", "state"))
    assert lines == {
        (world.denis_seat.pk, None, "expected"),
        (world.dora_seat.pk, world.dora.person.pk, "expected"),
    }
    assert (meeting.phase, meeting.state, Message.objects.count()) == ("diagnosis", "planned", 0)
    assert last_entry(world).startswith("a prévu la réunion «\u00a0Première réunion\u00a0» du ")


def test_plan_meeting_that_ends_before_it_starts_is_refused(world, step):
    with pytest.raises(Refusal) as refusal:
        actions.plan_meeting(step, data(ends_at=clock.now()), [], by=world.alice)
    assert (refusal.value.sentence, refusal.value.field) == ("La fin doit suivre le début.", "end")
    assert Meeting.objects.count() == 0


def test_invitations_leave_once_per_person(world, step, to_come):
    first = actions.invite_expected(step, to_come, by=world.alice)
    with pytest.raises(Refusal) as refusal:
        actions.invite_expected(step, to_come, by=world.alice)
    assert first == 2
    assert refusal.value.sentence.startswith("Toutes les personnes attendues")
    assert sorted(Message.objects.values_list("address", flat=True)) == [world.denis.email, world.dora.email]


def test_invitation_says_what_and_where_and_names_nobody_else(world, step, to_come):
    Meeting.objects.filter(pk=to_come.pk).update(place="Salle A & B", agenda="Tour de table")
    to_come.refresh_from_db()
    actions.invite_expected(step, to_come, by=world.alice)
    message = Message.objects.get(to=world.denis)
    assert message.subject.startswith("Notez la réunion du ")
    assert message.link == to_come.path(world.program)
    expected = ["Salle A & B", "Tour de table", "{lien}", to_come.path(world.program, "calendar"), "Alice Martin"]
    assert [words for words in expected if words not in message.body] == []
    assert [name for name in ("Dora", "Vidéo Quartier") if name in message.body] == []


def test_invitation_goes_to_the_person_named_alone(world, step, to_come):
    cast.person("Didier", "Roy", world.cine)
    to_come.attendances.filter(participation=world.denis_seat).update(person=world.denis.person)
    assert {person.email for person in to_come.expected_people()} == {world.denis.email, world.dora.email}


def test_invitation_goes_to_no_one_who_left_or_withdrew(world, to_come):
    world.denis.person.affiliations.update(until=clock.today() - timedelta(days=1))
    Participation.objects.filter(pk=world.dora_seat.pk).update(status="withdrawn", reason="Plus le temps")
    assert to_come.expected_people() == []


def test_invitation_is_refused_for_a_past_meeting(world, step, past):
    with pytest.raises(Refusal) as refusal:
        actions.invite_expected(step, past, by=world.alice)
    assert "n’est plus à venir" in refusal.value.sentence
    assert Message.objects.count() == 0


def test_change_of_hour_raises_the_sequence_and_tells_those_expected(world, step, to_come):
    starts_at = to_come.starts_at + timedelta(days=1)
    change = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "notify": True,
        "reason": "Salle prise",
    }
    actions.change_meeting(to_come, change | {"version": to_come.version}, by=world.alice, step=step)
    assert (to_come.sequence, to_come.starts_at) == (1, starts_at)
    assert Message.objects.count() == 2
    assert "Motif\u00a0: Salle prise" in Message.objects.first().body


def test_change_without_a_message_writes_to_nobody(world, step, to_come):
    actions.change_meeting(to_come, {"half_days": 1}, by=world.alice, step=step)
    assert (to_come.sequence, to_come.half_days, Message.objects.count()) == (0, 1, 0)


def test_change_told_without_a_reason_is_refused(world, step, to_come):
    with pytest.raises(Refusal) as refusal:
        actions.change_meeting(to_come, {"title": "Autre", "notify": True}, by=world.alice, step=step)
    assert refusal.value.field == "reason"
    assert Meeting.objects.get(pk=to_come.pk).title == "Réunion"


def test_change_of_an_older_version_is_a_conflict(world, step, to_come):
    actions.change_meeting(to_come, {"title": "Le titre d’Alice"}, by=world.alice, step=step)
    with pytest.raises(Conflict):
        actions.change_meeting(to_come, {"title": "Le titre de Bruno", "version": 1}, by=world.bruno, step=step)
    assert Meeting.objects.get(pk=to_come.pk).title == "Le titre d’Alice"


def test_change_of_those_expected_keeps_what_was_noted(world, step, to_come):
    to_come.attendances.filter(participation=world.denis_seat).update(state="excused")
    actions.change_meeting(to_come, {"seats": [world.hugo_seat]}, by=world.alice, step=step)
    assert set(to_come.attendances.values_list("participation", flat=True)) == {
        world.denis_seat.pk,
        world.hugo_seat.pk,
    }


def test_cancel_keeps_the_reason_and_tells_those_expected(world, step, to_come):
    actions.cancel_meeting(step, to_come, " Grève ", by=world.alice)
    assert (to_come.state, to_come.cancel_reason, to_come.sequence) == ("cancelled", "Grève", 1)
    assert {message.subject[:15] for message in Message.objects.all()} == {"Ne venez pas : "}
    assert Message.objects.count() == 2


def test_cancel_without_a_reason_or_of_a_held_meeting_is_refused(world, step, to_come, past):
    with pytest.raises(Refusal) as blank:
        actions.cancel_meeting(step, to_come, "  ", by=world.alice)
    Meeting.objects.filter(pk=past.pk).update(state="held")
    past.refresh_from_db()
    with pytest.raises(Refusal) as held:
        actions.cancel_meeting(step, past, "Trop tard", by=world.alice)
    assert (blank.value.field, held.value.sentence) == ("reason", "Seule une réunion encore prévue s’annule.")
    assert Message.objects.count() == 0


def test_attendance_makes_a_meeting_held_from_its_first_presence(world, step, past):
    actions.note_attendance(step, past, marks(past, "present", "excused"), by=world.alice)
    assert Meeting.objects.get(pk=past.pk).state == "held"
    assert last_entry(world).endswith("1 présente sur 2")
    assert past.attendances.filter(noted_at__isnull=True).count() == 0


def test_attendance_of_nobody_is_refused(world, step, past):
    with pytest.raises(Refusal) as refusal:
        actions.note_attendance(step, past, marks(past, "absent", "excused"), by=world.alice)
    assert refusal.value.sentence.startswith("Notez au moins une présence\u00a0: ")
    assert Meeting.objects.get(pk=past.pk).state == "planned"


def test_attendance_before_the_day_takes_excuses_alone(world, step, to_come):
    with pytest.raises(Refusal) as refusal:
        actions.note_attendance(step, to_come, marks(to_come, "present", "expected"), by=world.alice)
    actions.note_attendance(step, to_come, marks(to_come, "expected", "excused"), by=world.alice)
    assert refusal.value.sentence.startswith("Cette réunion aura lieu ")
    assert sorted(to_come.attendances.values_list("state", flat=True)) == ["excused", "expected"]
    assert Meeting.objects.get(pk=to_come.pk).state == "planned"


def test_attendance_noted_by_mistake_can_be_taken_back(world, step, past):
    actions.note_attendance(step, past, marks(past, "present", "present"), by=world.alice)
    actions.note_attendance(step, past, marks(past, "expected", "expected"), by=world.alice)
    assert Meeting.objects.get(pk=past.pk).state == "planned"


def test_attendance_of_another_meetings_line_is_refused(world, step, past, to_come):
    with pytest.raises(Refusal) as refusal:
        actions.note_attendance(step, past, marks(to_come, "present", "present"), by=world.alice)
    assert "rechargez la page" in refusal.value.sentence
    assert to_come.attendances.filter(state="present").count() == 0


def test_attendance_in_an_unknown_state_is_refused(world, step, past):
    with pytest.raises(Refusal):
        actions.note_attendance(step, past, marks(past, "present", "asleep"), by=world.alice)


def test_attendance_takes_guests_and_names(world, step, past):
    states = marks(past, "present", "absent")
    people = {next(iter(states)): world.denis.person}
    actions.note_attendance(step, past, states, people=people, guests=[world.hugo_seat], by=world.alice)
    present = set(past.attendances.filter(state="present").values_list("participation", "person"))
    assert present == {(world.denis_seat.pk, world.denis.person.pk), (world.hugo_seat.pk, None)}


def test_attendance_of_the_same_person_twice_is_refused(world, step, past):
    Attendance.objects.create(meeting=past, participation=world.denis_seat, person=world.denis.person)
    states = marks(past, "present", "present", "present")
    people = dict.fromkeys(states, world.denis.person) | {list(states)[1]: None}
    with pytest.raises(Refusal) as refusal:
        actions.note_attendance(step, past, states, people=people, by=world.alice)
    assert refusal.value.sentence.startswith("Denis Leroy est deux fois sur la liste")


def test_attendance_of_a_cancelled_meeting_is_refused(world, step, past):
    actions.cancel_meeting(step, past, "Neige", by=world.alice)
    with pytest.raises(Refusal) as refusal:
        actions.note_attendance(step, past, marks(past, "present", "present"), by=world.alice)
    assert "on n’y note pas de présences" in refusal.value.sentence
    assert Message.objects.count() == 0


def test_minutes_are_written_then_changed_and_a_lost_race_is_a_conflict(world, step, past):
    actions.write_minutes(step, past, {"text": "Un", "visibility": 1, "version": 0}, by=world.alice)
    with pytest.raises(Conflict) as conflict:
        actions.write_minutes(step, past, {"text": "Deux", "visibility": 1, "version": 0}, by=world.bruno)
    actions.write_minutes(step, past, {"text": "Trois", "visibility": 2, "version": 1}, by=world.bruno)
    past.refresh_from_db()
    assert (conflict.value.current.text, past.minutes.text, past.minutes.version) == ("Un", "Trois", 2)


def test_decision_is_noted_done_undone_and_dropped(world, step, past):
    decision = actions.decide(step, past, " Chercher une salle ", owner=world.cine, by=world.alice)
    assert (decision.text, decision.owner, decision.done_on) == ("Chercher une salle", world.cine, None)
    assert actions.tick_decision(step, decision, True, by=world.alice).done_on == clock.today()
    assert actions.tick_decision(step, decision, False, by=world.alice).done_on is None
    actions.drop_decision(step, decision, by=world.alice)
    assert past.decisions.count() == 0
    assert last_entry(world) == "a retiré la décision\u00a0: Chercher une salle"


def test_decision_without_words_is_refused(world, step, past):
    with pytest.raises(Refusal) as refusal:
        actions.decide(step, past, " ", by=world.alice)
    assert refusal.value.field == "text"


def test_turnout_counts_organisations_and_not_people(world, past):
    for row in past.attendances.all():
        Attendance.objects.filter(pk=row.pk).update(state="present")
    Attendance.objects.create(meeting=past, participation=world.denis_seat, person=world.denis.person, state="present")
    row = Meeting.objects.filter(pk=past.pk).with_turnout().get()
    assert (past.turnout, row.present_count, row.expected_count) == ("2 présentes sur 2", 2, 2)
