"""Blocks → a Word document (Office Open XML): real styles, contents, notes, numbered pages, repeated heads of tables.

The order of the elements inside each other is the standard's (ECMA-376, part 1): Word refuses a file that has another.
"""

from . import blocks
from . import docx_parts as parts
from .blocks import Document, Paragraph, Picture, Span, Table
from .looks import INK, MUTED, SHADES, look_of
from .parts import XML, held, packed
from .tables import height, laid, widths
from .writing import Writer

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EMU = 36_000  # in a millimetre
TWIPS = 56.7  # in a millimetre
HEAD = f'<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/></w:tcBorders>'
BULLETS = 1  # the number of the list that is not numbered


def to_docx(document: Document) -> bytes:
    """The bytes of the file."""
    writer = WordWriter(document)
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


class WordWriter(Writer):
    """Writes the body, and gathers the links, the pictures and the notes that it calls."""

    def __init__(self, document: Document):
        super().__init__(document)
        self.links: list[str] = []
        self.notes: list[str] = []
        self.lists = max((block.ordered for block in document.blocks if isinstance(block, Paragraph)), default=0)
        self.anchors = 0

    def body(self) -> str:
        """The part that holds the text."""
        return (
            f"{XML}<w:document {parts.SPACES}><w:body>{self.text()}{parts.section(self.document)}</w:body></w:document>"
        )

    def contents(self) -> str:
        """The contents: a field that Word makes again when asked (F9), with what it will say already there."""
        begin = '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        order = '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z \\u </w:instrText></w:r>'
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

    def paragraph(self, block: Paragraph, look="", side="") -> str:
        """A paragraph of any style."""
        look = look or look_of(block.style)
        told = f'<w:pStyle w:val="{look}"/>' if look else ""
        told += "<w:keepNext/>" if block.kept else ""
        if block.style == "item":
            rank, number = min(block.depth, 3) - 1, BULLETS + block.ordered
            told += f'<w:numPr><w:ilvl w:val="{rank}"/><w:numId w:val="{number}"/></w:numPr>'
        elif block.depth:
            told += f'<w:ind w:left="{400 * block.depth}"/>'
        told += f'<w:jc w:val="{side}"/>' if side else ""
        return f"<w:p>{f'<w:pPr>{told}</w:pPr>' if told else ''}{self.runs(block.spans)}</w:p>"

    def runs(self, spans: list[Span]) -> str:
        """Words with their looks, links and notes."""
        return "".join(map(self.run, spans))

    def run(self, span: Span) -> str:
        """Words of one look."""
        if span.line_end:
            return "<w:r><w:br/></w:r>"
        if span.picture:
            return self.drawing(span.picture)
        if span.note:
            self.notes.append(self.runs([each for each in span.note if not each.note]))
            return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
        looks = '<w:rStyle w:val="Hyperlink"/>' if span.link else ""
        looks += '<w:b w:val="0"/>' if span.small else "<w:b/>" * span.bold
        looks += "<w:i/>" * span.italic
        looks += f'<w:color w:val="{MUTED}"/><w:sz w:val="16"/>' if span.small else ""
        told = (
            f'<w:r>{f"<w:rPr>{looks}</w:rPr>" if looks else ""}<w:t xml:space="preserve">{held(span.text)}</w:t></w:r>'
        )
        if not span.link:
            return told
        if span.link not in self.links:
            self.links.append(span.link)
        return f'<w:hyperlink r:id="rLink{self.links.index(span.link) + 1}" w:history="1">{told}</w:hyperlink>'

    def drawing(self, picture: Picture) -> str:
        """A picture in a line, with its words."""
        place, (wide, high) = self.stored(picture), self.size(picture)
        self.anchors += 1
        return parts.drawing(place, self.anchors, int(wide * EMU), int(high * EMU), held(picture.words))

    def table(self, block: Table) -> str:
        """A table under its caption; heads come again on each page, a row stays whole."""
        columns = [int(each * TWIPS) for each in widths(block, self.room)]
        caption = self.paragraph(Paragraph(block.caption, "caption")) if block.caption else ""
        named = f'<w:tblCaption w:val="{held(blocks.words(block.caption))}"/>' if block.caption else ""
        looks = (
            f'<w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        )
        looks += f'<w:tblLook w:val="0020" w:firstRow="1"/>{named}'
        grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in columns)
        told = [self.row(row, columns, place < block.heads) for place, row in enumerate(laid(block))]
        after = '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'
        return f"{caption}<w:tbl><w:tblPr>{looks}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(told)}</w:tbl>{after}"

    def row(self, places, columns, is_head) -> str:
        """A row."""
        high = height(places)
        looks = f'<w:trHeight w:val="{int(high * TWIPS)}"/>' if high else ""
        looks += "<w:tblHeader/>" if is_head else ""
        told = "".join(self.cell(each, columns, is_head) for each in places)
        return f"<w:tr><w:trPr><w:cantSplit/>{looks}</w:trPr>{told}</w:tr>"

    def cell(self, place, columns, is_head) -> str:
        """A cell; it holds a paragraph at least, as the standard asks."""
        cell, wide = place.cell, sum(columns[place.column : place.column + place.across])
        looks = f'<w:tcW w:w="{wide}" w:type="dxa"/>'
        looks += f'<w:gridSpan w:val="{place.across}"/>' if place.across > 1 else ""
        if place.covered or (cell and cell.down > 1):
            looks += "<w:vMerge/>" if place.covered else '<w:vMerge w:val="restart"/>'
        looks += HEAD if is_head else ""
        told = ""
        if cell:
            looks += f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADES[cell.shade]}"/>' if cell.shade else ""
            looks += '<w:textDirection w:val="btLr"/>' if cell.tall else ""
            looks += '<w:vAlign w:val="bottom"/>' if is_head and not cell.tall else ""
            look = "CellHead" if cell.head else "Cell"
            told = "".join(self.paragraph(each, "" if each.depth else look, cell.side) for each in cell.paragraphs)
        return f"<w:tc><w:tcPr>{looks}</w:tcPr>{told or '<w:p/>'}</w:tc>"


def bookmark(anchor: str) -> str:
    """The name of a bookmark: letters, digits and underscores, forty signs at most, a letter first."""
    return "a_" + "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in anchor)[:38]
