"""The whole file of a programme: what is in it, what is never in it, who takes it, when it goes."""

import csv
import hashlib
import io
import os
import zipfile
from datetime import timedelta

import openpyxl
from django.core.files.base import ContentFile

from dla_collectif.services import clock, pdf
from programs.journey.models import Document
from programs.restitution.archive import build, contents
from programs.restitution.archive.build import README
from programs.restitution.archive.workbook import COLUMNS, sheets
from programs.restitution.models import Effect
from programs.selection.models import Call, Proposal, SealedContent
from tests import cast


def made(walk, tmp_path, name="a.zip"):
    """The parts of the whole file: {path: bytes}."""
    build.build(cast.journey(walk.program, walk.alice), tmp_path / name)
    return parts_of((tmp_path / name).read_bytes())


def parts_of(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def upload(walk, name="note.pdf", content=b"%PDF-recu", **fields):
    row = Document(
        program=walk.program, kind="upload", title="Note reçue", number=90, filename=name, by=walk.alice, **fields
    )
    row.sha256 = hashlib.sha256(content).hexdigest()
    row.file.save(name, ContentFile(content))
    return row


def bid(walk):
    """A proposal handed in with its document."""
    call = Call.objects.create(
        program=walk.program,
        sent_at=clock.now() - timedelta(days=9),
        deadline=clock.now() - timedelta(days=2),
    )
    proposal = Proposal.objects.create(
        call=call,
        participation=walk.gaelle_seat,
        invited_at=clock.now() - timedelta(days=8),
        submitted_at=clock.now() - timedelta(days=3),
        sha256="0" * 64,
        submitted_by=walk.gaelle,
    )
    content = SealedContent(
        proposal=proposal, summary="SECRET", team="DEUX", day_rate=700, price=7000, filename="offre.pdf"
    )
    content.file.save("offre.pdf", ContentFile(b"%PDF-SECRET"))
    return content


def test_whole_file_holds_papers_files_journal_figures_and_their_list(walk, tmp_path):
    upload(walk)
    parts = made(walk, tmp_path)
    names = list(parts)
    assert {"LISEZ-MOI.txt", "manifeste.csv", "journal.csv", "journal-verification.txt", "donnees.xlsx"} <= set(names)
    assert [name for name in names if name.endswith(" rapport-institutions.pdf") and name.startswith("documents/")]
    assert parts["fichiers/001 note.pdf"] == b"%PDF-recu"
    assert "Le journal est intact" in parts["journal-verification.txt"].decode()


def test_list_gives_the_size_and_fingerprint_of_each_file(walk, tmp_path):
    upload(walk)
    parts = made(walk, tmp_path)
    rows = list(csv.DictReader(io.StringIO(parts["manifeste.csv"].decode("utf-8-sig")), delimiter=";"))
    assert {row["Fichier"] for row in rows} == set(parts) - {"LISEZ-MOI.txt", "manifeste.csv"}
    for row in rows:
        content = parts[row["Fichier"]]
        assert (int(row["Taille en octets"]), row["SHA-256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_same_contents_give_the_same_bytes(walk, tmp_path):
    upload(walk)
    journey = cast.journey(walk.program, walk.alice)
    digests = {build.build(journey, tmp_path / f"{place}.zip") for place in range(2)}
    assert len(digests) == 1
    assert digests == {hashlib.sha256((tmp_path / "0.zip").read_bytes()).hexdigest()}


def test_progress_is_told_document_by_document(walk, tmp_path):
    told = []
    build.build(
        cast.journey(walk.program, walk.alice), tmp_path / "a.zip", lambda done, total: told.append((done, total))
    )
    assert told == [(place + 1, len(told)) for place in range(len(told))]


def test_sealed_proposal_is_never_in_the_file(walk, tmp_path):
    bid(walk)
    parts = made(walk, tmp_path)
    assert not [name for name, content in parts.items() if b"SECRET" in content]
    book = openpyxl.load_workbook(io.BytesIO(parts["donnees.xlsx"]))
    row = list(book["Propositions"].values)[1]
    assert (row[0], row[4:8]) == (str(walk.gaelle_seat), (None, None, None, None))


def test_opened_proposal_is_in_the_file(walk, tmp_path):
    bid(walk)
    Call.objects.update(opened_at=clock.now(), opened_by=walk.alice)
    parts = made(walk, tmp_path)
    assert [content for name, content in parts.items() if name.endswith("offre.pdf")] == [b"%PDF-SECRET"]
    book = openpyxl.load_workbook(io.BytesIO(parts["donnees.xlsx"]))
    assert list(book["Propositions"].values)[1][6] == 7000


def test_file_of_a_hostile_name_stays_in_its_folder(walk, tmp_path):
    row = upload(walk)
    Document.objects.filter(pk=row.pk).update(filename="../../etc/passwd\x1b‮.pdf")
    names = [name for name in made(walk, tmp_path) if name.startswith("fichiers/")]
    assert len(names) == 1
    assert (".." in names[0], names[0].count("/"), "\x1b" in names[0]) == (False, 1, False)


def test_paper_that_cannot_be_printed_is_told_and_holds_up_nothing(walk, tmp_path, monkeypatch):
    def jammed(html, timeout):
        raise pdf.PdfError("La presse est bloquée.")

    monkeypatch.setattr(pdf, "cached_pdf", jammed)
    parts = made(walk, tmp_path)
    assert "La presse est bloquée." in parts[README].decode()
    assert "journal.csv" in parts
    assert not [name for name in parts if name.startswith("documents/")]


def test_stored_file_that_is_missing_is_told(walk, tmp_path):
    os.unlink(upload(walk).file.path)
    assert "Ce fichier manque sur le serveur." in made(walk, tmp_path)[README].decode()


def test_paper_for_the_group_is_the_same_after_the_report_for_institutions(walk):
    journey = cast.journey(walk.program, walk.alice)
    told = {item.path: item for item in contents.items(journey)}
    step = next(item for path, item in told.items() if "etape-" in path)
    report = next(item for path, item in told.items() if path.endswith(" rapport-institutions.pdf"))
    first = step.content()
    report.content()
    assert step.content() == first


def test_columns_of_the_workbook_are_a_promise(walk):
    assert [sheet.title for sheet in sheets(walk.program)] == list(COLUMNS)
    Effect.objects.create(program=walk.program, kind="network", title="=1+1", observed_on=clock.today())
    for sheet in sheets(walk.program):
        rows = [list(row) for row in sheet.rows]
        assert {len(row) for row in rows} <= {len(sheet.head)}
    head = "Association;Ville;Situation;Repérée par;Repérée le;Conviée le;Engagée le;Retirée le;Motif;Réunions suivies"
    assert COLUMNS["Associations"] == head


def test_workbook_of_an_empty_programme_has_its_sheets_and_no_row_of_zeros(walk):
    for sheet in sheets(walk.program):
        if sheet.title == "Jours":
            assert list(sheet.rows) == []
