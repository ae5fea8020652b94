"""The experience sheet: two pages at most, in the order of the network's published sheets."""

from dataclasses import replace

from dla_collectif.services import texts
from dla_collectif.services.pdf import render_html
from programs.journey import reports

from ..models import Sheet
from ..readings import bullets, lines
from . import sentences
from .facts import read_story
from .sentences import Limits
from .space import PAGE, head_height, height
from .words import clipped

TEMPLATE = "programs/restitution/digest/sheet_pdf.html"
ELSEWHERE = "(La suite est dans le rapport de restitution.)"
LADDER = [  # what is left out first: names and items at the end of long lists; then the officer's longest texts are cut
    Limits(),
    Limits(names=4, outputs=4, effects=6, points=7, contacts=5, origin=700),
    Limits(names=3, outputs=3, effects=4, points=6, contacts=4, origin=500, team=120),
    Limits(names=2, outputs=2, effects=3, points=5, contacts=3, origin=350, team=0, prose=2000, lines=26),
    Limits(names=1, outputs=1, effects=2, points=4, contacts=2, origin=250, team=0, prose=1000, lines=13),
    Limits(names=0, outputs=1, effects=1, points=3, contacts=2, origin=0, team=0, prose=500, lines=6),
]
TWO_PAGES = 2 * PAGE + 6  # told carefully: pages are in truth less full


def sheet_html(journey) -> str:
    """The sheet as it stands: focus, montage, course and effects, summary, contacts; never more than two pages."""
    program = journey.program
    sheet = Sheet.objects.filter(program=program).first() or Sheet(program=program)
    paper = reports.paper(journey, "Fiche d’expérience", with_stones=False)
    context = fitted(paper, sheet, read_story(program))
    return render_html(TEMPLATE, {"paper": paper, "program": program, **context})


def fitted(paper, sheet, story) -> dict:
    """What the sheet says, with the first of the limits that make it stay within two pages."""
    for limits in LADDER:
        content = compose(sheet, story, limits)
        if height_of(paper, content) <= TWO_PAGES:
            break
    return content


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


def height_of(paper, content) -> float:
    """How high all this will stand, in millimetres."""
    heading = 12
    total = (
        head_height(paper)
        + height(paper.title, 20, after=3, width=160)
        + height(content["focus"], 11.5, after=6, width=140)
    )
    for part in (content["montage"], content["course"], content["setup"], content["course_written"]):
        rows = part if isinstance(part, list) else texts.plain(part).split("\n")
        total += heading * bool(part) + sum(height(row) for row in rows)
    effects = [f"{title} : {proof}" for title, proof in content["effects"]]
    for items in (effects, content["bullets"], content["contacts"]):
        total += heading * bool(items) + sum(height(item, after=1, width=152) for item in items) + 3 * bool(items)
    return total


def offered(program) -> dict[str, str]:
    """The sentences made from the facts, for the officer who wants to go on from them: `setup`, `course`."""
    story, limits = read_story(program), replace(LADDER[0], origin=600)
    return {
        "setup": "\n\n".join(sentences.montage(story, limits)),
        "course": "\n\n".join(sentences.course(story, limits)),
    }
