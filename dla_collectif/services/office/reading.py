"""The HTML of a print → blocks. HTML alone is read (no entity, no address is opened); what is not printed is not read."""

import base64
import binascii
import re
from xml.etree.ElementTree import Element  # built by the parser of HTML, which knows no entity of a document's own

import tinyhtml5

from . import pictures
from .blocks import Cell, Document, Heading, Paragraph, Picture, Span, Table

HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}svg"
BLANKS = re.compile(r"[ \t\n\r\f]+")  # the no-break spaces stay
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
STYLES = {"lead": "lead", "source": "source", "overline": "label", "cover-kind": "label"}
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
            document.cover = [block for block in Reader().blocks(child, 0) if isinstance(block, (Paragraph, Heading))]
        elif "contents" in classes(child):
            document.contents = list(contents(child))
        elif name_of(child) != "template":  # what the paper says where it lacks room
            document.blocks += reader.blocks(child, 0)
    document.blocks = document.blocks[:MOST]
    return document


def contents(nav) -> list[tuple[str, str]]:
    """Where the contents point, and what they say."""
    for item in nav.iter(f"{HTML}li"):
        link = item.find(f".//{HTML}a")
        if link is not None:
            yield link.get("href", "").lstrip("#"), squeezed("".join(item.itertext()))


def classes(element) -> set[str]:
    """The classes of an element."""
    return set(element.get("class", "").split())


def on_screen_alone(kinds: set[str]) -> bool:
    """What neither paper nor a file shows; a label takes the place of a page number, which a file cannot know."""
    return "screen" in kinds and "label" not in kinds


def name_of(element) -> str:
    """The name of an element of HTML; empty for anything else, a comment included."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.removeprefix(HTML) if tag.startswith(HTML) else ""


def squeezed(text: str) -> str:
    """Blanks made one."""
    return BLANKS.sub(" ", text).strip()


def trimmed(spans: list[Span]) -> list[Span]:
    """Spans without the blanks that HTML does not show: at the ends, and two in a row."""
    kept, after_blank = [], True
    for span in spans:
        if span.line_end or span.note:
            kept, after_blank = [*kept, span], span.line_end
            continue
        text = BLANKS.sub(" ", span.text)
        text = text[1:] if after_blank and text[:1] == " " else text
        if text:
            kept.append(Span(text, span.bold, span.italic, span.link))
            after_blank = text[-1] == " "
    while kept and not kept[-1].note and not kept[-1].text.strip(" "):
        kept.pop()
    if kept and kept[-1].text.endswith(" "):
        last = kept.pop()
        kept.append(Span(last.text.rstrip(" "), last.bold, last.italic, last.link))
    return kept


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
        style = next((STYLES[kind] for kind in kinds if kind in STYLES), style)
        return self.anchored(child, self.blocks(child, depth, style, page="chapter" in kinds or page))

    def anchored(self, child, found) -> list:
        """The anchor of a section goes to its first heading."""
        first = next((block for block in found if isinstance(block, Heading)), None)
        if first is not None and child.get("id"):
            first.anchors.append(child.get("id"))
        return found

    def paragraph(self, spans, style) -> list[Paragraph]:
        """A paragraph, if there are words."""
        spans = trimmed(spans)
        return [Paragraph(spans, style, kept=style == "label")] if spans else []

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
        looks = {"bold": name in ("strong", "b", "th"), "italic": name in ("em", "i", "cite")}
        link = child.get("href", "") if name == "a" else ""
        return looks | {"link": link if link.lower().startswith(LINKS) else ""}

    def dressed(self, span, looks) -> Span:
        """A span with looks added to its own."""
        if span.line_end or span.note:
            return span
        return Span(span.text, span.bold or looks["bold"], span.italic or looks["italic"], span.link or looks["link"])

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
            return self.blocks(element, depth, "quote")
        found = []
        for child in element:
            if name_of(child) == "figcaption":
                self.figures += self.numbered and "chart" in classes(element)
                told = f"Figure {self.figures}. " if self.numbered and "chart" in classes(element) else ""
                found.append(Paragraph(trimmed([Span(told), *self.inside(child, depth)]), "caption", kept=True))
            else:
                found += self.block(child, name_of(child), depth + 1, "text", False)
        return found

    def picture(self, element) -> list:
        """A drawing or an image as a picture; its words alone where it cannot be drawn."""
        if element.tag == SVG:
            told = pictures.words_of(element)
            drawn = pictures.draw(element)
            if drawn is None:
                return [Paragraph([Span(told)], "source")] if told else []
            return [Picture(*drawn, told)]
        kind, _, data = element.get("src", "").partition(";base64,")
        try:
            content = base64.b64decode(data, validate=True) if kind.startswith("data:image/") else b""
        except (ValueError, binascii.Error):
            content = b""
        drawn = pictures.as_png(content)
        return [Picture(*drawn, element.get("alt", ""))] if drawn else []

    def table(self, element, depth) -> list:
        """A table with its caption; the rows of its head are repeated."""
        caption, rows, heads = [], [], 0
        for part in element.iter():
            name = name_of(part)
            if name == "caption":
                self.tables += self.numbered
                number = f"Tableau {self.tables}. " if self.numbered else ""
                caption = trimmed([Span(number), *self.inside(part, depth)])
            elif name == "thead":
                heads += sum(name_of(row) == "tr" for row in part)
            elif name == "tr":
                rows.append([self.cell(cell, depth) for cell in part if name_of(cell) in ("td", "th")])
        return [Table(caption, [row for row in rows if row], heads)] if any(rows) else []

    def cell(self, element, depth) -> Cell:
        """A cell with its paragraphs; a picture in it says its words."""
        self.in_cell, told = True, []
        blocks = self.blocks(element, depth + 1)
        self.in_cell = False
        for block in blocks:
            if isinstance(block, Paragraph):
                told.append(block)
            elif isinstance(block, Picture):
                told.append(Paragraph([Span(block.words)]))
            elif isinstance(block, Heading):
                told.append(Paragraph([Span(span.text, True, span.italic) for span in block.spans]))
            elif isinstance(block, Table):
                told += [line for row in block.rows for cell in row for line in cell.paragraphs]
        spans = (element.get("colspan", ""), element.get("rowspan", ""))
        across, down = (int(value) if value.isdecimal() else 1 for value in spans)
        head = name_of(element) == "th"
        return Cell(told, head, max(1, min(across, 50)), max(1, min(down, 500)), "num" in classes(element))
