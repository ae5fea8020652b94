"""Commitments: read, signed online or on paper, completed; or an association says no."""

import pytest
from django.http import HttpResponse

from dla_collectif.accounts.models import Code
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock, printing
from dla_collectif.services.refusals import Conflict, Refusal
from programs.diagnosis.commitment import actions as commitments
from programs.diagnosis.commitment import departures, letter_texts
from programs.diagnosis.models import Commitment
from programs.journey.models import Participation
from tests import cast

from ..conftest import propose

LETTER = {
    "capacity": "présidente",
    "board_on": None,
    "volunteer_delegate": "Anne Roy",
    "employee_delegate": "",
    "deputy": "",
    "brings": "Une salle.",
}
SIGNING = {"accept": "on", "data_read": "on", "image_allowed": "oui"}


@pytest.fixture
def shared(asked):
    """The shared diagnosis is proposed to the group."""
    propose(asked)
    return asked


def test_letter_is_not_signed_before_the_diagnosis_is_shared(asked, denis, address):
    page = denis.get(address("commitment")).content.decode()
    assert ("Signer la lettre" in page, "prend part à l’accompagnement" in page) == (False, True)
    refused = denis.post(address("sign"), {"capacity": "président", **SIGNING})
    assert commitments.TOO_EARLY in refused.content.decode()
    assert Commitment.objects.count() == 0


def test_signed_letter_commits_the_association(shared, denis, address):
    typed = {**LETTER, "board_on": clock.today().isoformat(), **SIGNING, "form_key": "un"}
    answers = [denis.post(address("sign"), typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    row = Commitment.objects.get()
    assert (row.person, row.capacity, row.medium, row.board_on) == (
        shared.denis.person,
        "présidente",
        "online",
        clock.today(),
    )
    assert row.text == letter_texts.letter_text(shared.step.program, shared.cine)
    shared.denis_seat.refresh_from_db()
    assert shared.denis_seat.status == Participation.Status.COMMITTED
    assert Message.objects.filter(subject__endswith="Ciné-Club des Lilas est engagée").count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"accept": ""}, "accept", "Cochez cette case pour signer."),
        ({"capacity": ""}, "capacity", "Remplissez ce champ pour continuer."),
        ({"board_on": "2999-01-01"}, "board_on", "Cette date est à venir"),
        ({"board_on": "hier"}, "board_on", "Cette date n’existe pas"),
    ],
)
def test_letter_badly_filled_in_keeps_what_was_typed(shared, denis, address, typed, field, sentence):
    page = denis.post(address("sign"), {**LETTER, "board_on": "", **SIGNING, **typed})
    assert sentence in page.context["form"].errors[field][0]
    assert "Anne Roy" in page.content.decode()
    assert Commitment.objects.count() == 0


def test_text_that_was_accepted_does_not_follow_the_template(shared, denis, address, monkeypatch):
    commitments.sign_commitment(shared.step, shared.denis_seat, LETTER, by=shared.denis)
    monkeypatch.setattr(letter_texts, "text_of", lambda program: "Un autre texte.")
    page = denis.get(address("commitment")).content.decode()
    assert ("prend part à l’accompagnement" in page, "Un autre texte." in page) == (True, False)


def test_letter_is_signed_once(shared):
    commitments.sign_commitment(shared.step, shared.denis_seat, LETTER, by=shared.denis)
    with pytest.raises(Refusal) as no:
        commitments.record_paper_commitment(
            shared.step, shared.denis_seat, {**LETTER, "person": shared.denis.person}, by=shared.alice
        )
    assert no.value.sentence == "La lettre d’engagement de Ciné-Club des Lilas est déjà signée."


def test_letter_is_completed_and_its_text_stays(shared, denis, address):
    row = commitments.sign_commitment(shared.step, shared.denis_seat, LETTER, by=shared.denis)
    typed = {**LETTER, "board_on": clock.today().isoformat(), "version": row.version}
    assert denis.post(address("sign"), typed).status_code == 302
    after = Commitment.objects.get()
    assert (after.board_on, after.text, after.signed_at) == (clock.today(), row.text, row.signed_at)
    with pytest.raises(Conflict):
        commitments.complete_commitment(shared.step, after, {"brings": "", "version": row.version - 5}, by=shared.alice)


def test_two_hands_on_one_letter_lose_nothing(shared, denis, alice, address):
    row = commitments.sign_commitment(shared.step, shared.denis_seat, LETTER, by=shared.denis)
    first = {**LETTER, "board_on": "", "brings": "Un projecteur.", "version": row.version}
    assert denis.post(address("sign"), first).status_code == 302
    lost = alice.post(address("complete", shared.denis_seat.public_id), {**first, "brings": "Un camion."})
    shown = lost.content.decode()
    assert (lost.status_code, "Un projecteur." in shown, "Un camion." in shown) == (409, True, True)


