"""Blocks → an OpenDocument text (ODF 1.3): real styles, contents, notes, numbered pages, repeated heads of tables."""

from . import odt_parts as parts
from .blocks import Document, Heading, Paragraph, Picture, Span, Table
from .parts import XML, held, packed

ODT = "application/vnd.oasis.opendocument.text"
STYLES = {
    "text": "Standard",
    "lead": "Lead",
    "label": "Label",
    "source": "Source",
    "caption": "Caption",
    "quote": "Quotations",
}
STYLES |= {"term": "Term", "item": "ListItem", "follow": "ListItem"}


def to_odt(document: Document) -> bytes:
    """The bytes of the file."""
    writer = Writer(document)
    content = writer.content()
    return packed(
        {
            "mimetype": ODT,
            "META-INF/manifest.xml": parts.manifest(len(writer.media)),
            "meta.xml": parts.meta(document),
            "settings.xml": parts.SETTINGS,
            "styles.xml": parts.styles(document),
            "content.xml": content,
            **{f"Pictures/image{place}.png": png for place, png in enumerate(writer.media, 1)},
        },
        bare="mimetype",
    )


class Writer:
    """Writes the text, and gathers the pictures and the notes."""

    def __init__(self, document: Document):
        self.document = document
        self.media: list[bytes] = []
        self.notes = self.tables = self.pictures = 0
        self.numbered = 0  # the list whose numbers are running

    def content(self) -> str:
        """The part that holds the text."""
        document = self.document
        told = [self.on_cover(block) for block in document.cover]
        if document.contents:
            told.append(self.contents())
        top = min((block.rank for block in document.blocks if isinstance(block, Heading)), default=1)
        begun = False
        for block in document.blocks:
            if isinstance(block, Heading):
                broken = (block.page and bool(begun or document.cover)) or (not begun and bool(document.contents))
                told.append(self.heading(block, min(block.rank - top + 1, 6), broken))
            elif isinstance(block, Table):
                told.append(self.table(block))
            elif isinstance(block, Picture):
                told.append(f'<text:p text:style-name="Standard">{self.picture(block)}</text:p>')
            else:
                told.append(self.paragraph(block))
            begun = True
        body = "".join(told)
        return f"{XML}<office:document-content {parts.SPACES}>{parts.AUTOMATIC}<office:body><office:text>{body}</office:text></office:body></office:document-content>"

    def on_cover(self, block) -> str:
        """A line of the cover."""
        if isinstance(block, Heading):
            return f'<text:p text:style-name="Title">{self.words(block.spans)}</text:p>'
        return self.paragraph(block)

    def contents(self) -> str:
        """The contents, made again by the menu of the index, with pages that are right as soon as the file is opened."""
        told = []
        for anchor, words in self.document.contents:
            name = held(anchor)
            page = f'<text:bookmark-ref text:reference-format="page" text:ref-name="{name}">1</text:bookmark-ref>'
            link = f'<text:a xlink:type="simple" xlink:href="#{name}">{held(words)}<text:tab/>{page}</text:a>'
            told.append(f'<text:p text:style-name="Contents_20_1">{link}</text:p>')
        title = '<text:index-title text:name="Sommaire_Head"><text:p text:style-name="ContentsTitle">Sommaire</text:p></text:index-title>'
        return (
            '<text:table-of-content text:name="Sommaire" text:protected="false"><text:table-of-content-source text:outline-level="2">'
            '<text:index-title-template text:style-name="ContentsTitle">Sommaire</text:index-title-template>'
            f"</text:table-of-content-source><text:index-body>{title}{''.join(told)}</text:index-body></text:table-of-content>"
        )

    def heading(self, block, rank, broken) -> str:
        """A title, which the contents and the navigator know."""
        mark = "".join(f'<text:bookmark text:name="{held(anchor)}"/>' for anchor in block.anchors)
        style = f"Break{rank}" if broken else f"Heading_20_{rank}"
        return f'<text:h text:style-name="{style}" text:outline-level="{rank}">{mark}{self.words(block.spans)}</text:h>'

    def paragraph(self, block: Paragraph, right=False) -> str:
        """A paragraph of any style; an item stands in lists as deep as it is."""
        style = "Right" if right else STYLES[block.style]
        told = f'<text:p text:style-name="{style}">{self.words(block.spans)}</text:p>'
        if not block.depth:
            return told
        kind = "text:list-item" if block.style == "item" else "text:list-header"
        for rank in range(min(block.depth, 3), 0, -1):
            item = kind if rank == min(block.depth, 3) else "text:list-header"
            told = f"<{item}>{told}</{item}>"
            told = f"<text:list>{told}</text:list>" if rank > 1 else self.listed(told, block.ordered)
        return told

    def listed(self, told, ordered) -> str:
        """A list; the numbers of one run on from item to item, and begin again with the next."""
        if not ordered:
            return f'<text:list text:style-name="Dashes">{told}</text:list>'
        going_on = ' text:continue-numbering="true"' if ordered == self.numbered else ""
        self.numbered = ordered
        return f'<text:list text:style-name="Numbers"{going_on}>{told}</text:list>'

    def words(self, spans: list[Span]) -> str:
        """Words with their looks, links and notes."""
        return "".join(map(self.span, spans))

    def span(self, span: Span) -> str:
        """Words of one look."""
        if span.line_end:
            return "<text:line-break/>"
        if span.note:
            self.notes += 1
            note = self.words([each for each in span.note if not each.note])
            return (
                f'<text:note text:id="ftn{self.notes}" text:note-class="footnote"><text:note-citation>{self.notes}</text:note-citation>'
                f'<text:note-body><text:p text:style-name="Footnote">{note}</text:p></text:note-body></text:note>'
            )
        told = held(span.text)
        look = ("Bold" if span.bold else "") + ("Italic" if span.italic else "")
        told = f'<text:span text:style-name="{look}">{told}</text:span>' if look else told
        return f'<text:a xlink:type="simple" xlink:href="{held(span.link)}">{told}</text:a>' if span.link else told

    def picture(self, block: Picture) -> str:
        """A picture with its words."""
        if block.png not in self.media:
            self.media.append(block.png)
        self.pictures += 1
        place, high = self.media.index(block.png) + 1, block.millimetres * block.pixels[1] / max(block.pixels[0], 1)
        size = f'svg:width="{block.millimetres}mm" svg:height="{high:.1f}mm"'
        link = f'xlink:href="Pictures/image{place}.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'
        image = f'<draw:image {link} draw:mime-type="image/png"/><svg:title>{held(block.words)}</svg:title>'
        return f'<draw:frame draw:name="Image {self.pictures}" text:anchor-type="as-char" {size}>{image}</draw:frame>'

    def table(self, block: Table) -> str:
        """A table under its caption; heads come again on each page."""
        self.tables += 1
        caption = self.paragraph(Paragraph(block.caption, "caption")) if block.caption else ""
        open_: dict[int, tuple[int, int]] = {}
        rows = [self.row(row, open_, block.columns) for row in block.rows]
        heads, others = "".join(rows[: block.heads]), "".join(rows[block.heads :])
        heads = f"<table:table-header-rows>{heads}</table:table-header-rows>" if heads else ""
        columns = f'<table:table-column table:number-columns-repeated="{block.columns}"/>'
        name = f'table:name="Tableau {self.tables}" table:style-name="Table"'
        return f'{caption}<table:table {name}>{columns}{heads}{others}</table:table><text:p text:style-name="Source"/>'

    def row(self, cells, open_, columns) -> str:
        """A row; `open_`: the columns that cells from above still cover, and for how many rows."""
        told, place, waiting = [], 0, list(cells)
        while place < columns:
            left, across = open_.get(place, (0, 1))
            if left:
                open_[place] = (left - 1, across)
                told.append("<table:covered-table-cell/>" * across)
                place += across
                continue
            cell = waiting.pop(0) if waiting else None
            across = min(cell.across, columns - place) if cell else 1
            down = cell.down if cell else 1
            if down > 1:
                open_[place] = (down - 1, across)
            spans = (
                f' table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"'
                if across * down > 1
                else ""
            )
            inside = "".join(self.in_cell(each, cell) for each in cell.paragraphs) if cell else ""
            told.append(
                f'<table:table-cell table:style-name="Cell" office:value-type="string"{spans}>{inside or "<text:p/>"}</table:table-cell>'
            )
            told.append("<table:covered-table-cell/>" * (across - 1))
            place += across
        return f'<table:table-row table:style-name="Row">{"".join(told)}</table:table-row>'

    def in_cell(self, paragraph, cell) -> str:
        """A paragraph of a cell, small, bold in a head."""
        if paragraph.depth:
            return self.paragraph(paragraph)
        style = ("Head" if cell.head else "InCell") + ("Right" if cell.right else "")
        return f'<text:p text:style-name="{style}">{self.words(paragraph.spans)}</text:p>'
