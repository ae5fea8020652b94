"""Which figures a text cites, by their name in braces or as numbers typed; what they were, and what became of them.

A paragraph remembers the figures it was written with. Nothing here changes a text.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from dla_collectif.services import braces, clock
from dla_collectif.services.paragraphs import split

from ..figures import Cited, in_figures
from .numbers import NUMBER, read, said_like

SENTENCES = re.compile(r"[.!?;\n]+(?:\s|$)")
TYPED = re.compile(rf"({NUMBER})[ \u00a0\u202f]+", re.IGNORECASE)
RANKS = {"premier": 1, "deuxième": 2, "second": 2, "troisième": 3, "quatrième": 4, "cinquième": 5, "sixième": 6}
WORKSHOP = re.compile(
    rf"\batelier[ \u00a0](\d{{1,2}})\b|\b({'|'.join(RANKS)}|\d{{1,2}}e)[ \u00a0]atelier\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Mark:
    """A paragraph whose figure changed since it was written; `text` is the paragraph."""

    place: int
    figure: Cited
    said: str
    was: int | float | None
    on: date
    text: str
    extract: str  # the paragraph as it prints today
    start: int | None = None  # where the number stands in the paragraph

    @property
    def now(self):
        """Today's value."""
        return self.figure.value

    @property
    def seal(self) -> str:
        """Which paragraph it is, to be sent back with a gesture: its place alone may be another's by then."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    @property
    def sentence(self) -> str:
        """« 15 → 14 associations engagées depuis votre texte du 12/10 »."""
        day = f"{self.on:%d/%m}" if self.on.year == clock.today().year else f"{self.on:%d/%m/%Y}"
        what = self.figure.words(self.now)
        now = f"{in_figures(self.now)} {what}" if self.now is not None else f"non renseigné ({what})"
        return f"{in_figures(self.was)} → {now} depuis votre texte du {day}"

    @property
    def may_be_written(self) -> bool:
        """Whether the number stands in the text, so that another may take its place."""
        return self.start is not None and self.now is not None

    @property
    def written(self) -> str:
        """Today's number, in digits or in words as it was typed."""
        return said_like(self.said, self.now)

    @property
    def rewritten(self) -> str:
        """The paragraph with today's number in the place of the other."""
        return self.text[: self.start] + self.written + self.text[self.start + len(self.said) :]


def resolve(text, figures) -> str:
    """`text` with its figures of today; what is no figure stays as it was typed."""
    return braces.resolve(text, {figure.name: figure.shown for figure in figures})


def unknown_names(text, figures) -> str:
    """What to say of names in braces that are no figure; nothing when there is none."""
    why = braces.unknown_in(text, {figure.name for figure in figures})
    return f"{why} : le rapport l’imprimera tel quel. Votre texte est gardé." if why else ""


def typed(paragraph, figures) -> list[tuple[int, str, list[Cited]]]:
    """The numbers of a paragraph that may be a figure: (where, as typed, the figures that they may be)."""
    found, start = [], 0
    for end in [*(each.end() for each in SENTENCES.finditer(paragraph)), len(paragraph)]:
        sentence, begins, start = paragraph[start:end], start, end
        numbers = list(TYPED.finditer(sentence))
        for place, number in enumerate(numbers):
            stop = numbers[place + 1].start() if place + 1 < len(numbers) else len(sentence)
            meant = meanings(sentence[number.end() : stop], sentence, figures)
            if meant:
                found.append((begins + number.start(), number[1], meant))
    return found


def meanings(after, sentence, figures) -> list[Cited]:
    """The figures that a number may be, by the words after it: those whose sign is said, else those that need none."""
    heading = WORKSHOP.search(sentence)
    number = int(RANKS.get((heading[2] or "").lower()) or re.sub(r"\D", "", heading[0])) if heading else None
    there = [each for each in figures if each.workshop is not None and each.workshop == number]
    there = [each for each in there if starts(each.noun, after) and re.search(each.sign, sentence, re.IGNORECASE)]
    if there:
        return there
    near = [each for each in figures if each.workshop is None and starts(each.noun, after)]
    near += [each for each in figures if each.bare and starts(f"(?:{each.sign})\\w*", after)]
    signed = [each for each in near if each.sign and re.search(each.sign, after[:60], re.IGNORECASE)]
    return signed or [each for each in near if each.bare or not each.sign]


def starts(noun, words) -> bool:
    """Whether the words begin with this noun."""
    return re.match(rf"(?:{noun})\b", words.replace("\u00a0", " "), re.IGNORECASE) is not None


def remember(text, figures, before_text="", before=()) -> list[dict]:
    """What the paragraphs of `text` cite, as of today; a paragraph that did not change keeps what it remembers.

    A typed number that is no longer right keeps its memory too, as long as it stands there: correcting a comma beside
    it does not make it right.
    """
    today, memory, kept = clock.today().isoformat(), [], {}
    for place, paragraph in enumerate(split(before_text)):
        kept.setdefault(paragraph, [each for each in before if each["place"] == place])
    for place, paragraph in enumerate(split(text)):
        if paragraph in kept:
            memory += [{**each, "place": place} for each in kept[paragraph]]
            continue
        names = braces.names_in(paragraph)
        here = {each.name: entry(place, each, "", today) for each in figures if each.name in names}
        for _, said, meant in typed(paragraph, figures):
            cited = cited_by(said, meant, before)
            if isinstance(cited, Cited):
                here.setdefault(cited.name, entry(place, cited, said, today))
            elif cited:
                here.setdefault(cited["name"], {**cited, "place": place, "said": said})
        memory += here.values()
    return memory


def cited_by(said, meant, before):
    """The figure that a number is today, or what was remembered of it when it is no longer right; None: no figure."""
    names = {each.name for each in meant}
    stale = next((each for each in before if each["name"] in names and each["said"] and same(each["said"], said)), None)
    right = [each for each in meant if each.value == read(said)]
    if stale is not None:  # a number that was one figure is not read as another that happens to be equal
        right = [each for each in right if each.name == stale["name"]]
    return right[0] if right else stale


def entry(place, figure, said, today) -> dict:
    """One line of the memory."""
    return {"place": place, "name": figure.name, "said": said, "value": figure.value, "on": today}


def same(said, other) -> bool:
    """Whether two numbers that were typed are one."""
    return read(said) == read(other)


def marks_of(chapter_text, memory, figures) -> list[Mark]:
    """The paragraphs whose figures are no longer what they were."""
    known, paragraphs, found = {figure.name: figure for figure in figures}, split(chapter_text), []
    for each in memory:
        figure = known.get(each["name"])
        if figure is None or figure.value == each["value"] or each["place"] >= len(paragraphs):
            continue
        text, said = paragraphs[each["place"]], each["said"]
        starts_at = (at for at, typed_so, meant in typed(text, figures) if typed_so == said and figure in meant)
        start = next(starts_at, None) if said else None
        on, shown = date.fromisoformat(each["on"]), resolve(text, figures)
        found.append(Mark(each["place"], figure, said, each["value"], on, text, shown, start))
    return found