def test_officer_notes_a_letter_on_paper(asked, alice, address):
    typed = {**LETTER, **SIGNING, "board_on": "", "person": asked.denis.person.pk}
    assert alice.post(address("paper", asked.denis_seat.public_id), typed).status_code == 302
    row = Commitment.objects.get()
    assert (row.person, row.medium, row.edited_by) == (asked.denis.person, "paper", asked.alice)


def test_paper_letter_is_signed_by_somebody_of_the_association(asked, alice, address):
    page = alice.post(
        address("paper", asked.denis_seat.public_id),
        {**LETTER, **SIGNING, "board_on": "", "person": asked.emma.person.pk},
    )
    assert list(page.context["form"].errors) == ["person"]
    assert "Emma Caron" not in page.content.decode()


def test_association_that_will_not_commit_gives_its_reason(asked, alice, address):
    url = address("decline", asked.dora_seat.public_id)
    said = {"left_on": clock.today().isoformat(), "origin": "interview"}
    refused = alice.post(url, {"reason": " ", **said})
    assert (refused.status_code, Participation.objects.get(pk=asked.dora_seat.pk).status) == (200, "invited")
    assert alice.post(url, {"reason": "Trois bénévoles ne suffisent pas.", **said}).status_code == 302
    seat = Participation.objects.get(pk=asked.dora_seat.pk)
    assert (seat.status, seat.reason) == ("withdrawn", "Trois bénévoles ne suffisent pas.")
    assert "Trois bénévoles ne suffisent pas." in alice.get(address("commitments")).content.decode()


def test_association_that_left_signs_nothing(shared, address, sign_in):
    departures.leave(shared.step, shared.denis_seat, {"reason": "Trop peu de temps."}, by=shared.alice)
    assert sign_in(shared.denis).get(address("commitment")).status_code == 404


def test_letters_are_proposed_once_to_those_who_have_not_signed(shared, alice, address):
    commitments.sign_commitment(shared.step, shared.denis_seat, LETTER, by=shared.denis)
    Message.objects.all().delete()
    assert "Relire la lettre" in alice.get(address("commitments")).content.decode()
    assert alice.post(address("propose")).status_code == 302
    assert [mail.address for mail in Message.objects.all()] == ["dora.blin@example.org"]
    with pytest.raises(Refusal):
        commitments.propose_letters(shared.step, by=shared.alice)


@pytest.mark.parametrize("who", ["chloe", "emma"])
def test_letters_of_a_foreign_programme_are_not_found(shared, address, sign_in, who):
    browser = sign_in(getattr(shared, who))
    oid = shared.denis_seat.public_id
    pages = [address("commitment"), address("commitments"), *(address(name, oid) for name in ("paper", "decline"))]
    assert {browser.get(page).status_code for page in pages} == {404}


def test_letter_of_a_colleague_is_not_found(shared, denis, address):
    commitments.sign_commitment(shared.step, shared.dora_seat, LETTER, by=shared.dora)
    assert denis.get(f"{address('commitment')}?pour={shared.dora_seat.public_id}").status_code == 404


def test_closed_step_signs_nothing(shared, denis, address):
    cast.at_phase(shared.program, "specification")
    refused = denis.post(address("sign"), {**LETTER, "board_on": "", **SIGNING})
    assert (refused.status_code, Commitment.objects.count()) == (200, 0)
    assert "demandez au DLA" in refused.content.decode()
    assert "Signer la lettre" not in denis.get(address("commitment")).content.decode()


def test_evidence_tells_who_signed_what_when_and_how(shared, address, sign_in, monkeypatch):
    monkeypatch.setattr(printing, "answer", lambda request, html, name: HttpResponse(html))
    code = Code.objects.create(
        user=shared.denis,
        session="x",
        kind="commitment",
        words="signer la lettre",
        seed="x",
        email="denis.leroy@example.org",
        expires_at=clock.now(),
        verified_at=clock.now(),
        network="192.0.2.0/24",
        browser="Firefox",
    )
    row = commitments.sign_commitment(
        shared.step, shared.denis_seat, {"capacity": "président"}, by=shared.denis, proof=code
    )
    for who, page in (("denis", address("own_evidence")), ("alice", address("evidence", shared.denis_seat.public_id))):
        sheet = sign_in(getattr(shared, who)).get(page).content.decode()
        told = [row.sha256, "Denis Leroy, président", "denis.leroy@example.org", "192.0.2.0/24", "identique"]
        assert [fact for fact in told if fact not in sheet] == []
    assert sign_in(shared.dora).get(address("own_evidence")).status_code == 404
    assert sign_in(shared.denis).get(address("evidence", shared.denis_seat.public_id)).status_code == 403


def test_evidence_of_a_letter_that_was_changed_says_so(shared, address, sign_in, monkeypatch):
    monkeypatch.setattr(printing, "answer", lambda request, html, name: HttpResponse(html))
    commitments.sign_commitment(shared.step, shared.denis_seat, {"capacity": "président"}, by=shared.denis)
    Commitment.objects.update(text="Autre chose.")
    assert "ne correspond pas" in sign_in(shared.denis).get(address("own_evidence")).content.decode()
