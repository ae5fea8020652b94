"""A vote as it is followed: small states, statements counted, the projector, doors that stay shut."""

from programs.diagnosis.models import Ballot
from programs.journey.models import Participation

from ..conftest import crowd, give, pages


# Following -----------------------------------------------------------------------------------------------------------
def test_state_is_small_and_changes_with_every_voice(voting, alice, denis, address, statements):
    path = address("vote_state", voting.vote.public_id)
    before = alice.get(path).json()
    give(voting, voting.denis_seat, {1: 1}, voting.denis)
    after = alice.get(path).json()
    assert ((before["voted"], before["expected"]), (after["voted"], after["expected"])) == ((0, 2), (1, 2))
    assert before["mark"] != after["mark"]
    phone = denis.get(address("ballot_state", voting.vote.public_id)).json()
    assert (phone["mark"], "Voix donnée par" in phone["said"]) == ("open", True)
    few = statements(lambda: alice.get(path))
    crowd(voting, 10)
    assert statements(lambda: alice.get(path)) == few <= 8


def test_pages_cost_the_same_whatever_their_size(voting, alice, denis, address, statements):
    give(voting, voting.denis_seat, {1: 1}, voting.denis)
    paths = [(alice, address("vote", voting.vote.public_id)), (denis, address("ballot", voting.vote.public_id))]
    paths.append((alice, address("meetings")))
    before = [statements(lambda b=b, p=p: b.get(p)) for b, p in paths]
    crowd(voting, 10)
    for seat in Participation.objects.associations().filter(program=voting.program).exclude(pk=voting.denis_seat.pk):
        give(voting, seat, {1: 1}, voting.alice, medium=Ballot.Medium.DICTATED)
    assert [statements(lambda b=b, p=p: b.get(p)) for b, p in paths] == before


def test_projector_shows_the_vote_with_a_code_and_no_name(voting, alice, address):
    crowd(voting, 3)
    wall = alice.get(f"{address('projector')}?page=vote").content.decode()
    assert "data:image/svg+xml" in wall
    assert "Association 02" not in wall
    first = alice.get(address("projector")).content.decode()
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    for odd in ("0", "999", "x", "²", "-1"):
        assert alice.get(f"{address('projector')}?page={odd}").status_code == 200


def test_vote_is_shut_to_those_it_does_not_concern(voting, sign_in, address):
    for person in (voting.hugo, voting.gaelle):
        browser = sign_in(person)
        for path in pages(voting, address, "vote", "vote_state", "ballot", "ballot_state", "ballot_cast", "vote_close"):
            assert browser.get(path).status_code in (403, 404)
            assert browser.post(path).status_code in (403, 404)
    denis = sign_in(voting.denis)
    for path in pages(voting, address, "vote", "vote_state", "vote_close", "vote_drop"):
        assert denis.post(path).status_code == 403
    assert not Ballot.objects.exists()
