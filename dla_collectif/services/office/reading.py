"""The HTML of a print → blocks. HTML alone is read (no entity, no address is opened); what is not printed is not read."""

import base64
import binascii
import re
from dataclasses import replace
from xml.etree.ElementTree import Element  # built by the parser of HTML, which knows no entity of a document's own

import tinyhtml5

from . import pictures
from .blocks import Cell, Document, Heading, Paragraph, Picture, Span, Table
from .looks import SHADES
from .markup import HTML, classes, contents, name_of, on_screen_alone, squeezed, trimmed

SVG = "{http://www.w3.org/2000/svg}svg"
BLOCKS = {
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "dd",
    "dt",
    "figcaption",
    "figure",
    "footer",
}
BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "section", "table", "ul"}
STYLES = {"lead": "lead", "source": "source", "overline": "label", "cover-kind": "label", "cover-demo": "source"}
STYLES |= {"cover-edition": "edition"}
STYLES |= {"cover-subtitle": "subtitle", "cover-label": "term", "letterhead": "letterhead"}
STYLES |= {"letterheads": "letterhead"}
HIGHEST = 14  # millimetres of a logo
SPACE = "\u2003"  # as wide as a letter
LINKS = ("http://", "https://", "mailto:")
DEEPEST = 40  # elements one in another; a hostile text is cut there
MOST = 40_000  # blocks of a document


def read(html: str) -> Document:
    """The document that a print's HTML describes."""
    root = tinyhtml5.parse(html)
    head, body = root.find(f"{HTML}head"), root.find(f"{HTML}body")
    metas = {meta.get("name"): meta.get("content", "") for meta in head.iter(f"{HTML}meta")}
    title = "".join(head.find(f"{HTML}title").itertext()) if head.find(f"{HTML}title") is not None else ""
    document = Document(
        title=squeezed(title),
        kind=metas.get("description", ""),
        author=metas.get("author", ""),
        created=metas.get("dcterms.created", ""),
        programme=body.get("data-programme", ""),
        edition=body.get("data-edition", ""),
        landscape="is-landscape" in classes(body),
    )
    reader = Reader(numbered="report" in classes(body))
    for child in body:
        if "cover" in classes(child):
            document.cover = reader.blocks(child, 0)
        elif "contents" in classes(child):
            document.contents = list(contents(child))
        elif name_of(child) in BLOCKS:
            document.blocks += reader.block(child, name_of(child), 0, "text", False)
    document.blocks = document.blocks[:MOST]
    return document


