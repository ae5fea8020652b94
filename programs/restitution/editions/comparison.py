"""Two editions side by side: the figures that changed, then each chapter, paragraph by paragraph, word by word.

The words are read from the frozen HTML itself, whatever the templates of the day; the figures from what each edition
keeps of its own day. A table is read row by row, a picture by what stands around it.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from dla_collectif.services.paragraphs import BLANK, SAME, redlined

CHAPTER = "h2"
BLOCKS = {"p", "li", "tr", "h3", "h4", "h5", "h6", "figcaption", "caption", "dt", "dd", "blockquote", "figure", "table"}
CELLS = {"th", "td"}
SILENT = {"svg", "nav", "style", "script"}
NUMBER = re.compile(r"^[0-9]{1,2} ")  # of a chapter, printed before its title
BLANKS = re.compile("[ \t\r\n]+")  # but for those that keep two signs on a line
ADDED, REMOVED, CHANGED, UNCHANGED = "added", "removed", "changed", "same"


@dataclass
class Chapter:
    """A chapter as its words: the key that its heading keeps from one edition to the next, its title, its blocks."""

    key: str
    title: str = ""
    blocks: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads what stands in `main`: a chapter for each heading of the second rank, a block for each paragraph."""

    def __init__(self):
        super().__init__()
        self.chapters, self.words = [], []
        self.inside = self.silent = 0
        self.in_title = False

    def handle_starttag(self, tag, attrs):
        if tag == "main":
            self.inside += 1
        elif tag in SILENT:
            self.silent += 1
        elif tag == CHAPTER and self.inside:
            self.end_block()
            self.chapters.append(Chapter(dict(attrs).get("id") or ""))
            self.in_title = True
        elif tag in BLOCKS:
            self.end_block()
        elif tag in CELLS and self.words:
            self.words.append(" · ")
        elif tag in ("br", "small") or "footnote" in (dict(attrs).get("class") or ""):
            self.words.append(" ")

    def handle_endtag(self, tag):
        if tag == "main":
            self.end_block()
            self.inside -= 1
        elif tag in SILENT:
            self.silent -= 1
        elif tag == CHAPTER and self.in_title:
            self.chapters[-1].title = NUMBER.sub("", self.taken())
            self.in_title = False
        elif tag in BLOCKS:
            self.end_block()

    def handle_data(self, data):
        if self.inside and not self.silent:
            self.words.append(data)

    def taken(self) -> str:
        """The words read since, on one line."""
        text, self.words = BLANKS.sub(" ", "".join(self.words)).strip(), []
        return text

    def end_block(self):
        """What was read since the last one is a block of the chapter at hand."""
        text = self.taken()
        if text and not self.in_title:
            if not self.chapters:
                self.chapters.append(Chapter(""))
            self.chapters[-1].blocks.append(text)


def chapters_of(html: str) -> list[Chapter]:
    """The chapters of a report, in their order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [chapter for chapter in reader.chapters if chapter.title or chapter.blocks]


@dataclass(frozen=True)
class Line:
    """One paragraph of a comparison: what happened to it, its words as [(kind, text)]."""

    kind: str
    words: list[tuple[str, str]]


@dataclass(frozen=True)
class Compared:
    """A chapter of both editions: what became of it, the paragraphs that changed, how many did not."""

    title: str
    kind: str
    lines: list[Line]
    unchanged: int


def compare(before: str, after: str) -> list[Compared]:
    """Two frozen texts of the same readers, chapter by chapter, in the order of the later one; those gone come last."""
    old = {chapter.key or chapter.title: chapter for chapter in chapters_of(before)}
    found = []
    for chapter in chapters_of(after):
        was = old.pop(chapter.key or chapter.title, None)
        found.append(compared(was, chapter))
    return found + [compared(chapter, None) for chapter in old.values()]


def compared(was: Chapter | None, now: Chapter | None) -> Compared:
    """One chapter, which may be new, or gone."""
    lines, unchanged = [], 0
    for words in redlined(*(BLANK.join(each.blocks) if each else "" for each in (was, now))):
        kinds = {kind for kind, text in words if text.strip()}
        if kinds <= {SAME}:
            unchanged += 1
        else:
            lines.append(Line(kind_of(kinds), words))
    kind = ADDED if was is None else REMOVED if now is None else CHANGED if lines else UNCHANGED
    return Compared((now or was).title, kind, lines, unchanged)


def kind_of(kinds: set[str]) -> str:
    """What happened to a paragraph, from the kinds of its words."""
    return {frozenset({"ins"}): ADDED, frozenset({"del"}): REMOVED}.get(frozenset(kinds), CHANGED)


def changed_figures(before: list, after: list) -> list[tuple[str, object, object]]:
    """The figures that are not what they were: [(label, before, after)], None where one was not known."""
    old, new = dict(before), dict(after)
    labels = list(dict.fromkeys([*new, *old]))
    return [(label, old.get(label), new.get(label)) for label in labels if old.get(label) != new.get(label)]
