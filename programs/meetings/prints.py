"""The papers of each meeting: its sign-in sheet, blank before it, with what was noted after it; its minutes."""

from functools import partial

from dla_collectif.services.pdf import render_html
from dla_collectif.services.visibility import Visibility
from programs.journey import reports
from programs.journey.prints import Piece, Print, about_each

from .models import Attendance, Meeting

GUEST_LINES = 2  # blank rows at least, for those who come without being expected
MINUTES_TITLE = "Compte rendu de réunion"
PRESENCES = {
    Attendance.State.PRESENT: "Étaient présents",
    Attendance.State.EXCUSED: "Étaient excusés",
    Attendance.State.ABSENT: "Étaient absents",
    Attendance.State.EXPECTED: "Étaient attendus",
}
FIRST_PAGE, NEXT_PAGE = 6, 14  # rows that a page holds: the sheet is filled up to its end and no further


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


def minutes_html(journey, meeting) -> str:
    """What was said and decided, as whoever may read the minutes reads it: no more than their own level shows."""
    meeting.program, level = journey.program, meeting.minutes.visibility
    said = meeting.contributions.at_level(level).select_related("organisation", "person")  # the floor above's relation
    context = {
        "paper": reports.paper(journey, MINUTES_TITLE, subtitle=meeting.title, with_stones=False),
        "meeting": meeting,
        "minutes": meeting.minutes,
        "agenda": "" if meeting.agenda.strip() in meeting.minutes.text else meeting.agenda,
        "presences": presences(list(meeting.attendances.listed()), named=level <= Visibility.GROUP),
        "decisions": list(meeting.decisions.select_related("owner").order_by("id")),
        "said": list(said.order_by("id")),
        "for_officers": level == Visibility.OFFICERS,
    }
    return render_html("programs/meetings/minutes_pdf.html", context)


def presences(attendances, *, named: bool) -> list[tuple[str, int, list[str]]]:
    """Who was there, excused, absent: what it is called, how many organisations, and, for the group, their names.

    An organisation counts once: it was there if one of its people was.
    """
    told, counted = [], set()
    for state, words in PRESENCES.items():
        rows, people = [row for row in attendances if row.state == state], {}
        for row in rows:
            people.setdefault(str(row.participation.organisation), []).append(row.person)
        lines = [
            f"{name} ({', '.join(map(str, found))})" if (found := [one for one in each if one]) else name
            for name, each in people.items()
        ]
        count = len(people.keys() - counted)
        counted |= people.keys()
        if lines if named else count:
            told.append((words, count, lines if named else []))
    return told


def written_minutes(journey) -> list[Piece]:
    """The minutes of each meeting that has some."""
    rows = Meeting.objects.filter(program=journey.program, minutes__isnull=False).select_related("minutes")
    rows = rows.order_by("starts_at", "id")
    return about_each("compte-rendu", MINUTES_TITLE, rows, partial(minutes_html, journey), word=day_of, told=told)


def day_of(meeting) -> str:
    """What the file of a sheet is named by."""
    return f"{meeting.day:%Y-%m-%d}"


def told(meeting) -> str:
    """« Réunion de lancement, le 12/01/2006 »."""
    return f"{meeting.title}, le {meeting.day:%d/%m/%Y}"


SHEETS = Print("emargement", "Feuille d’émargement", sheets)
FILLED_SHEETS = Print("presences", "Présences notées", filled_sheets)
MINUTES = Print("compte-rendu", MINUTES_TITLE, written_minutes)
PRINTS = [SHEETS, FILLED_SHEETS, MINUTES]
