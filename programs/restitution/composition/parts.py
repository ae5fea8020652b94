"""The parts of a report: each chapter and annex as its readers find it; those that hold nothing are left out.

The chapter of a phase is what the room shows of it (`phase.report`, `summary.html`) after the officer's own text.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from string import ascii_uppercase

from django.template.loader import render_to_string

from dla_collectif.services import clock
from dla_collectif.services.templatetags.house import day, days, plural
from dla_collectif.services.texts import drawn, to_html
from dla_collectif.services.visibility import Visibility
from programs.journey import reports
from programs.journey.measuring import measure
from programs.journey.models import Participation
from programs.meetings.models import Meeting

from ..figures import read_figures
from ..models import Sheet
from ..prose.reading import texts
from ..readings import bullets, story_of
from ..thread import read_thread
from .annexes import FACTS
from .mentions import anchored
from .plan import INDEX, SUMMARY, THREAD, Line, read_plan

TAG = re.compile(r"<[^>]*>")
NO_MATTER, CLOSED, OFF = "rien à y lire", "réservé à d’autres lecteurs", "retiré du rapport"
QUIET = {Meeting.Kind.CONSULTANTS, Meeting.Kind.HEARING}  # their titles may name who bid
INDEX_TEMPLATE = "programs/restitution/composition/index.html"


@dataclass
class Part:
    """A chapter or an annex with something in it. `number`: « 3 », « B », or nothing for those without."""

    line: Line
    body: str
    number: str = ""

    @property
    def key(self) -> str:
        """Its anchor."""
        return self.line.key

    @property
    def title(self) -> str:
        """Its heading, without its number."""
        return self.line.title

    @property
    def label(self) -> str:
        """How the index and the contents of a screen call it: « chapitre 3 », « annexe B », « L’essentiel »."""
        if not self.number:
            return self.title
        return f"{'annexe' if self.line.is_annex else 'chapitre'} {self.number}"


@dataclass
class Composition:
    """A report as some readers find it; `left_out`: (line, why) of what does not print for them."""

    parts: list[Part]
    left_out: list[tuple[Line, str]]


@contextmanager
def told_to(program, readers):
    """A programme that tells what some readers may read, as the last word on it: for the time of a report."""
    names = ("told_level", "told_whole", "told_finally", "told_annexes")
    before = {name: program.__dict__[name] for name in names if name in program.__dict__}
    program.told_level, program.told_finally = readers, True
    try:
        yield program
    finally:
        for name in names:
            program.__dict__.pop(name, None)
        program.__dict__.update(before)


def compose(journey, readers) -> Composition:
    """The report of a programme for its readers; the same number of statements whatever its size."""
    with told_to(journey.program, readers) as program:
        measure([program], "measures")
        plan, written = read_plan(program, journey.steps), texts(program)
        left = [(line, CLOSED if line.printed else OFF) for line in plan if not line.opens_to(readers)]
        lines = [line for line in plan if line.opens_to(readers)]
        bodies = {line.key: annex_body(program, line) for line in lines if line.key in FACTS}
        program.told_annexes = frozenset(key for key, body in bodies.items() if body)
        parts = []
        for line in lines:
            if line.key == INDEX:
                continue
            body = bodies[line.key] if line.key in bodies else chapter_body(journey, line)
            text = written.get(line.key, "").strip()
            prose = f'<div class="prose">{to_html(text)}</div>\n' if text else ""
            if prose or has_words(body):
                parts.append(Part(line, prose + body))
            else:
                left.append((line, NO_MATTER))
        number(parts)
        index = next((line for line in lines if line.key == INDEX), None)
        if index:
            add_index(program, parts, index, left)
    for part in parts:
        part.body = drawn(part.body)
    return Composition(parts, left)


def has_words(html: str) -> bool:
    """Whether a reader would find anything."""
    return bool(TAG.sub("", html).strip())


def number(parts) -> None:
    """Chapters of phases 1, 2, 3…; annexes A, B, C…; the others go by their title."""
    chapters = (part for part in parts if part.line.step is not None)
    for place, part in enumerate(chapters, 1):
        part.number = str(place)
    for letter, part in zip(ascii_uppercase, (part for part in parts if part.line.is_annex), strict=False):
        part.number = letter


def annex_body(program, line) -> str:
    """An annex as HTML; nothing where it holds nothing."""
    facts, template = FACTS[line.key]
    found = facts(program)
    return render_to_string(template, {"program": program, **found}) if found else ""


def chapter_body(journey, line) -> str:
    """A chapter as HTML, without the officer's text; nothing where there is nothing to tell."""
    program = journey.program
    program.told_whole = not line.is_brief
    if line.step is not None:
        return phase_body(line.step)
    if line.key == SUMMARY:
        return render_to_string("programs/restitution/composition/summary.html", summary(program))
    if line.key == THREAD:
        knots = read_thread(program, program.told_level)
        if any(knot.workshops or knot.outputs or knot.effects for knot in knots):
            return render_to_string(
                "programs/restitution/composition/thread.html", {"program": program, "knots": knots}
            )
    return ""


def phase_body(step) -> str:
    """What the room tells of its step, once it was begun."""
    if step.state == "ahead" and not any(each.met for each in step.requirements):
        return ""
    return render_to_string(step.phase.summary_template, reports.facts(step))


def summary(program) -> dict:
    """The facts that open the report."""
    figures, sheet = read_figures(program), Sheet.objects.filter(program=program).first()
    told = list(counts(figures, program.told_to_institutions))
    return {
        "program": program,
        "sheet": sheet,
        "bullets": bullets(sheet),
        "counts": told,
        "funnel": figures.funnel if figures.spotted and figures.committed else [],
        "events": [(meeting.starts_at.date(), title_of(meeting, program)) for meeting in story_of(program)],
        "note": f"Réunions tenues et associations engagées, telles que notées au {day(clock.today())}.",
    }


def counts(figures, with_days) -> Iterator[tuple]:
    """The figures to remember, each with its words; those that are known and not nothing."""
    heard = figures.consultants + figures.institutions
    for count, words in (
        (figures.spotted, f"association{plural(figures.spotted)} repérée{plural(figures.spotted)}"),
        (figures.committed, f"engagée{plural(figures.committed)}"),
        (heard, f"partenaire{plural(heard)} entendu{plural(heard)} au départ"),
        (figures.workshops, f"atelier{plural(figures.workshops)} collectif{plural(figures.workshops)}"),
        (days(figures.half_days) if figures.half_days and with_days else 0, "de prestation"),
    ):
        if count:
            yield count, words


def title_of(meeting, program) -> str:
    """The title of a meeting; its kind where the title may say who bid."""
    quiet = meeting.kind in QUIET and program.told_level > Visibility.GROUP
    return meeting.get_kind_display().capitalize() if quiet else meeting.title


def add_index(program, parts, line, left) -> None:
    """The last annex: each association with its first mention in each part, which is anchored there."""
    seats = program.participations.filter(role=Participation.Role.ASSOCIATION).order_by("organisation__search")
    names = list(seats.values_list("organisation__name", flat=True))
    places: dict[str, list[tuple[str, str]]] = {name: [] for name in names}
    for part in parts:
        part.body, found = anchored(part.body, names, f"m-{part.key}")
        for name, anchor in found.items():
            places[name].append((part.label, anchor))
    named = [(name, spots) for name, spots in places.items() if spots]
    if not named:
        left.append((line, NO_MATTER))
        return
    parts.append(Part(line, render_to_string(INDEX_TEMPLATE, {"names": named})))
    number(parts)
