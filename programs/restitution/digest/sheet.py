"""The experience sheet: two pages at most, in the order of the network's published sheets."""

from dataclasses import replace

from programs.journey import reports

from ..models import Sheet
from ..readings import bullets, lines
from . import sentences
from .facts import read_story
from .fitting import fitted_html
from .sentences import Limits
from .words import clipped

TEMPLATE = "programs/restitution/digest/sheet_pdf.html"
BODY = "programs/restitution/digest/sheet_body.html"
ELSEWHERE = "(La suite est dans le rapport de restitution.)"
LADDER = [  # what is left out first: names and items at the end of long lists; then the officer's longest texts are cut
    Limits(),
    Limits(names=4, outputs=4, effects=6, points=7, contacts=5, origin=700),
    Limits(names=3, outputs=3, effects=4, points=6, contacts=4, origin=500, team=120),
    Limits(names=2, outputs=2, effects=3, points=5, contacts=3, origin=350, team=0, prose=2000, lines=26),
    Limits(names=1, outputs=1, effects=2, points=4, contacts=2, origin=250, team=0, prose=1000, lines=13),
    Limits(names=0, outputs=1, effects=1, points=3, contacts=2, origin=0, team=0, prose=500, lines=6),
]
PAGES = 2


def sheet_html(journey) -> str:
    """The sheet as it stands: focus, montage, course and effects, summary, contacts; never more than two pages."""
    program = journey.program
    sheet = Sheet.objects.filter(program=program).first() or Sheet(program=program)
    paper = reports.paper(journey, "Fiche d’expérience", with_stones=False)
    story, context = read_story(program), {"paper": paper, "program": program}
    contents = [compose(sheet, story, limits) for limits in LADDER]
    return fitted_html(TEMPLATE, BODY, context, contents, pages=PAGES)


def compose(sheet, story, limits) -> dict:
    """The parts of the sheet within some limits. The officer's own text stands in for the sentences made from facts."""
    effects = [(row.title, row.proof) for row in story.effects]
    return {
        "focus": clipped(sheet.focus, 600 if limits.prose > 1000 else 250),
        "montage": sentences.montage(story, limits) if not sheet.setup else [],
        "setup": shortened(sheet.setup, limits),
        "course": sentences.course(story, limits) if not sheet.course else [],
        "course_written": shortened(sheet.course, limits),
        "effects": effects[: limits.effects],
        "more_effects": max(0, len(effects) - limits.effects),
        **kept("bullets", [clipped(point, 400) for point in bullets(sheet)], limits.points),
        **kept("contacts", [clipped(contact, 250) for contact in lines(sheet.contacts)], limits.contacts),
    }


def kept(name, items, most) -> dict:
    """The first items of a list, and how many are left out."""
    return {name: items[:most], f"more_{name}": max(0, len(items) - most)}


def shortened(text, limits) -> str:
    """The officer's text, cut at the end of a line or a sentence where there is no room for all of it; CommonMark."""
    rows = text.strip().splitlines()
    if len(rows) <= limits.lines and len(text) <= limits.prose:
        return text.strip()
    room, told = limits.prose, []
    for row in rows[: limits.lines]:
        if len(row) > room:
            told += [clipped(row, room)] if room > 80 else []
            break
        told.append(row)
        room -= len(row)
    return "\n".join([*told, "", ELSEWHERE])


def offered(program) -> dict[str, str]:
    """The sentences made from the facts, for the officer who wants to go on from them: `setup`, `course`."""
    story, limits = read_story(program), replace(LADDER[0], origin=600)
    return {
        "setup": "\n\n".join(sentences.montage(story, limits)),
        "course": "\n\n".join(sentences.course(story, limits)),
    }
