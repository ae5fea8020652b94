"""The pages: who reads what, what a bad form answers, how many statements they take."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from dla_collectif.directory.models import Affiliation
from dla_collectif.services import clock
from programs.selection.models import Choice, Proposal
from tests import cast
from tests.programs.selection import matter
from tests.programs.selection.matter import post, url

OFFICER = [
    "call",
    "edit_call",
    "add_provider",
    "extend",
    "opening",
    "board",
    "end_scoring",
    "hearing",
    "choice",
    "answers",
]
DURING = matter.DEADLINE - timedelta(hours=5)
TYPED = {name: str(value) for name, value in matter.BID.items()}


@pytest.fixture(autouse=True)
def here(world):
    """The walk has come to this room."""
    cast.at_phase(world.program, "selection")


@pytest.mark.parametrize("moment", [lambda world: None, matter.sent, matter.sealed, matter.opened, matter.answered])
def test_officer_pages_answer_at_every_moment(world, sign_in, html_prints, moment):
    moment(world)
    client = sign_in(world.alice)
    with clock.set_to(matter.AFTER):
        codes = {
            name: client.get(url(world, name)).status_code for name in [*OFFICER, "proposals", "choose", "minutes_pdf"]
        }
    away = {"proposals", "choose", "minutes_pdf"}
    assert {name: code for name, code in codes.items() if code != 200 and name not in away} == {}
    assert {codes[name] for name in away} <= {200, 302, 404}


@pytest.mark.parametrize("reader", ["denis", "gaelle", "hugo", "chloe"])
def test_officer_pages_are_closed_to_others(world, sign_in, reader):
    matter.answered(world)
    client = sign_in(getattr(world, reader))
    expected = 404 if reader == "chloe" else 403
    assert {client.get(url(world, name)).status_code for name in [*OFFICER, "minutes_pdf", "choose"]} == {expected}


def test_pages_of_the_provider_are_closed_to_others(world, sign_in):
    matter.sent(world)
    for reader in ("denis", "hugo", "alice", "chloe", "rita"):
        client = sign_in(getattr(world, reader))
        code = client.get(url(world, "our_proposal")).status_code
        assert (reader, code) == (reader, {"alice": 403, "rita": 200}.get(reader, 404))


def test_consultant_who_is_not_consulted_has_no_page(world, sign_in):
    matter.sent(world, world.multi)
    assert sign_in(world.rita).get(url(world, "our_proposal")).status_code == 404


def test_grid_of_another_association_is_not_found(world, sign_in):
    matter.scored(world)
    client = sign_in(world.denis)
    names = ("grid", "interests", "results")
    assert {client.get(url(world, name, world.dora_seat.public_id)).status_code for name in names} == {404}
    assert client.post(url(world, "abstain", world.dora_seat.public_id)).status_code == 404


def test_known_link_is_shown_as_text(world, sign_in):
    """A person writes their own name; an association reads it where it declares its ties."""
    world.rita.person.first_name = "<h2>Rita</h2>"
    world.rita.person.save()
    Affiliation.objects.create(person=world.rita.person, organisation=world.video)
    matter.opened(world)
    page = sign_in(world.dora).get(url(world, "interests", world.dora_seat.public_id)).text
    assert ("Lien connu\u00a0: &lt;h2&gt;Rita&lt;/h2&gt;" in page, "<h2>Rita" in page) == (True, False)


def test_proposals_are_read_after_the_declaration(world, sign_in):
    matter.opened(world)
    client, seat = sign_in(world.denis), world.denis_seat.public_id
    document = url(world, "document", matter.proposal(world, world.multi).public_id)
    assert client.get(url(world, "grid", seat)).url == url(world, "interests", seat)
    assert (matter.CANARY in client.get(url(world, "interests", seat)).text, client.get(document).status_code) == (
        False,
        404,
    )
    matter.declare(world, world.denis_seat, "denis")
    assert matter.CANARY in client.get(url(world, "grid", seat)).text
    served = client.get(document)
    assert b"".join(served.streaming_content).endswith(b"canari-fichier")
    assert sign_in(world.rita).get(document).status_code == 404
    served.close()


def test_results_wait_for_all_grids(world, sign_in):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis")
    points = {world.multi.pk: [57, 29], world.rival.pk: [1, 2]}
    matter.send_grid(world, world.denis_seat, "denis", points)
    client, seat = sign_in(world.denis), world.denis_seat.public_id
    assert client.get(url(world, "results", seat)).status_code == 404
    board = sign_in(world.alice).get(url(world, "board")).text
    words = strip_tags(board.partition("<main")[2])
    assert (re.search(r"\b57\b", words), "1 <small>sur 2</small>" in board) == (None, True)
    matter.declare(world, world.dora_seat, "dora")
    matter.send_grid(world, world.dora_seat, "dora", points)
    assert ">57<" in client.get(url(world, "results", seat)).text
    assert ">57<" in sign_in(world.alice).get(url(world, "board")).text


def test_dictated_grid_shows_the_officer_nothing_that_the_association_typed(world, sign_in):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis")
    points = {world.multi.pk: [57, 29], world.rival.pk: [43, 21]}
    matter.send_grid(world, world.denis_seat, "denis", points)
    page = sign_in(world.alice).get(url(world, "dictated_grid", world.denis_seat.public_id)).text
    assert [number for number in ('value="57"', 'value="29"', 'value="43"') if number in page] == []


def test_choice_walks_by_its_forms(world, sign_in, html_prints):
    matter.scored(world)
    client, bid = sign_in(world.alice), matter.bids(world)[0]
    data = {"proposal": bid.pk, "decided_on": "2026-03-20", "reasons": "", "version": "0"}
    assert "Remplissez ce champ" in post(client, url(world, "choose"), **data).text
    post(client, url(world, "choose"), **{**data, "reasons": "Le groupe l’a préférée."})
    assert Choice.objects.get().proposal == bid
    for each in matter.bids(world):
        texts = {"strengths": f"Force de {each}", "gaps": "Manque", "version": each.version}
        post(client, url(world, "answer", each.public_id), **texts)
    page = client.get(url(world, "answers")).text
    assert ("Relire les 2 réponses" in page, "Force de Cabinet Rival" in page) == (True, True)
    post(client, url(world, "send_answers"))
    assert Proposal.objects.filter(answered_at=matter.AFTER).count() == 2
    minutes = client.get(url(world, "minutes_pdf")).text
    assert [
        words for words in ("Procès-verbal", bid.sha256, "Le groupe l’a préférée.", "signature") if words not in minutes
    ] == []


def test_proposal_of_another_programme_is_not_found(world, sign_in):
    matter.opened(world)
    client = sign_in(world.chloe)
    cast.at_phase(world.foreign, "selection")
    bid = matter.bids(world)[0]
    for name in ("answer", "document"):
        address = reverse(f"selection:{name}", args=[world.foreign.public_id, bid.public_id])
        assert client.get(address).status_code == 404
    drop = reverse("selection:drop_provider", args=[world.foreign.public_id, bid.public_id])
    assert client.post(drop).status_code == 404
