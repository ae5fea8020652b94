"""The letter itself: its text before the first signature, its clauses, its papers, on paper; signed late too."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pypdf import PdfReader

from dla_collectif.journal.models import Entry
from dla_collectif.services import clock, files, printing
from dla_collectif.services.pdf import html_to_pdf
from dla_collectif.services.refusals import Refusal
from programs.diagnosis.commitment import actions as commitments
from programs.diagnosis.commitment import letter_texts
from programs.diagnosis.models import Commitment, CommitmentFile, LetterText, Response
from programs.journey.models import Participation
from tests import cast

from ..conftest import crowd, propose, text

LETTER = {"capacity": "présidente", "image_allowed": False, "data_read": True}
TYPED = {"capacity": "présidente", "image_allowed": "non", "data_read": "on", "accept": "on"}
PDF = b"%PDF-1.4 une lettre"


@pytest.fixture
def shared(asked, settings, tmp_path):
    """The shared diagnosis is proposed; what is handed in goes to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    propose(asked)
    return asked


@pytest.fixture
def on_paper(monkeypatch):
    """Prints are read as pages."""
    monkeypatch.setattr(printing, "answer", lambda request, html, name: HttpResponse(html))


def scan(name="lettre.pdf", content=PDF):
    """A file as somebody hands it in."""
    return SimpleUploadedFile(name, content)


def signed(world):
    """Ciné-Club has signed."""
    return commitments.sign_commitment(world.step, world.denis_seat, dict(LETTER), by=world.denis)


def test_officer_writes_what_the_associations_commit_to(shared, alice, denis, address):
    assert "rendez-vous individuel" in alice.get(address("letter_text")).context["form"]["text"].value()
    typed = {"text": "**{structure}** vient à trois ateliers, portés par {dla}.", "version": 0}
    assert alice.post(address("letter_text"), typed).status_code == 302
    page = text(denis.get(address("commitment")))
    assert "Ciné-Club des Lilas vient à trois ateliers, portés par DLA de Lille" in page
    assert ("Données." in page, "Image." in page) == (True, True)


def test_unknown_variable_is_refused_beside_the_text(shared, alice, address):
    page = alice.post(address("letter_text"), {"text": "{nom} vient.", "version": 0})
    assert "{nom} n’est pas une variable de la lettre" in page.context["form"].errors["text"][0]
    assert not LetterText.objects.exists()


def test_text_does_not_change_once_somebody_signed(shared, alice, address):
    letter_texts.write_letter_text(shared.step, {"text": "{structure} vient."}, by=shared.alice)
    row = signed(shared)
    page = alice.post(address("letter_text"), {"text": "Autre", "version": 1})
    assert "ne change plus" in text(page)
    assert (row.letter_version, LetterText.objects.get().text) == (1, "{structure} vient.")


def test_letter_that_changed_while_it_was_read_is_read_again(shared, denis, address):
    read = denis.get(address("commitment")).context["form"]["read"].value()
    letter_texts.write_letter_text(shared.step, {"text": "{structure} paie dix euros."}, by=shared.alice)
    page = denis.post(address("sign"), {**TYPED, "read": read})
    assert ("relisez-la avant de signer" in text(page), Commitment.objects.count()) == (True, 0)


@pytest.mark.parametrize("name", ["data_read", "image_allowed"])
def test_both_clauses_ask_for_an_answer(shared, denis, address, name):
    page = denis.post(address("sign"), {key: value for key, value in TYPED.items() if key != name})
    assert list(page.context["form"].errors) == [name]


def test_choice_on_images_changes_at_any_time_and_the_signed_one_stays(shared, denis, address):
    row = signed(shared)
    cast.at_phase(shared.program, "workshops")
    assert denis.post(address("image"), {"image_allowed": "oui"}).status_code == 302
    row.refresh_from_db()
    assert (row.image_allowed, row.image_signed, commitments.is_intact(row)) == (True, False, True)
    assert "accepte désormais les images" in Entry.objects.latest("pk").sentence
    Commitment.objects.update(image_signed=True)
    row.refresh_from_db()
    assert not commitments.is_intact(row)


