"""Votes on priorities: phones and raised hands in one count, one voice per association, nothing read before the end."""

import pytest

from dla_collectif.journal.models import Entry
from dla_collectif.services.refusals import Conflict, Refusal
from programs.diagnosis.models import Ballot, PriorityVote
from programs.diagnosis.voting import actions as votes
from programs.journey.models import Participation
from programs.journey.participations import withdraw_association
from programs.meetings.models import Meeting
from tests import cast

from ..conftest import PRIORITIES, crowd, give, opened, pages, text


# Opening -------------------------------------------------------------------------------------------------------------
def test_vote_is_opened_from_the_meeting_with_the_needs_ticked(ready, alice, address):
    page = alice.get(address("meetings")).content.decode()
    path = address("vote_new", ready.meeting.public_id)
    assert path in page
    assert alice.get(path).content.decode().count("checked") == 8
    sent = {"title": PRIORITIES, "needs": [need.public_id for need in ready.needs], "points": 3, "most": 1}
    answer = alice.post(path, sent)
    vote = PriorityVote.objects.get()
    assert answer.headers["Location"] == address("vote", vote.public_id)
    assert [option.need for option in vote.options.all()] == sorted(ready.needs, key=lambda need: need.pk)
    assert "a ouvert le vote" in Entry.objects.latest("id").sentence


@pytest.mark.parametrize("facts", [{"kind": "hearing"}, {"state": "cancelled"}, {"phase": "scoping"}])
def test_vote_is_refused_where_the_group_does_not_vote(ready, facts):
    Meeting.objects.filter(pk=ready.meeting.pk).update(**facts)
    with pytest.raises(Refusal):
        opened(ready)


def test_vote_is_refused_beside_another_or_on_one_need(voting):
    with pytest.raises(Refusal, match="déjà ouvert"):
        opened(voting)
    PriorityVote.objects.all().delete()
    voting.needs = voting.needs[:1]
    with pytest.raises(Refusal, match="au moins deux"):
        opened(voting)


def test_more_points_on_a_need_than_one_has_are_refused(ready, alice, address):
    sent = {"title": "x", "needs": [need.public_id for need in ready.needs], "points": 2, "most": 3}
    answer = alice.post(address("vote_new", ready.meeting.public_id), sent)
    assert (answer.status_code, PriorityVote.objects.count()) == (200, 0)


# Voting --------------------------------------------------------------------------------------------------------------
def test_association_finds_the_vote_in_its_space_and_votes_on_its_phone(voting, denis, address):
    path = address("ballot", voting.vote.public_id)
    space = denis.get("/espace/").content.decode()
    assert path in space
    assert "pas encore voté" in text(denis.get(path))
    answer = denis.post(address("ballot_cast", voting.vote.public_id), {"needs": ["1", "3"], "version": 0})
    ballot = Ballot.objects.get()
    assert (answer.status_code, ballot.points, ballot.medium) == (302, {"1": 1, "3": 1}, "online")
    assert "Voix donnée par" in text(denis.get(path))


def test_empty_ballot_is_sent_back_with_what_is_missing(voting, denis, address):
    answer = denis.post(address("ballot_cast", voting.vote.public_id), {"version": 0})
    assert (answer.status_code, "Donnez au moins une voix." in answer.content.decode()) == (200, True)
    assert not Ballot.objects.exists()


def test_vote_given_is_no_longer_asked(voting, sign_in):
    denis = sign_in(voting.denis)
    assert "Voter sur les priorités" in text(denis.get("/espace/"))
    give(voting, voting.denis_seat, {1: 1}, voting.denis)
    assert "Voter sur les priorités" not in text(denis.get("/espace/"))


@pytest.mark.parametrize(
    ("points", "said"),
    [({}, "au moins une voix"), ({1: 1, 2: 1, 3: 1}, "retirez-en 1"), ({1: 2}, "2 choix"), ({9: 1}, "2 choix")],
)
def test_ballot_outside_the_rule_is_refused(voting, points, said):
    with pytest.raises(Refusal, match=said):
        give(voting, voting.denis_seat, points, voting.denis)