class Reader:
    """Walks the elements in their order, as the page shows them."""

    def __init__(self, numbered=False):
        self.numbered = numbered  # the print numbers its tables and figures
        self.tables = self.figures = self.lists = 0
        self.in_cell = False

    def blocks(self, element: Element, depth: int, style="text", page=False) -> list:
        """The blocks inside an element; words that stand beside blocks make paragraphs of their own."""
        found, loose = [], [Span(element.text or "")]
        if depth > DEEPEST:
            return [Paragraph(trimmed([Span("".join(element.itertext()))]))]
        for child in element:
            name = name_of(child)
            if name in BLOCKS or child.tag == SVG or (name in ("img",) and not loose[0].text.strip()):
                found += self.paragraph(loose, style)
                loose = []
                found += self.block(child, name, depth + 1, style, page and not found)
            elif name:
                loose += self.inline(child, depth + 1)
            loose.append(Span(child.tail or ""))
        return found + self.paragraph(loose, style)

    def block(self, child, name, depth, style, page) -> list:
        """One element that is a block."""
        kinds = classes(child)
        if on_screen_alone(kinds) or child.get("hidden") is not None or name == "hr":
            return []
        if child.tag == SVG or name == "img":
            return self.picture(child)
        if re.fullmatch("h[1-6]", name):
            spans = trimmed(self.inside(child, depth))
            return [Heading(spans, int(name[1]), [child.get("id")] if child.get("id") else [], page)] if spans else []
        if "funders" in kinds:
            return [line for item in child for line in self.logo(self.blocks(item, depth), "letterhead")]
        if name in ("ul", "ol"):
            return self.items(child, depth, name == "ol")
        if name == "table":
            return self.table(child, depth)
        if name == "figure":
            return self.figure(child, depth)
        if name == "dt":
            return [Paragraph(trimmed(self.inside(child, depth)), "term", kept=True)]
        if name == "blockquote":
            return self.blocks(child, depth, "quote")
        style = next((STYLES[kind] for kind in sorted(kinds) if kind in STYLES), style)
        found = self.anchored(child, self.blocks(child, depth, style, page="chapter" in kinds or page))
        return self.logo(found, style) if "letterhead-dla" in kinds else found

    def logo(self, found, style) -> list:
        """A logo and its lines as one line: a file knows no columns that last."""
        spans = []
        for span in (each for block in found for each in (*block.spans, Span(line_end=True))):
            picture = span.picture
            if picture:
                wide, high = picture.pixels
                small = min(picture.millimetres, HIGHEST * wide / max(high, 1), HIGHEST * 3)
                span = replace(span, picture=replace(picture, millimetres=small))
            spans.append(Span(SPACE) if span.line_end else span)
        return [Paragraph(spans[:-1], style)] if spans else []

    def anchored(self, child, found) -> list:
        """The anchor of a section goes to its first heading."""
        first = next((block for block in found if isinstance(block, Heading)), None)
        if first is not None and child.get("id"):
            first.anchors.append(child.get("id"))
        return found

    def paragraph(self, spans, style) -> list[Paragraph]:
        """A paragraph, if there are words."""
        spans = trimmed(spans)
        leads = style == "label" or all(span.bold for span in spans)  # to what follows, as a title does
        return [Paragraph(spans, style, kept=leads)] if spans else []

    def inside(self, element, depth) -> list[Span]:
        """The words of an element, blocks in it taken as words."""
        spans = [Span(element.text or "")]
        for child in element:
            spans += self.inline(child, depth + 1) + [Span(child.tail or "")]
        return spans

    def inline(self, child, depth, **looks) -> list[Span]:
        """The words of an element within a line."""
        name, kinds = name_of(child), classes(child)
        if not name or on_screen_alone(kinds) or depth > DEEPEST:
            return []
        if name == "br":
            return [Span(line_end=True)]
        if "footnote" in kinds:
            return [Span(note=tuple(trimmed(self.inside(child, depth))))]
        looks = self.looks(child, name)
        spans = [self.dressed(Span(child.text or ""), looks)]
        apart = name in BLOCKS or (name == "small" and self.in_cell)  # what stands on a line of its own
        before = [Span(line_end=True)] if apart else []
        for grandchild in child:
            inner = self.inline(grandchild, depth + 1)
            spans += [self.dressed(span, looks) for span in inner]
            spans.append(self.dressed(Span(grandchild.tail or ""), looks))
        return before + spans

    def looks(self, child, name) -> dict:
        """How an element makes its words look."""
        looks = {"bold": name in ("strong", "b", "th"), "italic": name in ("em", "i", "cite"), "small": name == "small"}
        link = child.get("href", "") if name == "a" else ""
        return looks | {"link": link if link.lower().startswith(LINKS) else ""}

    def dressed(self, span, looks) -> Span:
        """A span with looks added to its own."""
        if span.line_end or span.note or span.picture:
            return span
        own = {"bold": span.bold, "italic": span.italic, "small": span.small, "link": span.link}
        return Span(span.text, **{name: value or looks[name] for name, value in own.items()})

    def items(self, element, depth, ordered, rank=1) -> list:
        """A list, and those inside it."""
        found = []
        self.lists += ordered
        number = self.lists if ordered else 0
        for item in element:
            if name_of(item) != "li":
                continue
            first = True
            for block in self.blocks(item, depth + 1):
                if isinstance(block, Paragraph) and not block.depth:
                    block.depth, block.ordered = (rank, number if first else 0)
                    block.style = "item" if first else "follow"
                    first = False
                elif isinstance(block, Paragraph):
                    block.depth += 1
                found.append(block)
        return found

    def figure(self, element, depth) -> list:
        """A picture, or words of somebody, with what stands under it."""
        if "said" in classes(element):
            return self.said(element, depth)
        found = []
        for child in element:
            if name_of(child) == "figcaption":
                self.figures += self.numbered and "chart" in classes(element)
                told = f"Figure {self.figures}. " if self.numbered and "chart" in classes(element) else ""
                found.append(Paragraph(trimmed([Span(told), *self.inside(child, depth)]), "caption", kept=True))
            else:
                found += self.block(child, name_of(child), depth + 1, "text", False)
        return found

    def said(self, element, depth) -> list:
        """Words of somebody, then who said them."""
        found = []
        for child in element:
            style = "voice" if name_of(child) == "figcaption" else "quote"
            found += self.blocks(child, depth, style)
        return found

    def picture(self, element) -> list:
        """A drawing or an image as a picture; its words alone where it cannot be drawn."""
        if element.tag == SVG:
            told = pictures.words_of(element)
            drawn = pictures.draw(element)
            if drawn is None:
                return [Paragraph([Span(told)], "source")] if told else []
            return [Paragraph([Span(picture=Picture(*drawn, told))], "figure")]
        kind, _, data = element.get("src", "").partition(";base64,")
        try:
            content = base64.b64decode(data, validate=True) if kind.startswith("data:image/") else b""
        except (ValueError, binascii.Error):
            content = b""
        drawn = pictures.as_png(content)
        return [Paragraph([Span(picture=Picture(*drawn, element.get("alt", "")))], "figure")] if drawn else []

    def table(self, element, depth) -> list:
        """A table with its caption; the rows of its head are repeated."""
        caption, rows, heads, plain = [], [], 0, bool(classes(element) & {"matrix", "knots"})
        for part in element.iter():
            name = name_of(part)
            if name == "caption":
                self.tables += self.numbered
                number = f"Tableau {self.tables}. " if self.numbered else ""
                caption = trimmed([Span(number), *self.inside(part, depth)])
            elif name == "thead":
                heads += sum(name_of(row) == "tr" for row in part)
            elif name == "tr":
                rows.append([self.cell(cell, depth, plain) for cell in part if name_of(cell) in ("td", "th")])
        return [Table(caption, [row for row in rows if row], heads)] if any(rows) else []

    def cell(self, element, depth, plain) -> Cell:
        """A cell with its paragraphs; a picture in it says its words; `plain`: of a table of signs, in columns."""
        self.in_cell, told = True, []
        blocks = self.blocks(element, depth + 1)
        self.in_cell = False
        for block in blocks:
            if isinstance(block, Paragraph):
                block.spans = [Span(span.picture.words) if span.picture else span for span in block.spans]
                told.append(block)
            elif isinstance(block, Heading):
                told.append(Paragraph([Span(span.text, True, span.italic) for span in block.spans]))
            elif isinstance(block, Table):
                told += [line for row in block.rows for cell in row for line in cell.paragraphs]
        spans = (element.get("colspan", ""), element.get("rowspan", ""))
        across, down = (int(value) if value.isdecimal() else 1 for value in spans)
        head, kinds = name_of(element) == "th", classes(element)
        side = "right" if "num" in kinds else "center" if plain and not head else ""
        return Cell(
            told,
            head and not (plain and element.get("scope") == "row"),
            max(1, min(across, 50)),
            max(1, min(down, 500)),
            side,
            next((kind for kind in kinds if kind in SHADES), ""),
            any("tall" in classes(each) for each in element.iter()),
        )
