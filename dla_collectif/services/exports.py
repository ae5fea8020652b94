"""Rows to a file that a spreadsheet opens: formulas disarmed, accents kept, columns apart as in France."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from .files import clean_name

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")  # what makes a spreadsheet calculate instead of showing
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # signs that no workbook holds
NOT_IN_A_TAB = re.compile(r"[\[\]:*?/\\]+")
LONGEST, WIDEST, NARROWEST = 32_767, 60, 8  # signs of a cell; widths of a column
BOM = "\ufeff"  # without it, some spreadsheets take the accents for something else


def cell(value) -> str:
    """A value as a spreadsheet shows it and never runs it: a text that it would take for a formula gets a « ' »."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line):
        """The line itself."""
        return line


def lines(head: Iterable[str], rows: Iterable[Iterable]) -> Iterator[str]:
    """The lines of the file, one by one: a long export is never whole in memory."""
    writer = csv.writer(Echo(), delimiter=";", lineterminator="\r\n")
    yield BOM + writer.writerow([cell(title) for title in head])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def csv_file(name: str, head: Iterable[str], rows: Iterable[Iterable]) -> StreamingHttpResponse:
    """The answer that hands the file out: saved, never run, never sniffed."""
    response = StreamingHttpResponse(lines(head, rows), content_type="text/csv; charset=utf-8")
    return handed_out(response, f"{clean_name(name)}.csv")


def handed_out(response, filename):
    """A file that a browser saves, and neither shows nor guesses the kind of."""
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


# Workbooks -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Sheet:
    """One page of a workbook: one kind of object, its columns always the same and in the same order."""

    title: str
    head: list[str]
    rows: Iterable[Iterable]


def workbook(name: str, sheets: Iterable[Sheet]) -> HttpResponse:
    """The answer that hands out a workbook. Numbers and days are such; whatever is text is text, never a formula."""
    from openpyxl import Workbook  # a third of a second, for the few who ask

    book = Workbook(write_only=True)
    book.properties.creator = ""
    for sheet in sheets:
        write(book.create_sheet(NOT_IN_A_TAB.sub(" ", sheet.title)[:31]), sheet)
    content = BytesIO()
    book.save(content)
    return handed_out(HttpResponse(content.getvalue(), content_type=XLSX), f"{clean_name(name)}.xlsx")


def write(page, sheet: Sheet) -> None:
    """The head, bold, held on screen and printed on each page; then the rows, on columns wide enough for them."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    rows = [[known(value) for value in row] for row in sheet.rows]
    for place, title in enumerate(sheet.head):
        longest = max([len(title), *(len(str(row[place])) for row in rows if row[place] is not None)])
        page.column_dimensions[get_column_letter(place + 1)].width = min(max(longest + 2, NARROWEST), WIDEST)
    page.freeze_panes, page.print_title_rows = "A2", "1:1"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    wrapped = Alignment(vertical="top", wrap_text=True)
    page.append([typed(page, title, font=Font(bold=True), alignment=wrapped) for title in sheet.head])
    for row in rows:
        page.append([typed(page, value, alignment=wrapped) for value in row])


def known(value) -> str | int | float | Decimal | date | None:
    """A value as a workbook knows it: an hour in Paris, a box in words, a text without what no file can hold."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if value is None or isinstance(value, int | float | Decimal | date):
        return value
    return UNWRITABLE.sub("\ufffd", str(value))[:LONGEST]


def typed(page, value, **looks):
    """A cell of the kind of its value. A text stays one when somebody opens it and types Enter."""
    from openpyxl.cell import WriteOnlyCell

    one = WriteOnlyCell(page, value)
    if isinstance(value, str):
        one.data_type, one.quotePrefix = "s", True
    elif isinstance(value, date):
        one.number_format = "dd/mm/yyyy hh:mm" if isinstance(value, datetime) else "dd/mm/yyyy"
    for name, look in looks.items():
        setattr(one, name, look)
    return one
