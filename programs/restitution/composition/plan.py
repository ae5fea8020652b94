"""The plan as everybody reads it: the usual chapters, what the officers changed of them, what came since.

A chapter opens to everybody only because an officer opened it; of the usual ones, the summary and the thread do, for
they hold nothing but what was released. What a chapter tells each reader is the affair of its room.
"""

from dataclasses import dataclass, replace

from dla_collectif.services.visibility import Visibility

from ..models import Plan
from ..prose import keys

SUMMARY, THREAD, INDEX = "synthese", "fil", "annexe-index"
FREE, ANNEX = "libre-", "annexe-"
WHOLE, ESSENTIAL = "whole", "essential"
DETAILS = {WHOLE: "complet", ESSENTIAL: "l’essentiel"}
READERS = {
    Visibility.GROUP: "le groupe",
    Visibility.INSTITUTIONS: "le groupe et les institutions",
    Visibility.PUBLIC: "tout le monde",
}
ANNEXES = {  # in their usual order; the index closes the report
    "annexe-participants": "Les participants",
    "annexe-presences": "Les présences, réunion par réunion",
    "annexe-offre": "La carte de l’offre",
    "annexe-charte": "La charte et ses signataires",
    "annexe-indicateurs": "Les indicateurs, au départ et depuis",
    "annexe-sources": "Ce qui a été dit, et ce qui en a été fait",
    INDEX: "Index des associations",
}
OPEN_TO_ALL = {SUMMARY, THREAD, INDEX}


@dataclass(frozen=True)
class Line:
    """A chapter or an annex in the plan; `step` is that of a phase's chapter."""

    key: str
    title: str
    printed: bool = True
    detail: str = WHOLE
    readers: int = Visibility.INSTITUTIONS
    step: object = None

    @property
    def is_free(self) -> bool:
        """Whether the officers added it."""
        return self.key.startswith(FREE)

    @property
    def is_annex(self) -> bool:
        """Whether it stands after the chapters."""
        return self.key.startswith(ANNEX)

    @property
    def readers_label(self) -> str:
        """« le groupe et les institutions »."""
        return READERS[self.readers]

    @property
    def is_brief(self) -> bool:
        """Whether it is told in its essentials."""
        return self.detail == ESSENTIAL

    def opens_to(self, level: int) -> bool:
        """Whether readers of a level find it in their report."""
        return self.printed and self.readers >= level

    @property
    def stored(self) -> dict:
        """What the plan keeps of it."""
        kept = {"key": self.key, "printed": self.printed, "detail": self.detail, "readers": int(self.readers)}
        return kept | ({"title": self.title} if self.is_free else {})


def usual_lines(steps) -> list[Line]:
    """The plan that nobody has touched: summary, a chapter per phase, the thread, the annexes."""
    titles = [(SUMMARY, "L’essentiel", None), *((step.key, step.title, step) for step in steps)]
    titles += [(THREAD, "Le fil : du besoin à l’effet", None), *((*annex, None) for annex in ANNEXES.items())]
    return [Line(key, title, readers=usual_readers(key), step=step) for key, title, step in titles]


def usual_readers(key: str) -> int:
    """Whom a chapter is open to as long as nobody said otherwise."""
    return Visibility.PUBLIC if key in OPEN_TO_ALL else Visibility.INSTITUTIONS


def read_plan(program, steps) -> list[Line]:
    """The plan of a programme; one statement."""
    return lines_of(Plan.objects.filter(program=program).first(), steps)


def lines_of(plan, steps) -> list[Line]:
    """A stored plan (or none) as lines."""
    return lines_from(plan.lines if plan else None, steps)


def lines_from(stored, steps) -> list[Line]:
    """What a plan keeps (or nothing) as lines: what it does not know stands where it usually does, as usual."""
    usual = usual_lines(steps)
    known = {line.key: line for line in usual}
    lines = [line for row in stored or [] if (line := read_line(row, known))]
    found = {line.key for line in lines}
    for place, line in enumerate(usual):
        if line.key not in found:
            before = usual[place - 1].key if place else None
            at = next((spot + 1 for spot, each in enumerate(lines) if each.key == before), 0)
            lines.insert(at, line)
    return in_order(lines)


def read_line(row, known) -> Line | None:
    """A stored line; None for a chapter that is no more."""
    line = known.get(row["key"])
    if line is None and row["key"].startswith(FREE):
        line = Line(row["key"], row["title"])
    return line and replace(line, printed=row["printed"], detail=row["detail"], readers=row["readers"])


def in_order(lines) -> list[Line]:
    """Chapters, then annexes, the index last: whatever the order they come in."""
    return sorted(lines, key=lambda line: (line.is_annex, line.key == INDEX))


def moved(lines, key: str, gap: int) -> list[Line]:
    """The plan with a line moved one place up (-1) or down (1) among its like."""
    at = next((place for place, line in enumerate(lines) if line.key == key), None)
    if at is None or not 0 <= at + gap < len(lines):
        return lines
    changed = list(lines)
    changed[at], changed[at + gap] = changed[at + gap], changed[at]
    return in_order(changed)


def title_of(journey, key: str) -> str | None:
    """The title of a chapter or an annex that takes a text; only one that the officers added asks for the plan."""
    lines = read_plan(journey.program, journey.steps) if key.startswith(FREE) else usual_lines(journey.steps)
    return next((line.title for line in lines if line.key == key != INDEX), None)


keys.finders.append(title_of)
