"""Codes before a proposal and a grid: nothing typed is lost, files included; no code stands before the deadline."""

from datetime import timedelta

import pytest

from dla_collectif.accounts import codes
from dla_collectif.accounts.models import Code, HeldUpload
from dla_collectif.entrance.arrivals import LINK
from dla_collectif.services import clock
from programs.selection.models import Ballot, Proposal, SealedContent
from tests import cast
from tests.programs.selection import matter
from tests.programs.selection.matter import post, url

TYPED = {name: str(value) for name, value in matter.BID.items()} | {"version": "0"}
DURING = matter.DEADLINE - timedelta(hours=5)


@pytest.fixture(autouse=True)
def here(world):
    """The walk has come to this room."""
    cast.at_phase(world.program, "selection")


@pytest.fixture
def gaelle(world, sign_in):
    """The consultant, who came by her link, before the deadline."""
    matter.sent(world)
    return sign_in(world.gaelle, LINK)


def get(client, path, at):
    with clock.set_to(at):
        return client.get(path)


def hidden(page, name):
    """The value of a hidden field of a page."""
    return page.text.partition(f'name="{name}" value="')[2].partition('"')[0]


def ask_first(client, page, at=DURING):
    """The code that comes before the form: asked for, read, typed."""
    post(client, page, at, code_avant="1", code_geste="envoyer")
    return post(client, page, at, code_avant="1", code=Code.objects.latest("pk").digits)


def test_code_is_asked_for_before_the_form_and_opens_it(world, gaelle):
    page = url(world, "hand_in")
    first = get(gaelle, page, DURING)
    assert ("Recevoir mon code" in first.text, "Équipe" in first.text, Code.objects.count()) == (True, False, 0)
    assert ask_first(gaelle, page).url == world.gaelle_seat.page("selection:hand_in")
    assert "Équipe" in get(gaelle, page, DURING).text


def test_proposal_written_for_an_hour_and_a_half_needs_no_second_code(world, gaelle):
    page = url(world, "hand_in")
    ask_first(gaelle, page)
    answer = post(gaelle, page, DURING + timedelta(minutes=90), **TYPED, document=matter.pdf())
    assert answer.url == world.gaelle_seat.page("selection:our_proposal")
    row = Proposal.objects.get(pk=matter.proposal(world, world.multi).pk)
    assert row.proof.email == world.gaelle.email


def test_document_is_kept_while_the_code_is_asked_for(world, gaelle, settings):
    page = url(world, "hand_in")
    asked = post(gaelle, page, DURING, **TYPED, document=matter.pdf("Notre réponse.pdf"))
    assert (asked.status_code, SealedContent.objects.count(), HeldUpload.objects.count()) == (200, 0, 1)
    fields = {**TYPED, "code_fichier:document": hidden(asked, "code_fichier:document")}
    wrong = post(gaelle, page, DURING, **fields, code="000000x")
    assert hidden(wrong, "code_fichier:document") == fields["code_fichier:document"]
    assert HeldUpload.objects.count() == 1
    answer = post(gaelle, page, DURING, **fields, code=Code.objects.get().digits)
    content = SealedContent.objects.get()
    assert (answer.status_code, content.filename) == (302, "Notre réponse.pdf")
    with content.file.open("rb") as stored:
        assert stored.read() == b"%PDF-1.7\ncanari-fichier"
    assert HeldUpload.objects.count() == 0


def test_document_kept_for_one_session_is_nothing_for_another(world, gaelle, sign_in):
    page = url(world, "hand_in")
    asked = post(gaelle, page, DURING, **TYPED, document=matter.pdf())
    stolen = {**TYPED, "code_fichier:document": hidden(asked, "code_fichier:document")}
    answer = post(sign_in(world.rita), page, DURING, **stolen)
    assert answer.status_code == 302
    content = SealedContent.objects.get(proposal=matter.proposal(world, world.rival))
    assert not content.file


def test_document_kept_for_an_act_that_never_came_is_gone_after_a_day(
    world, gaelle, django_capture_on_commit_callbacks
):
    post(gaelle, url(world, "hand_in"), DURING, **TYPED, document=matter.pdf())
    stored = HeldUpload.objects.get().file
    for later, left in ((timedelta(hours=23), 1), (timedelta(hours=25), 0)):
        with clock.set_to(DURING + later), django_capture_on_commit_callbacks(execute=True):
            codes.forget_uploads()
        assert (HeldUpload.objects.count(), stored.storage.exists(stored.name)) == (left, bool(left))


def test_late_proposal_is_refused_without_a_code(world, gaelle):
    answer = post(gaelle, url(world, "hand_in"), matter.AFTER, **TYPED)
    assert "La remise s’est close" in answer.text
    assert Code.objects.count() == 0


def test_grid_waits_for_its_code_and_a_draft_does_not(world, sign_in):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis")
    denis, page = sign_in(world.denis, LINK), url(world, "grid", world.denis_seat.public_id)
    fields = get(denis, page, matter.AFTER).context["form"].fields
    marks = {name: "10" for name in fields if name.startswith("points")}
    assert post(denis, page, matter.AFTER, **marks, geste="garder").status_code == 302
    asked = post(denis, page, matter.AFTER, **marks, geste="envoyer")
    assert ("envoyer la grille de Ciné-Club des Lilas" in asked.text, Ballot.objects.count()) == (True, 0)
    code = Code.objects.get().digits
    assert post(denis, page, matter.AFTER, **marks, geste="envoyer", code=code).status_code == 302
    assert Ballot.objects.get().proof.words == "envoyer la grille de Ciné-Club des Lilas"


def test_abstention_waits_for_its_code(world, sign_in):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis")
    denis, page = sign_in(world.denis, LINK), url(world, "abstain", world.denis_seat.public_id)
    assert post(denis, page, matter.AFTER).status_code == 200
    assert Ballot.objects.count() == 0
    assert post(denis, page, matter.AFTER, code=Code.objects.get().digits).status_code == 302
    assert Ballot.objects.get().abstains is True


def test_dictated_abstention_asks_the_officer_for_no_code(world, sign_in):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis")
    page = url(world, "dictated_abstention", world.denis_seat.public_id)
    assert post(sign_in(world.alice, LINK), page, matter.AFTER).status_code == 302
