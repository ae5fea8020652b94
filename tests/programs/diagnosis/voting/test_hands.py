"""Raised hands: the officer calls the needs one by one and ticks who raises a hand."""

import pytest

from dla_collectif.services.refusals import Refusal
from programs.diagnosis.models import Ballot
from programs.diagnosis.voting import actions as votes
from programs.journey.models import Participation

from ..conftest import crowd, give, opened, text


@pytest.fixture
def hands(voting, address):
    """The page of raised hands, and those who are called."""
    crowd(voting, 2)
    voting.path = address("vote_hands", voting.vote.public_id)
    seats = Participation.objects.associations().filter(program=voting.program).select_related("organisation")
    voting.seats = [voter.seat for voter in votes.voters(voting.vote, voting.program) if voter.seat in list(seats)]
    return voting


def typed(world, raised, versions=""):
    """What is sent: {number of a need: seats that raise a hand}."""
    return {f"need_{number}": [seat.public_id for seat in seats] for number, seats in raised.items()} | {
        "versions": versions
    }


def given():
    """The points of every ballot, by association."""
    return {str(row.participation.organisation): row.points for row in Ballot.objects.order_by("pk")}


def test_hands_are_ticked_need_by_need_and_make_one_voice_each(hands, alice):
    first, second, third = hands.seats[:3]
    page = text(alice.get(hands.path))
    assert all(str(seat.organisation) in page for seat in hands.seats)
    answer = alice.post(hands.path, typed(hands, {1: [first, second], 2: [first]}), follow=True)
    assert "2 voix sont notées." in text(answer)
    assert given() == {str(first.organisation): {"1": 1, "2": 1}, str(second.organisation): {"1": 1}}
    assert set(Ballot.objects.values_list("medium", flat=True)) == {"dictated"}


def test_hand_too_many_is_said_by_name_and_everything_stays_ticked(hands, alice):
    first, second = hands.seats[:2]
    needs = list(hands.vote.options.values_list("number", flat=True))[:3]
    answer = alice.post(hands.path, typed(hands, {number: [first, second][: 2 - (number == 3)] for number in needs}))
    page = answer.content.decode()
    assert f"{first.organisation} lève la main 3 fois et a 2 voix\u00a0: décochez-en une." in page.replace(
        "&#x27;", "'"
    )
    assert page.count("checked") == 5
    assert not Ballot.objects.exists()


def test_phone_that_votes_meanwhile_keeps_its_voice_and_stops_nobody(hands, alice):
    first, second = hands.seats[:2]
    give(hands, first, {2: 1}, hands.denis)
    answer = alice.post(hands.path, typed(hands, {1: [first, second]}), follow=True)
    assert "Une voix est notée." in text(answer)
    assert f"{first.organisation} a voté elle-même" in text(answer)
    assert given() == {str(first.organisation): {"2": 1}, str(second.organisation): {"1": 1}}
    assert str(first.organisation) not in text(alice.get(hands.path)).partition("Besoins mis au vote")[2]


def test_two_phones_that_vote_meanwhile_are_told_together(hands, alice):
    first, second, third = hands.seats[:3]
    give(hands, first, {2: 1}, hands.denis)
    give(hands, second, {2: 1}, hands.dora)
    answer = text(alice.post(hands.path, typed(hands, {1: [first, second, third]}), follow=True))
    assert f"{first.organisation}, {second.organisation} ont voté elles-mêmes" in answer
    assert "leurs voix restent les leurs" in answer


def test_hands_noted_before_are_there_and_may_be_corrected(hands, alice):
    first = hands.seats[0]
    alice.post(hands.path, typed(hands, {1: [first]}))
    page = alice.get(hands.path).content.decode()
    assert (page.count("checked"), f'value="{first.public_id}:0"' in page) == (1, False)
    alice.post(hands.path, typed(hands, {2: [first]}, f"{first.public_id}:{Ballot.objects.get().version}"))
    assert given() == {str(first.organisation): {"2": 1}}


def test_voice_that_was_noted_is_not_taken_away_in_silence(hands, alice):
    first, second = hands.seats[:2]
    alice.post(hands.path, typed(hands, {1: [first]}))
    version = f"{first.public_id}:{Ballot.objects.get().version}"
    answer = alice.post(hands.path, typed(hands, {1: [second]}, version))
    assert f"{first.organisation} avait une voix\u00a0: laissez-lui au moins un choix." in answer.content.decode()
    assert given() == {str(first.organisation): {"1": 1}}


def test_two_officers_who_count_at_once_see_both_counts(hands, alice, sign_in):
    first = hands.seats[0]
    sign_in(hands.bruno).post(hands.path, typed(hands, {1: [first]}))
    answer = alice.post(hands.path, typed(hands, {2: [first]}))
    assert (answer.status_code, str(hands.bruno.person) in text(answer)) == (409, True)
    again = answer.content.decode().split('name="versions" value="')[1].split('"')[0]
    assert alice.post(hands.path, typed(hands, {2: [first]}, again)).status_code == 302
    assert given() == {str(first.organisation): {"2": 1}}


def test_no_hand_is_said(hands, alice):
    assert "Cochez au moins une main levée." in text(alice.post(hands.path, typed(hands, {})))


@pytest.mark.parametrize("versions", ["x", "::", "²:²", "a:-1 b", "\x00"])
def test_odd_versions_break_nothing(hands, alice, versions):
    data = typed(hands, {1: [hands.seats[0]]}, versions) | {"need_2": ["personne", "\x00"]}
    assert alice.post(hands.path, data).status_code in (200, 302, 409)


def test_points_to_share_out_are_not_counted_by_hands(ready, alice, address):
    ready.vote = opened(ready, points=3, most=2)
    vote = address("vote", ready.vote.public_id)
    assert alice.get(address("vote_hands", ready.vote.public_id)).headers["Location"] == vote
    assert address("vote_hands", ready.vote.public_id) not in alice.get(vote).content.decode()


def test_closed_vote_takes_no_hand(hands, alice, address):
    give(hands, hands.seats[0], {1: 1}, hands.denis)
    votes.close_vote(hands.step, hands.vote, by=hands.alice)
    assert alice.get(hands.path).headers["Location"] == address("vote", hands.vote.public_id)
    with pytest.raises(Refusal, match="clos"):
        votes.count_hands(hands.step, hands.vote, [(hands.seats[1], {1: 1}, 0)], by=hands.alice)


def test_page_costs_the_same_whatever_the_number_called(hands, alice, statements):
    few = statements(lambda: alice.get(hands.path))
    crowd(hands, 10)
    assert statements(lambda: alice.get(hands.path)) == few <= 8


def test_how_many_are_called_is_said_without_a_script(voting, alice, address):
    assert "0 sur 2 ont voté" in text(alice.get(address("vote", voting.vote.public_id)))