def test_points_are_shared_out_where_a_need_takes_several(ready, denis, address):
    ready.vote = opened(ready, points=5, most=3)
    cast_url = address("ballot_cast", ready.vote.public_id)
    over = denis.post(cast_url, {"n1": "3", "n2": "3", "n3": "0", "version": 0})
    assert (over.status_code, "vous en avez 5" in over.content.decode()) == (200, True)
    assert denis.post(cast_url, {"n1": "3", "n2": "2", "n3": "0", "version": 0}).status_code == 302
    assert Ballot.objects.get().points == {"1": 3, "2": 2}


def test_two_people_of_one_association_count_once_and_see_each_other(voting, address, sign_in):
    colleague = cast.person("Zoé", "Petit", voting.denis_seat.organisation)
    zoe = sign_in(colleague)
    first = sign_in(voting.denis)
    cast_url = address("ballot_cast", voting.vote.public_id)
    first.post(cast_url, {"needs": ["1"], "version": 0})
    lost = zoe.post(cast_url, {"needs": ["2"], "version": 0})
    assert lost.status_code == 409
    assert str(voting.denis) in text(lost)
    assert Ballot.objects.get().points == {"1": 1}
    assert zoe.post(cast_url, {"needs": ["2"], "version": 1}).status_code == 302
    assert Ballot.objects.get().points == {"2": 1}
    assert "Zoé Petit" in text(first.get(address("ballot", voting.vote.public_id)))


def test_raised_hand_is_noted_and_its_owner_may_correct_it(voting, alice, denis, address):
    path = f"{address('vote_dictate', voting.vote.public_id)}?association={voting.denis_seat.public_id}"
    assert alice.post(path, {"needs": ["2"], "version": 0}).status_code == 302
    ballot = Ballot.objects.get()
    assert (ballot.medium, ballot.edited_by, ballot.points) == ("dictated", voting.alice, {"2": 1})
    page = text(denis.get(address("ballot", voting.vote.public_id)))
    assert f"Voix notée à main levée par {voting.alice}" in page
    assert denis.post(address("ballot_cast", voting.vote.public_id), {"needs": ["1"], "version": 1}).status_code == 302
    ballot.refresh_from_db()
    assert (ballot.medium, ballot.points) == ("online", {"1": 1})


def test_dla_cannot_write_over_a_voice_given_by_its_association(voting, alice, address):
    give(voting, voting.denis_seat, {1: 1}, voting.denis)
    path = f"{address('vote_dictate', voting.vote.public_id)}?association={voting.denis_seat.public_id}"
    assert alice.get(path).headers["Location"] == address("vote", voting.vote.public_id)
    with pytest.raises(Refusal, match="a voté elle-même"):
        give(voting, voting.denis_seat, {2: 1}, voting.alice, 1, medium=Ballot.Medium.DICTATED)
    assert Ballot.objects.get().points == {"1": 1}


def test_voice_of_an_old_page_does_not_win_in_silence(voting):
    give(voting, voting.denis_seat, {1: 1}, voting.denis)
    with pytest.raises(Conflict):
        give(voting, voting.denis_seat, {2: 1}, voting.denis, 0)


def test_only_associations_of_the_programme_vote(voting):
    for seat in (voting.hugo_seat, voting.gaelle_seat):
        with pytest.raises(Refusal, match="Seules votent"):
            give(voting, seat, {1: 1}, voting.alice)


# Secrecy until the end -----------------------------------------------------------------------------------------------
def test_nobody_reads_a_result_before_the_end(voting, alice, denis, address):
    give(voting, voting.dora_seat, {1: 1}, voting.dora)
    for browser, names in ((alice, ["vote", "vote_state"]), (denis, ["ballot", "ballot_state"])):
        for path in pages(voting, address, *names):
            page = browser.get(path).content.decode()
            assert ("Résultat du vote" in page, "<svg role" in page, "checked" in page) == (False, False, False)
    wall = alice.get(f"{address('projector')}?page=vote").content.decode()
    assert "Résultat du vote" not in wall
    listed = text(alice.get(address("vote", voting.vote.public_id)))
    assert "Vidéo Quartier en ligne" in listed


