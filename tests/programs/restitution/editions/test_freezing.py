"""An edition is numbered, frozen, fingerprinted, and reprinted for ever as it was."""

import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from dla_collectif.journal.models import Entry
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.visibility import Visibility
from programs.journey import reports
from programs.journey.models import Document, Participation
from programs.meetings.models import Minutes
from programs.restitution.editions.comparison import chapters_of
from programs.restitution.models import ReportEdition
from tests import cast, tampering
from tests.programs.demo.paper import Paper

from .conftest import approved, document, make, opened, propose, write

LINK = '<link rel="stylesheet" href="static:css/print.css">'


def words(html):
    """All that a print says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_each_kind_of_readers_has_its_own_numbered_fingerprinted_rendition(told):
    edition = make(told, readers=[Visibility.PUBLIC, Visibility.INSTITUTIONS])
    rows = [(row.readers, row.document.number, row.document.edition) for row in edition.renditions.all()]
    assert (edition.number, rows) == (1, [(1, 1, 1), (2, 2, 1), (3, 3, 1)])
    for row in edition.renditions.all():
        assert (reports.is_intact(row.document), row.document.visibility) == (True, Visibility.OFFICERS)
        assert "Édition 1" in row.document.html
        assert row.document.sha256 in row.document.html
        assert Entry.objects.filter(sentence__contains=row.document.sha256).count() == 1
    assert "[[" not in document(edition).html


def test_what_the_group_alone_reads_is_in_its_rendition_alone(told):
    said = "Ce que le groupe seul lit."
    meeting = cast.meeting(told.program, phase="restitution", kind="restitution", title="Restitution", state="held")
    Minutes.objects.create(meeting=meeting, text=said, visibility=Visibility.GROUP)
    edition = make(told)
    assert (said in document(edition, Visibility.GROUP).html, said in document(edition).html) == (True, False)


def test_edition_says_the_same_after_everything_changed(told, sign_in):
    edition = make(told)
    before = document(edition)
    write(told, "Tout autre chose.")
    Participation.objects.filter(pk=told.dora_seat.pk).update(status="withdrawn", reason="Dissoute.")
    page = sign_in(told.alice).get(before.get_absolute_url()).content.decode()
    assert page == before.html
    assert ("Onze ateliers" in words(page), "Tout autre chose" in words(page)) == (True, False)


def test_edition_needs_no_style_sheet_of_today_to_be_printed_as_it_was(told):
    html = document(make(told)).html
    linked = html.replace(html[html.index("<style>") : html.index("</style>") + 8], LINK, 1)
    assert (html.count("<style>"), "static:" in html, "@import" in html) == (1, False, False)
    assert pages(html) == pages(linked)


def pages(html):
    """Where each line of each page stands."""
    return [(page.lines, page.running) for page in Paper(html).pages]


def test_database_refuses_to_change_an_edition(told):
    edition = make(told)
    frozen = Document.objects.filter(pk=document(edition).pk)
    for fields in ({"html": "<p>autre</p>"}, {"sha256": "0" * 64}, {"number": 99}, {"edition": 9}):
        with pytest.raises(DatabaseError, match="ne change plus"), transaction.atomic():
            frozen.update(**fields)
    with pytest.raises(DatabaseError, match="ne change plus"), transaction.atomic():
        ReportEdition.objects.filter(pk=edition.pk).update(number=7)
    frozen.update(visibility=Visibility.GROUP)
    assert reports.is_intact(frozen.get())


def test_database_refuses_to_change_an_approval_or_its_stamp(told):
    edition = approved(told)
    with pytest.raises(DatabaseError, match="ne change plus"), transaction.atomic():
        ReportEdition.objects.filter(pk=edition.pk).update(approving=13)
    with pytest.raises(DatabaseError, match="ne change plus"), transaction.atomic():
        ReportEdition.objects.filter(pk=edition.pk).update(approved_on=None, approval="", approving=None)
    with pytest.raises(DatabaseError, match="ne change plus"), transaction.atomic():
        Document.objects.filter(pk=document(edition).pk).update(mention="approuvée par toutes")


def test_tampering_is_seen(told, sign_in, address):
    edition = make(told)
    row = document(edition)
    with tampering.lifted(Document):
        Document.objects.filter(pk=row.pk).update(html=row.html.replace("Onze ateliers", "Douze ateliers"))
    page = sign_in(told.alice).get(address("edition", 1)).content.decode()
    assert ("elle ne correspond plus au texte" in page, page.count("intacte")) == (True, 1)


def test_second_edition_says_what_changed_and_is_told_from_the_first_in_a_list(told, sign_in):
    make(told)
    with pytest.raises(Refusal, match="ce qui change"):
        make(told, changes="  ")
    second = make(told, changes="Le chapitre 1 est corrigé.")
    assert (second.number, document(second, Visibility.GROUP).number) == (2, 3)
    assert ReportEdition.objects.get(number=1).changes == ""
    page = sign_in(told.alice).get(reverse("journey:documents", args=[told.program.public_id])).content.decode()
    assert [page.count(f"Rapport de restitution, pour le groupe, édition {number}</a>") for number in (1, 2)] == [1, 1]


def test_who_is_slower_learns_that_the_number_is_taken(told, sign_in, address):
    alice = sign_in(told.alice)
    make(told)
    answer = alice.post(address("make_edition"), {"readers": ["2"], "changes": "Rien", "number": "1"})
    assert (answer.status_code, ReportEdition.objects.count()) == (200, 1)
    assert "vient d’être faite par quelqu’un d’autre" in answer.content.decode()


def test_page_says_what_is_not_ready_and_forbids_nothing(told, sign_in, address):
    alice = sign_in(told.alice)
    page = alice.get(address("make_edition")).content.decode()
    assert "Chapitres sans votre texte" in page
    assert "noter les effets constatés" in page
    assert "2 associations, 1 institution" in words(page).replace("\u00a0", " ")
    answer = alice.post(address("make_edition"), {"readers": ["2"], "number": "1"})
    assert (answer.status_code, answer["Location"]) == (302, address("edition", 1))


def test_frozen_report_does_not_date_the_closing_of_a_step(told):
    before = reports.stones(told.step.journey)
    make(told)
    assert reports.stones(told.step.journey) == before


def test_reading_level_of_the_programme_is_as_before_once_an_edition_is_made(told):
    make(told)
    assert told.step.program.told_level == Visibility.GROUP


def test_approval_is_stamped_outside_the_fingerprint(told):
    edition = approved(told)
    row = document(edition)
    assert (reports.is_intact(row), "approuvée par" in row.html) == (True, False)
    assert "édition approuvée par 2 associations sur 2" in row.printed
    before, after = chapters_of(row.html), chapters_of(row.printed)
    assert before == after


def test_emptied_edition_keeps_its_number_and_its_fingerprint(told, sign_in, address):
    edition = opened(told)
    row = document(edition)
    Document.objects.filter(program=told.program).update(html="", mention="")
    page = sign_in(told.alice).get(address("edition", 1)).content.decode()
    assert (row.sha256 in page, "détruit au terme de sa conservation" in page) == (True, True)
    assert sign_in(told.hugo).get(address("read_edition", 1, "institutions")).status_code == 404


def test_nobody_changes_who_reads_an_edition_but_by_its_own_acts(told, sign_in):
    edition = propose(told)
    path = reverse("journey:document_readers", args=[told.program.public_id, document(edition).public_id])
    alice = sign_in(told.alice)
    assert "se décide avec le groupe" in alice.get(path).content.decode()
    alice.post(path, {"visibility": "2"})
    assert document(edition).visibility == Visibility.GROUP
