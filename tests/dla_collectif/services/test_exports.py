"""Files for spreadsheets: nothing in them is ever run."""

import csv

import pytest

from dla_collectif.services.exports import BOM, cell, csv_file


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
