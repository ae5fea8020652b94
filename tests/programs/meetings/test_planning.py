"""Meetings are planned, changed and cancelled."""

import pytest

from dla_collectif.outbox.models import Message
from programs.meetings import actions
from programs.meetings.models import Meeting
from tests import cast
from tests.programs.meetings.places import at


def typed(**fields):
    given = {
        "kind": "preparatory",
        "title": "Première réunion",
        "day": "12/03/2030",
        "start": "14h30",
        "end": "16 h",
        "place": "Maison des associations",
        "online": "",
        "agenda": "",
        "half_days": "0",
    }
    return given | fields


def test_plan_ticks_the_group_for_a_preparatory_meeting(world, sign_in):
    page = sign_in(world.alice).get(f"{at(world, 'plan')}?nature=preparatory")
    form = page.context["form"]
    assert form.initial["kind"] == "preparatory"
    assert set(form.initial["seats"]) == {world.denis_seat.public_id, world.dora_seat.public_id}


@pytest.mark.parametrize(
    ("nature", "names"),
    [("consultants", {"gaelle_seat", "rita_seat"}), ("interview", set()), ("x\0", {"denis_seat", "dora_seat"})],
)
def test_plan_ticks_whom_the_kind_of_meeting_gathers(world, sign_in, nature, names):
    page = sign_in(world.alice).get(at(world, "plan"), {"nature": nature})
    assert set(page.context["form"].initial["seats"]) == {getattr(world, name).public_id for name in names}


def test_plan_stores_paris_hours_as_people_type_them(world, sign_in):
    answer = sign_in(world.alice).post(at(world, "plan"), typed(seats=[world.denis_seat.public_id]))
    meeting = Meeting.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, meeting.path(world.program))
    assert (meeting.starts_at.isoformat(), meeting.ends_at.isoformat()) == (
        "2030-03-12T13:30:00+00:00",
        "2030-03-12T15:00:00+00:00",
    )
    assert list(meeting.attendances.values_list("participation", flat=True)) == [world.denis_seat.pk]


@pytest.mark.parametrize("hour", ["14:30", "14 h 30", "14\u00a0h\u00a030", "14H30", "14.30", "1430"])
def test_plan_takes_an_hour_in_every_usual_writing(world, sign_in, hour):
    sign_in(world.alice).post(at(world, "plan"), typed(start=hour))
    assert str(Meeting.objects.get().start) == "14:30:00"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("start", "quand on peut", "Écrivez l’heure comme 14\u00a0h\u00a030."),
        ("start", "25 h", "Écrivez l’heure comme 14\u00a0h\u00a030."),
        ("end", "9 h", "La fin doit suivre le début."),
        ("day", "31/02/2030", "Cette date n’existe pas"),
        ("day", "01/01/0001", "Vérifiez l’année de cette date."),
        ("title", "", "Remplissez ce champ pour continuer."),
        ("half_days", "-1", "supérieure ou égale à 0"),
        ("half_days", "9" * 30, "inférieure ou égale à 40"),
        ("online", "pas une adresse", "URL"),
        ("seats", ["2" * 14], "Sélectionnez un choix valide"),
        ("kind", "party", "Sélectionnez un choix valide"),
        ("agenda", "nul\0", "nul"),
    ],
)
def test_plan_with_bad_input_says_so_beside_the_field_and_keeps_what_was_typed(world, sign_in, field, value, sentence):
    answer = sign_in(world.alice).post(at(world, "plan"), typed(**{field: value}))
    form = answer.context["form"]
    assert (answer.status_code, Meeting.objects.count()) == (200, 0)
    assert sentence in str(form.errors[field])
    assert "Maison des associations" in answer.content.decode()


@pytest.mark.parametrize(("day", "field"), [("31/03/2030", "start"), ("27/10/2030", "end")])
def test_plan_in_the_hour_that_is_missing_or_comes_twice_is_refused(world, sign_in, day, field):
    hours = {"start": "1 h", "end": "5 h", field: "2h30"}
    answer = sign_in(world.alice).post(at(world, "plan"), typed(day=day, **hours))
    assert (answer.status_code, Meeting.objects.count()) == (200, 0)
    assert "La nuit du changement d’heure" in str(answer.context["form"].errors["start"])


def test_plan_offers_neither_strangers_nor_those_only_spotted(world, sign_in):
    cast.seat(world.program, world.cirque, status="spotted")
    page = sign_in(world.alice).get(at(world, "plan")).content.decode()
    assert ("Ciné-Club des Lilas" in page, "Le Chapiteau" in page) == (True, False)


def test_same_form_sent_twice_plans_one_meeting(world, sign_in):
    client = sign_in(world.alice)
    answers = [client.post(at(world, "plan"), typed(form_key="a" * 24)) for _ in range(2)]
    assert Meeting.objects.count() == 1
    assert answers[0]["Location"] == answers[1]["Location"]


def test_change_shows_stored_hours_as_people_read_them(world, sign_in, to_come):
    page = sign_in(world.alice).get(at(world, "change", to_come))
    assert page.context["form"].initial["start"] == to_come.start
    assert f"{to_come.start.hour}\u00a0h" in page.content.decode()


def test_change_of_an_older_version_shows_both_texts(world, sign_in, to_come):
    actions.change_meeting(
        to_come, {"place": "Le lieu de Bruno"}, by=world.bruno, step=cast.step(world.program, "diagnosis", world.bruno)
    )
    answer = sign_in(world.alice).post(at(world, "change", to_come), typed(place="Le lieu d’Alice", version="1"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("Le lieu de Bruno" in page, "Le lieu d’Alice" in page) == (True, True)
    assert Meeting.objects.get().place == "Le lieu de Bruno"


def test_change_proposes_a_message_only_to_those_who_can_be_written_to(world, sign_in, to_come, held):
    client = sign_in(world.alice)
    page = client.get(at(world, "change", to_come))
    assert "Prévenir par message les 3 personnes attendues" in page.content.decode()
    assert page.context["form"]["notify"].value() is False  # nobody was invited yet
    assert "notify" not in client.get(at(world, "change", held)).context["form"].fields


def test_change_told_without_a_reason_keeps_what_was_typed(world, sign_in, to_come):
    answer = sign_in(world.alice).post(at(world, "change", to_come), typed(place="Ailleurs", version="1", notify="on"))
    assert answer.context["form"].errors["reason"][0].startswith("Dites en une phrase pourquoi la réunion change")
    assert "Ailleurs" in answer.content.decode()
    assert Message.objects.count() == 0


def test_cancel_asks_for_a_reason_then_tells_those_expected(world, sign_in, to_come):
    client = sign_in(world.alice)
    blank = client.post(at(world, "cancel", to_come), {"reason": "", "notify": "on"})
    done = client.post(at(world, "cancel", to_come), {"reason": "Grève", "notify": "on"})
    assert (blank.status_code, done.status_code, Message.objects.count()) == (200, 302, 3)
    assert "Grève" in client.get(at(world, "meeting", to_come)).content.decode()