def test_extract_of_the_minutes_is_kept_and_read_by_its_own(shared, denis, alice, address, sign_in):
    row = signed(shared)
    typed = {"board_on": clock.today().isoformat(), "board_file": scan("pv.pdf"), "version": row.version}
    assert denis.post(address("sign"), typed).status_code == 302
    paper = CommitmentFile.objects.get()
    assert (paper.kind, paper.filename) == ("board", "pv.pdf")
    for browser, name in ((denis, "own_file"), (alice, "commitment_file")):
        page = browser.get(address(name, paper.public_id))
        assert (page.status_code, page.getvalue()) == (200, PDF)
    dora = sign_in(shared.dora)
    assert dora.get(address("own_file", paper.public_id)).status_code == 404
    assert dora.get(address("commitment_file", paper.public_id)).status_code == 403
    assert sign_in(shared.chloe).get(address("commitment_file", paper.public_id)).status_code == 404


def test_letter_on_paper_is_noted_with_its_scan(shared, alice, address):
    url = address("paper", shared.denis_seat.public_id)
    typed = {**TYPED, "person": shared.denis.person.pk}
    bad = alice.post(url, {**typed, "scan": scan("lettre.pdf", b"<html>")})
    assert ("Le contenu de ce fichier" in text(bad), Commitment.objects.count()) == (True, 0)
    assert alice.post(url, {**typed, "scan": scan()}).status_code == 302
    assert (Commitment.objects.get().medium, CommitmentFile.objects.get().kind) == ("paper", "scan")
    assert "Lettre signée" in text(alice.get(address("commitments")))


def test_letters_are_printed_to_sign_by_hand(shared, alice, denis, address, on_paper):
    everybody = text(alice.get(address("letters_pdf")))
    assert ("Ciné-Club des Lilas" in everybody, "Vidéo Quartier" in everybody) == (True, True)
    one = text(denis.get(address("own_letter")))
    assert ("Date et signature" in one, "Vidéo Quartier" in one) == (True, False)
    row = signed(shared)
    assert "Ciné-Club des Lilas" not in text(alice.get(address("letters_pdf")))
    assert row.sha256 in text(alice.get(address("letter_pdf", shared.denis_seat.public_id)))


def test_letter_begins_under_its_title_and_each_one_on_its_own_page(shared, alice, address, on_paper):
    def sheets(path):
        printed = html_to_pdf(alice.get(path).content.decode())
        return ["Date et signature" in page.extract_text() for page in PdfReader(BytesIO(printed)).pages]

    assert sheets(address("letter_pdf", shared.denis_seat.public_id)) == [True]
    assert sheets(address("letters_pdf")) == [True, True]


def test_each_letter_of_a_batch_is_handed_over_by_itself(shared, alice, address, on_paper):
    printed = html_to_pdf(alice.get(address("letters_pdf")).content.decode())
    pages = [page.extract_text() for page in PdfReader(BytesIO(printed)).pages]
    assert ["Lettre d’engagement" in page and str(shared.lille) in page for page in pages] == [True, True]
    assert [page for page in pages if "/\u00a02" in page or "/ 2" in page] == []  # no page of eleven on a letter of one


def test_letter_may_be_signed_after_the_step_was_closed_where_it_was_proposed(shared, denis, alice, address):
    cast.at_phase(shared.program, "specification")
    step = cast.step(shared.program, "diagnosis", shared.alice)
    with pytest.raises(Refusal, match="Cette étape est close"):
        commitments.sign_commitment(step, shared.denis_seat, dict(LETTER), by=shared.denis)
    assert alice.post(address("propose")).status_code == 302
    assert Response.objects.get(participation=shared.denis_seat).letter_on == clock.today()
    assert denis.post(address("sign"), TYPED).status_code == 302
    assert Participation.objects.get(pk=shared.denis_seat.pk).status == "committed"


def test_evidence_tells_the_clauses_and_the_papers(shared, denis, address, on_paper):
    row = signed(shared)
    commitments.keep_files(shared.step, row, {"scan": with_kind(scan())}, by=shared.alice)
    commitments.change_image(shared.step, row, True, by=shared.denis)
    sheet = text(denis.get(address("own_evidence")))
    told = ["Clause sur les données lue", "refusées ; depuis : acceptées", CommitmentFile.objects.get().sha256]
    assert [one for one in told if one not in sheet] == []


def with_kind(upload):
    """An upload as the form hands it on."""
    upload.kind = files.check(upload)
    return upload


def test_list_costs_the_same_with_few_and_many(shared, alice, address, statements):
    signed(shared)
    crowd(shared, 1)
    before = statements(lambda: alice.get(address("commitments")))
    crowd(shared, 20)
    assert statements(lambda: alice.get(address("commitments"))) == before
