"""Codes: asked of a session by link before a sensitive act, sent to the owner, bound to the session and to the act."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from dla_collectif.accounts.models import Code, PersonalLink
from dla_collectif.entrance.arrivals import LINK
from dla_collectif.outbox.delivery import deliver_due
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from programs.diagnosis.commitment import actions as commitments
from programs.diagnosis.models import Commitment, SharedEdition
from tests import cast

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
LETTER = {
    "capacity": "président",
    "brings": "Une salle, le mardi soir.",
    "accept": "on",
    "data_read": "on",
    "image_allowed": "oui",
}


@pytest.fixture
def letter(world):
    """Where Denis signs."""
    step = cast.step(cast.at_phase(world.program, "diagnosis"), "diagnosis", world.alice)
    cast.shared_edition(world.program)
    return f"{step.reverse('diagnosis:sign')}?pour={world.denis_seat.public_id}"


@pytest.fixture
def denis(world, sign_in):
    """Denis, who came by his link."""
    return sign_in(world.denis, LINK)


def last_code():
    """The code in the latest letter that left."""
    deliver_due()
    return re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE)[1]


def other_than(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_signature_by_link_waits_for_a_code_and_keeps_what_was_typed(letter, denis):
    page = denis.post(letter, LETTER)
    text = page.content.decode()
    assert (page.status_code, Commitment.objects.count()) == (200, 0)
    assert 'name="brings" value="Une salle, le mardi soir."' in text
    assert "d…@example.org" in text
    assert "denis.leroy@example.org" not in text  # whoever holds the link learns no address
    answer = denis.post(letter, {**LETTER, "code": last_code()})
    assert (answer.status_code, Commitment.objects.get().brings) == (302, LETTER["brings"])


def test_code_is_not_asked_for_what_is_wrong_in_the_form(letter, denis):
    page = denis.post(letter, {**LETTER, "capacity": ""}).content.decode()
    assert "Signer la lettre" in page
    assert Code.objects.count() == 0


def test_letter_tells_the_act_and_what_to_do_if_it_was_somebody_else(letter, denis):
    denis.post(letter, LETTER)
    code = last_code()
    told = mail.outbox[-1]
    assert told.to == ["denis.leroy@example.org"]
    assert "signer la lettre d’engagement de Ciné-Club des Lilas" in told.body
    assert "Ce n’est pas vous ?" in told.body.replace("\u202f", " ").replace("\u00a0", " ")
    assert code not in told.subject


def test_digits_are_stored_nowhere(letter, denis):
    denis.post(letter, LETTER)
    code = last_code()
    stored = [str(vars(row)) for model in (Code, Message) for row in model.objects.all()]
    assert [row for row in stored if code in row] == []


def test_code_typed_with_spaces_is_right(letter, denis):
    denis.post(letter, LETTER)
    code = last_code()
    assert denis.post(letter, {**LETTER, "code": f" {code[:3]} {code[3:]} "}).status_code == 302


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "\0", "0" * 5000])
def test_odd_code_is_refused_and_everything_stays(letter, denis, typed):
    denis.post(letter, LETTER)
    page = denis.post(letter, {**LETTER, "code": typed})
    assert (page.status_code, Commitment.objects.count()) == (200, 0)
    assert "il reste 4 essais" in page.content.decode()
    assert "Une salle, le mardi soir." in page.content.decode()


def test_five_wrong_tries_end_a_code_even_for_the_right_digits(letter, denis):
    denis.post(letter, LETTER)
    code = last_code()
    for _ in range(5):
        page = denis.post(letter, {**LETTER, "code": other_than(code)})
    assert "Ce code ne sert plus" in page.content.decode()
    assert "Ce code ne sert plus" in denis.post(letter, {**LETTER, "code": code}).content.decode()
    assert Commitment.objects.count() == 0


def test_another_code_replaces_the_first(letter, denis):
    denis.post(letter, LETTER)
    first = last_code()
    denis.post(letter, {**LETTER, "code_geste": "autre"})
    second = last_code()
    assert denis.post(letter, {**LETTER, "code": first}).status_code == (302 if first == second else 200)
    assert denis.post(letter, {**LETTER, "code": second}).status_code == 302


def test_codes_that_can_be_asked_for_are_limited(letter, denis):
    for _ in range(8):
        page = denis.post(letter, {**LETTER, "code_geste": "autre"}).content.decode()
    assert "Plusieurs codes sont déjà partis" in page
    assert Code.objects.count() == 5
    with clock.set_to(clock.now() + timedelta(hours=1, seconds=1)):
        denis.post(letter, {**LETTER, "code_geste": "autre"})
    assert Code.objects.count() == 6


def test_stranger_who_asks_for_codes_does_not_keep_the_owner_from_signing(world, letter, denis, sign_in):
    stranger = sign_in(world.denis, LINK)
    for _ in range(8):
        stranger.post(letter, {**LETTER, "code_geste": "autre"})
    denis.post(letter, LETTER)
    assert denis.post(letter, {**LETTER, "code": last_code()}).status_code == 302


def test_code_expires(letter, denis):
    denis.post(letter, LETTER)
    code = last_code()
    with clock.set_to(clock.now() + timedelta(minutes=10)):
        page = denis.post(letter, {**LETTER, "code": code})
    assert "Ce code ne sert plus" in page.content.decode()
    assert Commitment.objects.count() == 0


def test_code_serves_the_session_that_asked_for_it_alone(world, letter, denis, sign_in):
    denis.post(letter, LETTER)
    page = sign_in(world.denis, LINK).post(letter, {**LETTER, "code": last_code()})
    assert (page.status_code, Commitment.objects.count()) == (200, 0)


def test_code_of_one_person_is_nothing_for_another(world, letter, denis, sign_in):
    denis.post(letter, LETTER)
    code = last_code()
    theirs = letter.replace(world.denis_seat.public_id, world.dora_seat.public_id)
    assert sign_in(world.dora, LINK).post(theirs, {**LETTER, "code": code}).status_code == 200
    assert Commitment.objects.count() == 0


def test_code_serves_its_own_act_alone(world, letter, denis):
    cast.Affiliation.objects.create(person=world.denis.person, organisation=world.video)
    denis.post(letter, LETTER)
    denis.post(letter, {**LETTER, "code": last_code()})
    theirs = letter.replace(world.denis_seat.public_id, world.dora_seat.public_id)
    assert denis.post(theirs, LETTER).status_code == 200
    assert Commitment.objects.count() == 1


def test_proof_holds_ten_minutes_and_survives_a_refusal(world, letter, denis):
    denis.post(letter, LETTER)
    code = last_code()
    SharedEdition.objects.all().delete()  # the letter cannot be signed any more: refused, but the code was right
    denis.post(letter, {**LETTER, "code": code})
    assert Commitment.objects.count() == 0
    cast.shared_edition(world.program)
    with clock.set_to(clock.now() + timedelta(minutes=10)):
        assert denis.post(letter, LETTER).status_code == 200
    assert denis.post(letter, LETTER).status_code == 302


def test_code_sent_twice_signs_once(letter, denis):
    denis.post(letter, LETTER)
    form = {**LETTER, "code": last_code(), "form_key": "k" * 20}
    assert [denis.post(letter, form).status_code for _ in range(2)] == [302, 302]
    assert Commitment.objects.count() == 1


def test_password_session_and_paper_ask_for_no_code(world, letter, sign_in):
    assert sign_in(world.denis).post(letter, LETTER).status_code == 302
    step = cast.step(world.program, "diagnosis", world.alice)
    paper = step.reverse("diagnosis:paper", world.dora_seat.public_id)
    form = {"person": world.dora.person_id, "capacity": "directrice", "data_read": "on", "image_allowed": "non"}
    assert sign_in(world.alice).post(paper, form).status_code == 302
    assert Code.objects.count() == 0


def test_demonstration_shows_the_code_and_nothing_else_does(letter, denis, settings):
    assert "le code est" not in denis.post(letter, LETTER).content.decode()
    settings.DEMONSTRATION = True
    assert Code.objects.get().digits in denis.post(letter, LETTER).content.decode()


def test_forwarded_link_signs_nothing(world, letter):
    token = PersonalLink.issue(world.denis, letter)[1]
    stranger = Client(headers={"user-agent": "Somebody else"})
    stranger.post(f"/entrer/{token}/")
    assert stranger.get(letter.replace("signature/", "")).status_code == 200
    for guess in range(20):
        stranger.post(letter, {**LETTER, "code": f"{guess:06d}"})
    assert Commitment.objects.count() == 0


def test_signature_keeps_its_evidence(world, letter, sign_in):
    denis = sign_in(world.denis, LINK)
    denis.post(letter, LETTER)
    denis.post(letter, {**LETTER, "code": last_code()}, headers={"user-agent": FIREFOX})
    row = Commitment.objects.get()
    assert (row.proof.email, row.proof.network, row.proof.browser) == (
        "denis.leroy@example.org",
        "127.0.0.0/24",
        "Firefox sur Windows",
    )
    assert commitments.is_intact(row)
    row.text += " Et davantage."
    assert not commitments.is_intact(row)
