"""Typing and validating are two acts: who validates, in what capacity, with a code; what undoes it; the DLA's note."""

from datetime import timedelta

import pytest

from dla_collectif.accounts.models import Code
from dla_collectif.journal.models import Entry
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from programs.diagnosis.answering import actions as answering
from programs.diagnosis.answering import validation
from programs.diagnosis.models import Origin

from ..conftest import response_of, send, text


@pytest.fixture
def validated(asked):
    """Denis validated what Ciné-Club wrote so far."""
    answering.save_field(asked.step, asked.cine_response, "q1", ["Des films."], 0, by=asked.denis)
    validation.validate_response(asked.step, response_of(asked.denis_seat), "président", by=asked.denis)
    return asked


def told(world):
    """What the response says of its validation."""
    row = response_of(world.denis_seat)
    return row.is_validated, str(row.validated_by or ""), row.validated_as, row.validated_how


def test_validation_asks_for_a_code_then_says_who_and_as_what(denis, asked, address):
    answering.save_field(asked.step, asked.cine_response, "q1", ["Des films."], 0, by=asked.denis)
    typed = {"capacity": "président", "accept": "on"}
    first = denis.post(address("validate_answers"), typed)
    if first.status_code == 200:  # a session opened by a link: the page that asks for the code
        code = Code.objects.get()
        assert told(asked)[0] is False
        first = denis.post(address("validate_answers"), {**typed, "code": code.digits})
    assert first.headers["Location"].partition("?")[0] == address("send")  # they remain to be sent
    assert told(asked) == (True, "Denis Leroy", "président", "online")
    assert "a noté la validation des réponses de Ciné-Club des Lilas par Denis Leroy, président" in str(
        Entry.objects.order_by("-id").values_list("sentence", flat=True)[:1][0]
    )


def test_validation_needs_a_capacity_and_the_box(denis, asked, address):
    answering.save_field(asked.step, asked.cine_response, "q1", ["Des films."], 0, by=asked.denis)
    page = text(denis.post(address("validate_answers"), {"capacity": ""}))
    assert "Cochez cette case pour valider." in page
    assert told(asked)[0] is False


def test_nothing_is_validated_of_an_empty_questionnaire(asked):
    with pytest.raises(Refusal, match="Répondez au moins à une question"):
        validation.validate_response(asked.step, asked.cine_response, "président", by=asked.denis)


def test_second_validation_is_refused(validated):
    with pytest.raises(Refusal, match="déjà validées"):
        validation.validate_response(validated.step, response_of(validated.denis_seat), "x", by=validated.denis)


def test_change_undoes_the_validation_and_says_so(validated, denis, address):
    same = denis.post(address("save"), {"name": "q1", "value": "Des films.", "version": 1})
    assert ("X-Undone" in same.headers, told(validated)[0]) == (False, True)
    changed = denis.post(address("save"), {"name": "q1", "value": "Autre.", "version": 1})
    assert (changed.status_code, changed.headers["X-Undone"]) == (204, "validation")
    assert told(validated) == (False, "", "", "")
    sentences = Entry.objects.values_list("sentence", flat=True)
    assert any("leur validation est défaite" in sentence for sentence in sentences)


def test_change_without_script_says_so_too(validated, denis, address):
    page = denis.post(address("save_part", 1), {"q1": "Autre.", "q1_version": 1}, follow=True)
    assert "La validation de ces réponses est défaite" in text(page)


def test_sending_and_reopening_leave_the_validation(validated):
    answering.send_response(validated.step, response_of(validated.denis_seat), by=validated.denis)
    answering.reopen_response(validated.step, response_of(validated.denis_seat), by=validated.denis)
    assert told(validated)[0] is True


def test_dla_notes_a_validation_given_on_paper_after_the_sending_alone(asked, alice, address):
    url = address("note_validation", asked.denis_seat.public_id)
    typed = {"person": asked.denis.person_id, "capacity": "présidente", "how": "paper", "on": clock.today().isoformat()}
    assert (alice.get(url).status_code, alice.post(url, typed).status_code) == (302, 302)
    assert told(asked)[0] is False
    send(asked, asked.cine_response)
    assert alice.post(url, {**typed, "how": "online"}).status_code == 200
    assert alice.post(url, {**typed, "on": (clock.today() + timedelta(days=2)).isoformat()}).status_code == 200
    assert alice.post(url, {**typed, "person": asked.emma.person_id}).status_code == 200
    assert alice.post(url, typed).status_code == 302
    assert told(asked) == (True, "Denis Leroy", "présidente", Origin.PAPER)
    page = text(alice.get(address("response", asked.denis_seat.public_id)))
    assert "(papier, noté par le DLA)" in page


def test_validation_is_the_associations_and_its_dlas(asked, alice, sign_in, address):
    assert alice.get(address("validate_answers")).status_code == 403
    assert sign_in(asked.emma).get(address("validate_answers")).status_code == 404
    assert sign_in(asked.denis).get(address("note_validation", asked.denis_seat.public_id)).status_code == 403


def test_answers_are_printed_for_the_association_and_once_sent_for_the_dla(asked, denis, alice, address):
    answering.save_field(asked.step, asked.cine_response, "q1", ["Des films."], 0, by=asked.denis)
    answering.save_field(asked.step, asked.cine_response, "q4", ["Un prix."], 0, by=asked.alice, origin=Origin.PAPER)
    own = denis.get(address("own_print"))
    assert (own.status_code, own["Content-Type"], b"".join(own.streaming_content)[:4]) == (
        200,
        "application/pdf",
        b"%PDF",
    )
    theirs = address("sent_print", asked.denis_seat.public_id)
    assert alice.get(theirs).status_code == 404
    answering.send_response(asked.step, response_of(asked.denis_seat), by=asked.denis)
    sent = alice.get(theirs)
    assert (sent.status_code, b"".join(sent.streaming_content)[:4]) == (200, b"%PDF")


def test_closed_diagnosis_says_that_it_is_too_late(asked, denis, address):
    send(asked, asked.cine_response)
    asked.program.phase = "specification"
    asked.program.save()
    page = text(denis.get(address("answer")))
    assert ("ne peuvent plus être rouvertes" in page, "Rouvrir pour modifier" in page) == (True, False)
    assert denis.post(address("reopen")).status_code == 403
