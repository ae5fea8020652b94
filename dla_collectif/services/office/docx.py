"""Blocks → a Word document (Office Open XML): real styles, contents, notes, numbered pages, repeated heads of tables.

The order of the elements inside each other is the standard's (ECMA-376, part 1): Word refuses a file that has another.
"""

from . import docx_parts as parts
from .blocks import Document, Heading, Paragraph, Picture, Span, Table
from .parts import XML, held, packed

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STYLES = {
    "text": "",
    "lead": "Lead",
    "label": "Label",
    "source": "Source",
    "caption": "Caption",
    "quote": "Quote",
    "term": "Term",
}
EMU = 36_000  # in a millimetre
TWIPS = 56.7  # in a millimetre
BULLETS = 1  # the number of the list that is not numbered


def to_docx(document: Document) -> bytes:
    """The bytes of the file."""
    writer = Writer(document)
    body = writer.body()
    return packed(
        {
            "[Content_Types].xml": parts.content_types(),
            "_rels/.rels": parts.PACKAGE_RELATIONS,
            "docProps/core.xml": parts.core(document),
            "docProps/app.xml": parts.APP,
            "word/document.xml": body,
            "word/styles.xml": parts.STYLES,
            "word/settings.xml": parts.SETTINGS,
            "word/numbering.xml": parts.numbering(writer.lists),
            "word/footnotes.xml": parts.footnotes(writer.notes),
            "word/header1.xml": parts.header(document),
            "word/footer1.xml": parts.footer(document),
            "word/_rels/document.xml.rels": parts.relations(writer.links, len(writer.media)),
            "word/_rels/footnotes.xml.rels": parts.relations(writer.links, 0, alone=True),
            **{f"word/media/image{place}.png": png for place, png in enumerate(writer.media, 1)},
        }
    )


