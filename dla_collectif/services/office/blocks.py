"""What a document is made of, whatever the file: headings, paragraphs, items, tables, pictures, notes."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Picture:
    """A picture in points of a PNG, as wide as `millimetres`, with what it says to whoever does not see it."""

    png: bytes
    pixels: tuple[int, int]
    millimetres: float
    words: str


@dataclass(frozen=True)
class Span:
    """Some words and how they look; `note`: a footnote called here; `line_end`: a line ends here."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    small: bool = False
    link: str = ""
    note: tuple["Span", ...] = ()
    picture: Picture | None = None
    line_end: bool = False


@dataclass
class Paragraph:
    """Words with a style, named in `looks`; an item has a depth and maybe a list number."""

    spans: list[Span]
    style: str = "text"
    depth: int = 0  # of an item: 1 for a list, 2 for a list in a list
    ordered: int = 0  # which of the document's numbered lists
    kept: bool = False  # with what follows, on the same page


@dataclass
class Heading:
    """A title of a rank, from 1; `anchors` are what the contents may point at."""

    spans: list[Span]
    rank: int
    anchors: list[str] = field(default_factory=list)
    page: bool = False  # begins a page


@dataclass
class Cell:
    """A cell of a table; `shade`: how dark, a name of `looks.SHADES`; `tall`: its words are written upwards."""

    paragraphs: list[Paragraph]
    head: bool = False
    across: int = 1
    down: int = 1
    side: str = ""  # "right" or "center"; the left otherwise
    shade: str = ""
    tall: bool = False


@dataclass
class Table:
    """Rows of cells under a caption; the first `heads` are repeated on each page."""

    caption: list[Span]
    rows: list[list[Cell]]
    heads: int = 0

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return max((sum(cell.across for cell in row) for row in self.rows), default=0)


@dataclass
class Document:
    """A whole document: what it says of itself, its cover, whether it has contents, its blocks."""

    title: str
    kind: str = ""
    author: str = ""
    created: str = ""
    programme: str = ""  # the running head
    edition: str = ""  # the foot of each page
    landscape: bool = False
    cover: list = field(default_factory=list)
    contents: list[tuple[str, str]] = field(default_factory=list)  # (anchor, words)
    blocks: list = field(default_factory=list)


def words(spans) -> str:
    """Spans without their looks."""
    return "".join("\n" if span.line_end else span.text for span in spans)
