"""The forms: what a bad one answers, what is kept, what a twin or a colleague gets."""

from datetime import timedelta

import pytest

from dla_collectif.services import clock
from programs.selection.models import Ballot, Call, Score, SealedContent
from programs.specification.models import Criterion
from tests import cast
from tests.programs.selection import matter
from tests.programs.selection.matter import post, url

TYPED = {name: str(value) for name, value in matter.BID.items()}
DURING = matter.DEADLINE - timedelta(hours=5)


@pytest.fixture(autouse=True)
def here(world):
    """The walk has come to this room."""
    cast.at_phase(world.program, "selection")


def test_proposal_is_handed_in_by_its_form(world, sign_in):
    matter.sent(world)
    client = sign_in(world.gaelle)
    response = post(client, url(world, "hand_in"), DURING, **TYPED, version="0", document=matter.pdf())
    assert response.url == world.gaelle_seat.page("selection:our_proposal")
    assert matter.proposal(world, world.multi).submitted_at == DURING


def test_late_proposal_is_refused_with_the_hour_and_keeps_what_was_typed(world, sign_in):
    matter.sent(world)
    response = post(sign_in(world.gaelle), url(world, "hand_in"), matter.AFTER, **TYPED, version="0")
    page = response.text
    assert ("14\u00a0h\u00a000\u00a0min\u00a000\u00a0s" in page, matter.CANARY in page) == (True, True)
    assert (response.status_code, SealedContent.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("price", "13000", "font 12\u202f600\u00a0€, et non 13\u202f000\u00a0€"),
        ("price", "0", "Indiquez un prix supérieur à zéro"),
        ("vat_rate", "-1", "Un taux n’est pas négatif"),
        ("team", "", "Remplissez ce champ"),
        ("day_rate", "sept cents", "Saisissez un nombre"),
        ("summary", "a\x00b", "caractère nul"),
    ],
)
def test_bad_proposal_says_why_and_keeps_the_rest(world, sign_in, field, value, sentence):
    matter.sent(world)
    response = post(sign_in(world.gaelle), url(world, "hand_in"), DURING, **{**TYPED, field: value}, version="0")
    assert (response.status_code, sentence in response.text) == (200, True)
    assert (matter.CANARY in response.text, SealedContent.objects.count()) == (True, 0)


def test_price_that_holds_more_is_accepted_knowingly(world, sign_in):
    matter.sent(world)
    data = {**TYPED, "price": "13000", "price_holds_more": "on", "version": "0"}
    assert post(sign_in(world.gaelle), url(world, "hand_in"), DURING, **data).status_code == 302


def test_file_that_is_not_what_it_says_is_refused(world, sign_in):
    matter.sent(world)
    fake = matter.pdf(matter=b"x")
    fake.file.seek(0)
    fake.file.write(b"MZ")
    response = post(sign_in(world.gaelle), url(world, "hand_in"), DURING, **TYPED, version="0", document=fake)
    assert (response.status_code, "n’est pas celui d’un document PDF" in response.text) == (200, True)


def test_colleague_writing_at_the_same_time_gets_both_texts(world, sign_in):
    matter.sent(world)
    client = sign_in(world.gaelle)
    post(client, url(world, "hand_in"), DURING, **TYPED, version="0")
    post(client, url(world, "hand_in"), DURING, **{**TYPED, "team": "Équipe du premier"}, version="1")
    response = post(client, url(world, "hand_in"), DURING, **{**TYPED, "team": "Équipe du second"}, version="1")
    both = ("Équipe du premier" in response.text, "Équipe du second" in response.text)
    assert (response.status_code, both) == (409, (True, True))


def test_form_sent_twice_has_one_effect(world, sign_in):
    matter.sent(world)
    client, data = sign_in(world.gaelle), {**TYPED, "version": "0", "form_key": "once"}
    answers = [post(client, url(world, "hand_in"), DURING, **data) for _ in range(3)]
    assert [answer.url for answer in answers] == [world.gaelle_seat.page("selection:our_proposal")] * 3
    assert SealedContent.objects.get().version == 1


def test_provider_answers_in_one_click(world, sign_in):
    matter.sent(world)
    client = sign_in(world.gaelle)
    assert post(client, url(world, "accept"), DURING).status_code == 302
    assert matter.proposal(world, world.multi).intent == "yes"
    kept = post(client, url(world, "decline"), DURING, intent_reason="")
    assert (kept.status_code, "Remplissez ce champ" in kept.text) == (200, True)
    post(client, url(world, "decline"), DURING, intent_reason="Agenda plein.")
    assert matter.proposal(world, world.multi).intent == "no"


