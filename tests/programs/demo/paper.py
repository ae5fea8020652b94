"""Pages as they are laid out: the lines, headings and tables of each, for tests that read a printed document.

The same engine, style sheets and fonts as `services.pdf`, in this process: its boxes say what a PDF no longer knows.
"""

import gc
import io
import re
from dataclasses import dataclass, field
from functools import cached_property

import pypdfium2
import weasyprint
from django.conf import settings
from PIL import Image, ImageFile
from weasyprint.urls import URLFetcher, URLFetcherResponse

from dla_collectif.services import pdf, pdf_fonts

ImageFile.LOAD_TRUNCATED_IMAGES = False  # the engine lets them pass, for the whole process; the application does not
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
RUNNING = ("@top-left", "@top-right", "@bottom-left", "@bottom-right")
DOTS = 50  # an inch


class Fetcher(URLFetcher):
    """What `services.pdf` opens, and nothing else."""

    def fetch(self, url, headers=None):
        if url.startswith("data:"):
            return super().fetch(url, headers)
        roots = {"static": pdf.BASE / "static", "font": pdf_fonts.make(settings.GENERATED_DIR.parent / "print")}
        path = pdf._local_file(url, roots)
        kind = "text/css" if path.suffix == ".css" else "font/ttf"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


@dataclass
class Piece:
    """What of one table stands on one page."""

    element: object
    rows: int = 0
    has_head: bool = False


@dataclass
class Page:
    """One page: its lines from top to bottom as (y, words), and what matters of it."""

    number: int
    height: float
    lines: list = field(default_factory=list)
    headings: list = field(default_factory=list)  # (y, tag, words)
    pieces: list = field(default_factory=list)
    pictures: list = field(default_factory=list)  # (y, height)
    running: dict = field(default_factory=dict)
    outside: list = field(default_factory=list)  # the words of lines and tables that leave the page's own width
    chapter: str = ""  # of the chapter whose heading stands here

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(words for _y, words in self.lines)

    def under(self, y) -> int:
        """How many lines, or pictures counted as three, stand below."""
        return sum(1 for top, _words in self.lines if top > y + 1) + 3 * sum(1 for top, _h in self.pictures if top > y)


class Paper:
    """A printed document, laid out."""

    def __init__(self, html: str):
        self.html = html
        gc.disable()
        try:
            self.document = weasyprint.HTML(string=html, url_fetcher=Fetcher(allowed_protocols={"data"})).render()
        finally:
            gc.enable()
        self.pages = [read_page(number, page) for number, page in enumerate(self.document.pages, 1)]

    @cached_property
    def words(self) -> str:
        """All the words of the body, with plain spaces."""
        return re.sub(r"\s+", " ", " ".join(page.text for page in self.pages))

    @cached_property
    def pdf(self):
        """The pages, ready to be drawn."""
        content = io.BytesIO()
        self.document.write_pdf(content)
        return pypdfium2.PdfDocument(content.getvalue())

    def picture(self, number: int) -> Image.Image:
        """A page as a photocopier sees it."""
        return self.pdf[number - 1].render(scale=DOTS / 72, grayscale=True).to_pil().convert("L")


def read_page(number, page) -> Page:
    """The page as tests want it."""
    told, edge = Page(number, page.height), page._page_box.content_box_x() + page._page_box.width + 1
    for margin in page._page_box.children:
        if getattr(margin, "at_keyword", "") in RUNNING:
            told.running[margin.at_keyword] = " ".join(words_of(margin).split())
        elif not hasattr(margin, "at_keyword"):
            read_box(told, margin, None)
            told.outside = [words_of(box)[:80] for box in wide(margin, edge)]
    told.lines.sort(key=lambda line: line[0])
    return told


def wide(box, edge):
    """The lines and tables inside a box that go beyond the edge on the right."""
    for child in getattr(box, "children", ()):
        if type(child).__name__ in ("LineBox", "TableBox") and child.position_x + child.width > edge:
            yield child
        yield from wide(child, edge)


def read_box(told, box, piece) -> None:
    """Note a box of the body and what is inside it."""
    kind, tag = type(box).__name__, box.element_tag
    if kind == "LineBox":
        words = words_of(box).strip()
        if words:
            told.lines.append((box.position_y, words))
        return
    if tag in HEADINGS and kind == "BlockBox" and box.element is not None:
        words = " ".join(words_of(box).split())
        told.headings.append((box.position_y, tag, words))
    if tag and tag.endswith("}svg") or tag == "svg":
        told.pictures.append((box.position_y, box.height))
        return
    if kind == "TableBox" and tag == "table":
        piece = Piece(box.element)
        told.pieces.append(piece)
    if kind == "TableRowGroupBox" and piece is not None:
        piece.has_head = piece.has_head or tag == "thead"
        piece.rows += len(box.children) if tag == "tbody" else 0
    for child in getattr(box, "children", ()):
        read_box(told, child, piece)


def words_of(box) -> str:
    """The words of a box and of those inside it."""
    if hasattr(box, "text"):
        return box.text
    return "".join(words_of(child) for child in getattr(box, "children", ()))
