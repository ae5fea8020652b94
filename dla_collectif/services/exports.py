"""Rows to a file that a spreadsheet opens: formulas disarmed, accents kept, columns apart as in France."""

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

from .files import clean_name

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")  # what makes a spreadsheet calculate instead of showing
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
    response["Content-Disposition"] = f'attachment; filename="{clean_name(name)}.csv"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
