"""Invitations, presences, minutes and decisions."""

import pytest

from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from programs.meetings import actions
from programs.meetings.models import Decision, Meeting, Minutes
from tests import cast
from tests.programs.meetings.places import at


def post_attendance(meeting, *states, **more):
    rows = meeting.attendances.order_by("id")
    return {f"state_{row.pk}": state for row, state in zip(rows, states, strict=False)} | more


def test_invitations_are_counted_on_the_button_and_leave(world, sign_in, to_come):
    client = sign_in(world.alice)
    before = client.get(at(world, "meeting", to_come)).content.decode()
    client.post(at(world, "invite", to_come))
    after = client.get(at(world, "meeting", to_come)).content.decode()
    assert "Relire les 3 invitations" in before
    assert "Imprimer la feuille d’émargement" in after
    assert Message.objects.count() == 3


def test_invitations_do_not_leave_on_a_reading(world, sign_in, to_come):
    assert sign_in(world.alice).get(at(world, "invite", to_come)).status_code == 200
    assert Message.objects.count() == 0


def test_attendance_is_noted_in_one_sending(world, sign_in):
    meeting = cast.meeting(world.program, expected=[world.denis_seat, world.dora_seat])
    first = meeting.attendances.order_by("id").first()
    sent = post_attendance(meeting, "present", "absent", guests=[world.hugo_seat.public_id])
    sent[f"person_{first.pk}"] = str(world.denis.person.pk)
    answer = sign_in(world.alice).post(at(world, "attendance", meeting), sent)
    rows = set(meeting.attendances.values_list("participation__organisation__name", "state", "person__first_name"))
    assert answer.status_code == 302
    assert Meeting.objects.get().state == "held"
    assert rows == {
        ("Ciné-Club des Lilas", "present", "Denis"),
        ("Vidéo Quartier", "absent", None),
        ("DRAC", "present", None),
    }


def test_two_officers_note_at_once_and_lose_nothing(world, sign_in):
    meeting = cast.meeting(world.program, expected=[world.denis_seat, world.dora_seat])
    rows = list(meeting.attendances.order_by("id"))
    client = sign_in(world.alice)
    page = client.get(at(world, "attendance", meeting)).content.decode()
    shown = {f"initial-state_{row.pk}": "expected" for row in rows} | {f"initial-person_{row.pk}": "" for row in rows}
    assert all(f'name="{name}"' in page for name in shown)
    client.post(at(world, "attendance", meeting), shown | {f"state_{rows[0].pk}": "present"})
    late = shown | {f"state_{rows[1].pk}": "excused", f"state_{rows[0].pk}": "expected"}  # her page is older
    sign_in(world.bruno).post(at(world, "attendance", meeting), late)
    assert sorted(meeting.attendances.values_list("state", flat=True)) == ["excused", "present"]


def test_excuses_before_the_day_are_told_as_such(world, sign_in, to_come):
    sign_in(world.alice).post(at(world, "attendance", to_come), post_attendance(to_come, "excused"))
    assert Meeting.objects.get().turnout == f"1 excusée sur {to_come.attendances.count()}"


def test_attendance_before_the_day_says_so_and_keeps_what_was_ticked(world, sign_in, to_come):
    answer = sign_in(world.alice).post(at(world, "attendance", to_come), post_attendance(to_come, "present"))
    page = answer.content.decode()
    assert (answer.status_code, Meeting.objects.get().state) == (200, "planned")
    assert "Cette réunion aura lieu" in page
    assert page.count("checked") == 1


def test_attendance_refuses_a_person_of_another_organisation(world, sign_in):
    meeting = cast.meeting(world.program, expected=[world.denis_seat])
    row = meeting.attendances.get()
    sent = {f"state_{row.pk}": "present", f"person_{row.pk}": str(world.emma.person.pk)}
    answer = sign_in(world.alice).post(at(world, "attendance", meeting), sent)
    assert answer.context["form"].errors[f"person_{row.pk}"][0].startswith("Sélectionnez un choix valide")
    assert Meeting.objects.get().state == "planned"


@pytest.mark.parametrize("sent", [{"state_99999999": "present"}, {"guests": "\0"}, {"person_x": "9" * 40}])
def test_attendance_with_odd_input_answers_without_noting(world, sign_in, sent):
    meeting = cast.meeting(world.program, expected=[world.denis_seat])
    assert sign_in(world.alice).post(at(world, "attendance", meeting), sent).status_code in {200, 302}
    assert meeting.attendances.get().state == "expected"


def test_minutes_begin_with_the_agenda(world, sign_in, to_come):
    assert "Lire le **diagnostic**" in sign_in(world.alice).get(at(world, "minutes", to_come)).content.decode()


def test_minutes_of_an_older_version_show_both_texts(world, sign_in, held):
    actions.write_minutes(
        cast.step(world.program, "diagnosis", world.bruno), held, {"text": "Le texte de Bruno"}, by=world.bruno
    )
    sent = {"text": "Le texte d’Alice", "visibility": "1", "version": "1"}
    answer = sign_in(world.alice).post(at(world, "minutes", held), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("Le texte de Bruno" in page, "Le texte d’Alice" in page) == (True, True)
    assert Minutes.objects.get().text == "Le texte de Bruno"


def test_minutes_without_words_are_refused_beside_the_field(world, sign_in, held):
    answer = sign_in(world.alice).post(at(world, "minutes", held), {"text": "", "visibility": "2", "version": "1"})
    assert answer.context["form"].errors["text"] == ["Remplissez ce champ pour continuer."]


def test_decision_is_noted_with_who_and_until_when(world, sign_in, held):
    sent = {"text": "Trouver une salle", "owner": world.video.pk, "due_on": "12/03/2030"}
    sign_in(world.alice).post(at(world, "decide", held), sent)
    decision = Decision.objects.get(text="Trouver une salle")
    assert (decision.owner, str(decision.due_on)) == (world.video, "2030-03-12")


def test_decision_cannot_be_given_to_an_organisation_of_elsewhere(world, sign_in, held):
    answer = sign_in(world.alice).post(at(world, "decide", held), {"text": "Salle", "owner": world.cirque.pk})
    assert "owner" in answer.context["form"].errors


def test_decision_is_ticked_by_its_button(world, sign_in, held):
    client, decision = sign_in(world.alice), held.decisions.get()
    client.post(at(world, "tick", held), {"decision": decision.pk, "faite": "1"})
    assert held.decisions.get().done_on == clock.today()
    client.post(at(world, "drop", held), {"decision": decision.pk})
    assert held.decisions.count() == 0


@pytest.mark.parametrize("number", ["", "x", "\0", "²", "9" * 40, "9" * 5000, "-1"])
def test_button_of_an_unknown_decision_finds_nothing(world, sign_in, held, number):
    assert sign_in(world.alice).post(at(world, "tick", held), {"decision": number}).status_code == 404
