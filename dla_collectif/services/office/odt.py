"""Blocks → an OpenDocument text (ODF 1.3): real styles, contents, notes, numbered pages, repeated heads of tables."""

from . import odt_parts as parts
from .blocks import Document, Paragraph, Picture, Span, Table
from .looks import in_odt, look_of
from .parts import XML, held, packed
from .tables import height, laid, widths
from .writing import Writer

ODT = "application/vnd.oasis.opendocument.text"


def to_odt(document: Document) -> bytes:
    """The bytes of the file."""
    writer = OpenWriter(document)
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


class OpenWriter(Writer):
    """Writes the text, and gathers the pictures, the notes, the styles of the tables."""

    def __init__(self, document: Document):
        super().__init__(document)
        self.notes = self.pictures = 0
        self.tables: list[str] = []  # the styles of each: its columns, its rows
        self.numbered = 0  # the list whose numbers are running

    def content(self) -> str:
        """The part that holds the text."""
        text = self.text()
        styles = f"<office:automatic-styles>{parts.AUTOMATIC}{''.join(self.tables)}</office:automatic-styles>"
        return f"{XML}<office:document-content {parts.SPACES}>{styles}<office:body><office:text>{text}</office:text></office:body></office:document-content>"

    def contents(self) -> str:
        """The contents, made again by the menu of the index, with pages that are right as soon as the file is opened."""
        told = []
        for anchor, words in self.document.contents:
            name = held(anchor)
            page = f'<text:bookmark-ref text:reference-format="page" text:ref-name="{name}">1</text:bookmark-ref>'
            link = f'<text:a xlink:type="simple" xlink:href="#{name}" text:style-name="Index_20_Link" text:visited-style-name="Index_20_Link">{held(words)}<text:tab/>{page}</text:a>'
            told.append(f'<text:p text:style-name="Contents_20_1">{link}</text:p>')
        title = '<text:index-title text:name="Sommaire_Head"><text:p text:style-name="BreakContents">Sommaire</text:p></text:index-title>'
        return (
            '<text:table-of-content text:name="Sommaire" text:protected="false"><text:table-of-content-source text:outline-level="1">'
            '<text:index-title-template text:style-name="Contents_20_Heading">Sommaire</text:index-title-template>'
            f"</text:table-of-content-source><text:index-body>{title}{''.join(told)}</text:index-body></text:table-of-content>"
        )

    def heading(self, block, rank, broken) -> str:
        """A title, which the contents and the navigator know."""
        mark = "".join(f'<text:bookmark text:name="{held(anchor)}"/>' for anchor in block.anchors)
        style = f"Break{rank}" if broken else f"Heading_20_{rank}"
        return f'<text:h text:style-name="{style}" text:outline-level="{rank}">{mark}{self.words(block.spans)}</text:h>'

    def paragraph(self, block: Paragraph) -> str:
        """A paragraph of any style; an item stands in lists as deep as it is."""
        look = look_of(block.style)
        style = f"Kept{look}" if block.kept and look in parts.KEPT else in_odt(look)
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
        if span.picture:
            return self.drawing(span.picture)
        if span.note:
            self.notes += 1
            note = self.words([each for each in span.note if not each.note])
            return (
                f'<text:note text:id="ftn{self.notes}" text:note-class="footnote"><text:note-citation>{self.notes}</text:note-citation>'
                f'<text:note-body><text:p text:style-name="Footnote">{note}</text:p></text:note-body></text:note>'
            )
        told = held(span.text)
        look = "Small" if span.small else "Bold" * span.bold + "Italic" * span.italic
        told = f'<text:span text:style-name="{look}">{told}</text:span>' if look else told
        return f'<text:a xlink:type="simple" xlink:href="{held(span.link)}">{told}</text:a>' if span.link else told

    def drawing(self, picture: Picture) -> str:
        """A picture in a line, with its words."""
        self.pictures += 1
        place, (wide, high) = self.stored(picture), self.size(picture)
        size = f'svg:width="{wide:.1f}mm" svg:height="{high:.1f}mm"'
        link = f'xlink:href="Pictures/image{place}.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'
        image = f'<draw:image {link} draw:mime-type="image/png"/><svg:title>{held(picture.words)}</svg:title>'
        return f'<draw:frame draw:name="Image {self.pictures}" text:anchor-type="as-char" {size}>{image}</draw:frame>'

    def table(self, block: Table) -> str:
        """A table under its caption; heads come again on each page."""
        name = f"Tableau{len(self.tables) + 1}"
        caption = self.paragraph(Paragraph(block.caption, "caption")) if block.caption else ""
        told = [self.row(places, place < block.heads, name) for place, places in enumerate(laid(block))]
        heads, others = "".join(told[: block.heads]), "".join(told[block.heads :])
        heads = f"<table:table-header-rows>{heads}</table:table-header-rows>" if heads else ""
        wide = widths(block, self.room)
        columns = "".join(f'<table:table-column table:style-name="{name}.{place}"/>' for place in range(len(wide)))
        self.tables.append(parts.table_styles(name, wide, max(map(height, laid(block)))))
        named = f'table:name="{name}" table:style-name="{name}"'
        return f'{caption}<table:table {named}>{columns}{heads}{others}</table:table><text:p text:style-name="Gap"/>'

    def row(self, places, is_head, name) -> str:
        """A row."""
        told = "".join(self.cell(each, is_head) for each in places)
        style = f"{name}.high" if height(places) else "Row"
        return f'<table:table-row table:style-name="{style}">{told}</table:table-row>'

    def cell(self, place, is_head) -> str:
        """A cell with its paragraphs; those that it covers are named too."""
        if place.covered:
            return "<table:covered-table-cell/>" * place.across
        cell = place.cell
        if cell is None:
            return '<table:table-cell table:style-name="Cell"><text:p text:style-name="Cell"/></table:table-cell>'
        spans = f' table:number-columns-spanned="{place.across}"' if place.across > 1 else ""
        spans += f' table:number-rows-spanned="{cell.down}"' if cell.down > 1 else ""
        look = ("CellHead" if cell.head else "Cell") + cell.side
        told = "".join(
            self.paragraph(each)
            if each.depth
            else f'<text:p text:style-name="{look}">{self.words(each.spans)}</text:p>'
            for each in cell.paragraphs
        )
        style = "Tall" if cell.tall else "Head" if is_head else f"Cell{cell.shade}"
        told = f'<table:table-cell table:style-name="{style}" office:value-type="string"{spans}>{told or "<text:p/>"}</table:table-cell>'
        return told + "<table:covered-table-cell/>" * (place.across - 1)