def test_journal_tells_that_one_voted_and_not_for_what(voting):
    give(voting, voting.denis_seat, {1: 1}, voting.denis)
    sentence = Entry.objects.latest("id").sentence
    assert voting.needs[0].text not in sentence
    assert "a donné la voix de Ciné-Club des Lilas" in sentence


# The end -------------------------------------------------------------------------------------------------------------
def test_closing_counts_once_and_freezes(voting, alice, denis, address):
    give(voting, voting.denis_seat, {1: 1, 2: 1}, voting.denis)
    give(voting, voting.dora_seat, {2: 1}, voting.alice, medium=Ballot.Medium.DICTATED)
    alice.post(address("vote_close", voting.vote.public_id))
    voting.vote.refresh_from_db()
    ranked = [(option.number, option.points, option.voices) for option in votes.ranked(voting.vote.options.all())]
    assert ranked == [(2, 2, 2), (1, 1, 1), (3, 0, 0)]
    assert (voting.vote.voted, voting.vote.expected) == (2, 2)
    with pytest.raises(Refusal, match="clos"):
        give(voting, voting.denis_seat, {3: 1}, voting.denis, 1)
    with pytest.raises(Refusal, match="clos"):
        votes.close_vote(voting.step, voting.vote, by=voting.alice)
    for browser, name in ((alice, "vote"), (denis, "ballot")):
        page = browser.get(address(name, voting.vote.public_id)).content.decode()
        assert ("Résultat du vote" in page, "<svg" in page) == (True, True)
    assert "Résultat du vote" in alice.get(f"{address('projector')}?page=vote").content.decode()


def test_result_is_noted_among_the_decisions_without_small_counts(voting):
    give(voting, voting.denis_seat, {1: 1}, voting.denis)
    votes.close_vote(voting.step, voting.vote, by=voting.alice)
    assert "aucun besoin n’est choisi par trois associations" in voting.meeting.decisions.get().text
    voting.vote = opened(voting)
    crowd(voting, 3)
    for seat in Participation.objects.associations().filter(program=voting.program):
        give(voting, seat, {2: 1}, voting.alice, medium=Ballot.Medium.DICTATED)
    votes.close_vote(voting.step, voting.vote, by=voting.alice)
    last = voting.meeting.decisions.latest("id").text
    assert f"1. {voting.needs[1].text}" in last
    assert len(last) <= 500


def test_vote_without_a_voice_is_dropped_and_not_closed(voting, alice, address):
    with pytest.raises(Refusal, match="Aucune association"):
        votes.close_vote(voting.step, voting.vote, by=voting.alice)
    alice.post(address("vote_drop", voting.vote.public_id))
    assert not PriorityVote.objects.exists()


def test_vote_with_a_voice_is_not_dropped(voting):
    give(voting, voting.denis_seat, {1: 1}, voting.denis)
    with pytest.raises(Refusal, match="déjà voté"):
        votes.drop_vote(voting.step, voting.vote, by=voting.alice)


def test_association_that_left_keeps_the_voice_it_gave_and_gives_no_other(voting):
    give(voting, voting.dora_seat, {1: 1}, voting.dora)
    withdraw_association(voting.step, voting.dora_seat, "Trop peu de temps.", by=voting.alice)
    voting.dora_seat.refresh_from_db()
    called = votes.voters(voting.vote, voting.program)
    assert [str(voter.seat.organisation) for voter in called] == ["Ciné-Club des Lilas", "Vidéo Quartier"]
    with pytest.raises(Refusal):
        give(voting, voting.dora_seat, {2: 1}, voting.dora, 1)