def test_hours_left_are_said(world, sign_in):
    matter.sent(world)
    with clock.set_to(matter.DEADLINE - timedelta(hours=5, minutes=20)):
        assert (
            "Il reste 5\u00a0heures et 20\u00a0minutes." in sign_in(world.gaelle).get(url(world, "our_proposal")).text
        )


def test_deadline_in_the_past_is_refused_beside_the_field(world, sign_in):
    matter.specify(world)
    data = {
        "deadline": "2020-01-01T12:00",
        "shared_information": "Ce que l’on sait",
        "justification": "",
        "version": "0",
    }
    response = sign_in(world.alice).post(url(world, "edit_call"), data)
    assert ("Cette date est passée" in response.text, "Ce que l’on sait" in response.text) == (True, True)
    assert Call.objects.count() == 0


@pytest.mark.parametrize("deadline", ["2027-03-28T02:30", "", "demain"])
def test_deadline_that_does_not_exist_is_refused(world, sign_in, deadline):
    data = {"deadline": deadline, "shared_information": "", "justification": "", "version": "0"}
    assert sign_in(world.alice).post(url(world, "edit_call"), data).status_code == 200
    assert Call.objects.count() == 0


def test_two_officers_preparing_at_once_lose_nothing(world, sign_in):
    matter.prepare(world)
    version = Call.objects.get().version
    data = {"deadline": "2099-03-20T12:00", "shared_information": "De Bruno", "justification": "", "version": version}
    post(sign_in(world.bruno), url(world, "edit_call"), **data)
    response = post(sign_in(world.alice), url(world, "edit_call"), **{**data, "shared_information": "D’Alice"})
    assert (response.status_code, "De Bruno" in response.text, "D’Alice" in response.text) == (409, True, True)


def test_consultation_walks_by_its_buttons(world, sign_in):
    matter.specify(world)
    client = sign_in(world.alice)
    data = {"deadline": "2026-03-20T12:00", "shared_information": "x", "justification": "y", "version": "0"}
    post(client, url(world, "edit_call"), matter.START, **data)
    for one in (world.multi, world.rival):
        post(client, url(world, "add_provider"), matter.START, organisation=one.pk, reason="Connaît le secteur.")
    assert "Relire la consultation de 2 prestataires" in client.get(url(world, "call")).text
    post(client, url(world, "send_call"), matter.START)
    assert Call.objects.get().deadline == matter.DEADLINE
    for one, who in ((world.multi, "gaelle"), (world.rival, "rita")):
        matter.hand_in(world, one, who)
    early = post(client, url(world, "open_proposals"), DURING)
    assert (early.status_code, Call.objects.get().is_opened) == (302, False)
    post(client, url(world, "open_proposals"))
    assert Call.objects.get().is_opened


def test_grid_walks_by_its_forms(world, sign_in):
    matter.opened(world)
    client, seat = sign_in(world.denis), world.denis_seat.public_id
    mine, rival = matter.bids(world)
    ties = {f"tie_{mine.public_id}": "no", f"tie_{rival.public_id}": "yes"}
    refused = post(client, url(world, "interests", seat), **ties)
    assert "Dites en une phrase quel est ce lien" in refused.text
    post(client, url(world, "interests", seat), **ties, **{f"text_{rival.public_id}": "Une cousine."})
    names = [f"{mine.public_id}_{one.public_id}" for one in Criterion.objects.filter(kind="points").order_by("number")]
    half = {f"points_{names[0]}": "50", f"comment_{names[1]}": "À revoir"}
    missing = post(client, url(world, "grid", seat), geste="envoyer", **half)
    assert ("Donnez une note de 0 à 30." in missing.text, "À revoir" in missing.text) == (True, True)
    post(client, url(world, "grid", seat), geste="garder", **half)
    assert (Score.objects.count(), Ballot.objects.count()) == (2, 0)
    post(client, url(world, "grid", seat), geste="envoyer", **half, **{f"points_{names[1]}": "31"})
    assert Ballot.objects.count() == 0
    post(client, url(world, "grid", seat), geste="envoyer", **half, **{f"points_{names[1]}": "30"})
    assert ([score.points for score in Score.objects.order_by("criterion__number")], Ballot.objects.count()) == (
        [50, 30],
        1,
    )