class Writer:
    """Writes the body, and gathers the links, the pictures and the notes that it calls."""

    def __init__(self, document: Document):
        self.document = document
        self.links: list[str] = []
        self.media: list[bytes] = []
        self.notes: list[str] = []
        self.lists = max((block.ordered for block in document.blocks if isinstance(block, Paragraph)), default=0)
        self.anchors = 0

    def body(self) -> str:
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
                told.append(f"<w:p><w:pPr><w:keepLines/></w:pPr>{self.picture(block)}</w:p>")
            else:
                told.append(self.paragraph(block))
            begun = True
        return f"{XML}<w:document {parts.SPACES}><w:body>{''.join(told)}{parts.section(document)}</w:body></w:document>"

    def on_cover(self, block) -> str:
        """A line of the cover."""
        if isinstance(block, Heading):
            return f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{self.runs(block.spans)}</w:p>'
        return self.paragraph(block)

    def contents(self) -> str:
        """The contents: a field that Word makes again when asked (F9), with what it will say already there."""
        begin = '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        order = '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        begin += f'{order}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        told = [
            '<w:p><w:pPr><w:pStyle w:val="ContentsTitle"/><w:pageBreakBefore/></w:pPr><w:r><w:t>Sommaire</w:t></w:r></w:p>'
        ]
        last = len(self.document.contents) - 1
        for place, (anchor, words) in enumerate(self.document.contents):
            end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if place == last else ""
            page = (
                '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
                f'<w:r><w:instrText xml:space="preserve"> PAGEREF {bookmark(anchor)} \\h </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
            )
            link = f'<w:hyperlink w:anchor="{bookmark(anchor)}" w:history="1"><w:r><w:t xml:space="preserve">{held(words)}</w:t></w:r>{page}</w:hyperlink>'
            told.append(f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{begin if not place else ""}{link}{end}</w:p>')
        return "".join(told)

    def heading(self, block, rank, broken) -> str:
        """A title, which the contents and the pane of Word know."""
        breaks = "<w:pageBreakBefore/>" if broken else ""
        runs = self.runs(block.spans)
        for anchor in block.anchors:
            self.anchors += 1
            mark = f'<w:bookmarkStart w:id="{self.anchors}" w:name="{bookmark(anchor)}"/>'
            runs = f'{mark}{runs}<w:bookmarkEnd w:id="{self.anchors}"/>'
        return f'<w:p><w:pPr><w:pStyle w:val="Heading{rank}"/>{breaks}</w:pPr>{runs}</w:p>'

    def paragraph(self, block: Paragraph, right=False) -> str:
        """A paragraph of any style."""
        told = ""
        if block.style == "item":
            number = BULLETS + block.ordered
            told += '<w:pStyle w:val="ListParagraph"/>'
            told += f'<w:numPr><w:ilvl w:val="{min(block.depth, 3) - 1}"/><w:numId w:val="{number}"/></w:numPr>'
        elif block.depth:
            told += f'<w:pStyle w:val="ListParagraph"/><w:ind w:left="{360 * block.depth}"/>'
        else:
            told += f'<w:pStyle w:val="{STYLES[block.style]}"/>' if STYLES.get(block.style) else ""
            told += "<w:keepNext/>" if block.kept else ""
            told += '<w:jc w:val="right"/>' if right else ""
        return f"<w:p>{f'<w:pPr>{told}</w:pPr>' if told else ''}{self.runs(block.spans)}</w:p>"

    def runs(self, spans: list[Span]) -> str:
        """Words with their looks, links and notes."""
        return "".join(map(self.run, spans))

    def run(self, span: Span) -> str:
        """Words of one look."""
        if span.line_end:
            return "<w:r><w:br/></w:r>"
        if span.note:
            self.notes.append(self.runs([each for each in span.note if not each.note]))
            return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
        looks = '<w:rStyle w:val="Hyperlink"/>' if span.link else ""
        looks += ("<w:b/>" if span.bold else "") + ("<w:i/>" if span.italic else "")
        told = (
            f'<w:r>{f"<w:rPr>{looks}</w:rPr>" if looks else ""}<w:t xml:space="preserve">{held(span.text)}</w:t></w:r>'
        )
        if not span.link:
            return told
        if span.link not in self.links:
            self.links.append(span.link)
        return f'<w:hyperlink r:id="rLink{self.links.index(span.link) + 1}" w:history="1">{told}</w:hyperlink>'

    def picture(self, block: Picture) -> str:
        """A picture with its words."""
        if block.png not in self.media:
            self.media.append(block.png)
        place, wide = self.media.index(block.png) + 1, int(block.millimetres * EMU)
        self.anchors += 1
        return parts.drawing(
            place, self.anchors, wide, wide * block.pixels[1] // max(block.pixels[0], 1), held(block.words)
        )

    def table(self, block: Table) -> str:
        """A table under its caption; heads come again on each page, a row stays whole."""
        columns = block.columns
        width = (257 if self.document.landscape else 166) * TWIPS
        grid = "".join(f'<w:gridCol w:w="{int(width / columns)}"/>' for _ in range(columns))
        caption = self.paragraph(Paragraph(block.caption, "caption", kept=True)) if block.caption else ""
        rows, open_ = [], {}
        for place, row in enumerate(block.rows):
            rows.append(self.row(row, place < block.heads, open_, columns, int(width / columns)))
        return f'{caption}<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl><w:p><w:pPr><w:pStyle w:val="Source"/></w:pPr></w:p>'

    def row(self, cells, is_head, open_, columns, width) -> str:
        """A row; `open_`: the columns that cells from above still cover, and for how many rows."""
        told, place, waiting = [], 0, list(cells)
        while place < columns:
            if open_.get(place, (0, 1))[0]:
                left, across = open_[place]
                open_[place] = (left - 1, across)
                told.append(self.cell(None, across, "<w:vMerge/>", width))
                place += across
                continue
            cell = waiting.pop(0) if waiting else None
            across = min(cell.across, columns - place) if cell else 1
            if cell and cell.down > 1:
                open_[place] = (cell.down - 1, across)
            told.append(self.cell(cell, across, '<w:vMerge w:val="restart"/>' if cell and cell.down > 1 else "", width))
            place += across
        head = "<w:tblHeader/>" if is_head else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(told)}</w:tr>"

    def cell(self, cell, across, merged, width) -> str:
        """A cell; it holds a paragraph at least, as the standard asks."""
        span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
        paragraphs = cell.paragraphs if cell else []
        if cell and cell.head:
            paragraphs = [Paragraph([bold(span_) for span_ in each.spans], each.style) for each in paragraphs]
        told = "".join(self.paragraph(each, cell.right) for each in paragraphs) or "<w:p/>"
        return f'<w:tc><w:tcPr><w:tcW w:w="{width * across}" w:type="dxa"/>{span}{merged}</w:tcPr>{told}</w:tc>'


def bold(span: Span) -> Span:
    """The same words, bold."""
    return span if span.line_end or span.note else Span(span.text, True, span.italic, span.link)


def bookmark(anchor: str) -> str:
    """The name of a bookmark: letters, digits and underscores, forty signs at most, a letter first."""
    return "a_" + "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in anchor)[:38]
