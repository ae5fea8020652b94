"""Files for spreadsheets: nothing in them is ever run."""

import csv
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from dla_collectif.services.exports import BOM, Sheet, cell, csv_file, workbook


@pytest.mark.parametrize("text", ["=1+1", "+33 6 00", "-2", "@SUM(A1)", "\t=1", "\r=1", "\0=1", '=HYPERLINK("x")'])
def test_text_that_would_be_run_is_disarmed(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("Évreux", "Évreux"), ("a=b", "a=b"), (None, ""), (-3, "-3"), (3.5, "3,5"), (True, "True"), ("", "")],
)
def test_what_is_no_formula_stays(value, shown):
    assert cell(value) == shown


def test_file_is_read_back_as_it_was_and_is_never_run():
    answer = csv_file("journal", ["Qui", "Acte"], [["Alice", 'a dit «\u00a0oui; non\u00a0»\n"ligne"'], ["=cmd", "x"]])
    text = b"".join(answer).decode()
    assert text.startswith(BOM)
    rows = list(csv.reader(text.removeprefix(BOM).splitlines(keepends=True), delimiter=";"))
    assert rows == [["Qui", "Acte"], ["Alice", 'a dit «\u00a0oui; non\u00a0»\n"ligne"'], ["'=cmd", "x"]]
    assert answer["Content-Disposition"] == 'attachment; filename="journal.csv"'
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == ("nosniff", True)


# Workbooks -----------------------------------------------------------------------------------------------------------
DANGEROUS = ["=1+1", "+33 6 00", "-2", "@SUM(A1)", '=HYPERLINK("http://x.example")', "=cmd|' /C calc'!A0"]


def book_of(*sheets):
    """A workbook as a spreadsheet opens it, and what its files hold."""
    answer = workbook("resultats", sheets)
    files = zipfile.ZipFile(BytesIO(answer.content))
    parts = {name: files.read(name).decode() for name in files.namelist()}
    return answer, load_workbook(BytesIO(answer.content)), parts


@pytest.mark.parametrize("text", DANGEROUS)
def test_workbook_runs_nothing_that_was_typed(text):
    _answer, book, parts = book_of(Sheet(text, [text], [[text]]))
    page = book.worksheets[0]
    assert [(one.value, one.data_type, one.quotePrefix) for row in page.rows for one in row] == [(text, "s", True)] * 2
    assert [name for name, xml in parts.items() if "<f>" in xml or "<f " in xml or "externalLink" in name] == []


def test_workbook_has_a_page_for_each_object_with_its_head_bold_and_held():
    rows = [["Évreux", 12, Decimal("3.5"), date(2026, 3, 12), None], ["Lille", 0, 1.25, date(2026, 3, 13), True]]
    head = ["Nom", "Salariés", "ETP", "Depuis", "Oui"]
    answer, book, _parts = book_of(Sheet("Associations", head, rows), Sheet("Besoins", ["Besoin"], []))
    assert book.sheetnames == ["Associations", "Besoins"]
    page = book["Associations"]
    assert [row[:3] + row[4:] for row in page.iter_rows(min_row=2, values_only=True)] == [
        ("Évreux", 12, 3.5, None),
        ("Lille", 0, 1.25, "oui"),
    ]
    assert (page["D2"].value.isoformat(), page["D2"].number_format) == ("2026-03-12T00:00:00", "dd/mm/yyyy")
    assert (page["D2"].is_date, page["B2"].data_type) == (True, "n")
    assert (page["A1"].font.bold, page.freeze_panes, page.print_title_rows) == (True, "A2", "$1:$1")
    assert 8 <= page.column_dimensions["A"].width <= 60
    assert answer["Content-Disposition"] == 'attachment; filename="resultats.xlsx"'
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == ("nosniff", True)


def test_workbook_says_hours_as_in_paris_and_bears_any_sign_or_length():
    hour = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    long, odd = "a" * 40_000, "un\x00deux\x0btrois\ufffe\ud800 fin\nligne"
    _answer, book, _parts = book_of(Sheet("a/b*c?[d]: trop long pour un onglet", ["À"], [[hour], [long], [odd]]))
    page = book.worksheets[0]
    assert page["A2"].value.isoformat() == "2026-07-02T00:30:00"
    assert len(page["A3"].value) == 32_767
    assert page["A4"].value == "un\ufffddeux\ufffdtrois\ufffd\ufffd fin\nligne"
    assert (len(page.title) <= 31, set("[]:*?/\\") & set(page.title)) == (True, set())


def test_workbook_does_not_say_which_program_made_it():
    _answer, _book, parts = book_of(Sheet("Besoins", ["Besoin"], []))
    assert "openpyxl" not in parts["docProps/core.xml"]
