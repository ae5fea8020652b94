"""The sign-in sheet of each meeting: blank before it, with what was noted after it."""

from functools import partial

from dla_collectif.services.pdf import render_html
from programs.journey import reports
from programs.journey.prints import Piece, Print, about_each

from .models import Meeting

GUEST_LINES = 3  # blank rows at least, for those who come without being expected
FIRST_PAGE, NEXT_PAGE = 6, 12  # rows that a page holds: the sheet is filled up to its end and no further


def sheet_html(journey, filled: bool, meeting) -> str:
    """The sign-in sheet: a signature for each half-day, or what was noted of each."""
    meeting.program, halves = journey.program, meeting.halves
    attendances = list(meeting.attendances.listed())
    signatures = ["Signature"] if len(halves) == 1 else [f"Signature, {half}" for half in halves]
    context = {
        "paper": reports.paper(journey, "Feuille d’émargement", subtitle=meeting.title, landscape=True),
        "meeting": meeting,
        "program": journey.program,
        "attendances": attendances,
        "halves": halves,
        "columns": ["Présence"] if filled else signatures,
        "filled": filled,
        "blank_lines": range(blank_rows(len(attendances))),
    }
    return render_html("programs/meetings/sheet_pdf.html", context)


def blank_rows(expected: int) -> int:
    """How many rows stay blank under those expected: enough for guests, and as many as the last page holds."""
    wanted = expected + GUEST_LINES
    return FIRST_PAGE + max(0, -(-(wanted - FIRST_PAGE) // NEXT_PAGE)) * NEXT_PAGE - expected


def meetings_of(journey) -> list[Meeting]:
    """The meetings of a programme that are to be signed for."""
    rows = Meeting.objects.filter(program=journey.program).exclude(state=Meeting.State.CANCELLED)
    return list(rows.order_by("starts_at", "id"))


def sheets(journey) -> list[Piece]:
    """A blank sheet for each meeting."""
    make, rows = partial(sheet_html, journey, False), meetings_of(journey)
    return about_each("emargement", "Feuille d’émargement", rows, make, word=day_of, told=told)


def filled_sheets(journey) -> list[Piece]:
    """The sheet of each meeting whose attendance was noted."""
    rows = [row for row in meetings_of(journey) if row.state == Meeting.State.HELD]
    make = partial(sheet_html, journey, True)
    return about_each("presences", "Présences notées", rows, make, word=day_of, told=told)


def day_of(meeting) -> str:
    """What the file of a sheet is named by."""
    return f"{meeting.day:%Y-%m-%d}"


def told(meeting) -> str:
    """« Réunion de lancement, le 12/01/2006 »."""
    return f"{meeting.title}, le {meeting.day:%d/%m/%Y}"


SHEETS = Print("emargement", "Feuille d’émargement", sheets)
FILLED_SHEETS = Print("presences", "Présences notées", filled_sheets)
PRINTS = [SHEETS, FILLED_SHEETS]
