"""The parts of an OpenDocument text beside its words: styles, head and foot, metadata, manifest."""

from .parts import XML, held

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = (
    f'xmlns:office="{OASIS}:office:1.0" xmlns:text="{OASIS}:text:1.0" xmlns:style="{OASIS}:style:1.0" '
    f'xmlns:table="{OASIS}:table:1.0" xmlns:draw="{OASIS}:drawing:1.0" xmlns:fo="{OASIS}:xsl-fo-compatible:1.0" '
    f'xmlns:svg="{OASIS}:svg-compatible:1.0" xmlns:meta="{OASIS}:meta:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)
SETTINGS = f"{XML}<office:document-settings {SPACES}><office:settings/></office:document-settings>"
INK, MUTED, BRICK = "#1f2a37", "#56606c", "#a63f1c"


def style(name, *, family="paragraph", parent="", shown="", paragraph="", text="", extra="") -> str:
    """A style: the properties of its paragraph and of its words."""
    told = f"<style:paragraph-properties {paragraph}/>" if paragraph else ""
    told += f"<style:text-properties {text}/>" if text else ""
    parent = f' style:parent-style-name="{parent}"' if parent else ""
    shown = f' style:display-name="{shown}"' if shown else ""
    return f'<style:style style:name="{name}"{shown} style:family="{family}"{parent}{extra}>{told}</style:style>'


def spaced(before, after, *, keep=False) -> str:
    """The room around a paragraph, in millimetres."""
    kept = ' fo:keep-with-next="always" fo:keep-together="always"' if keep else ""
    return f'fo:margin-top="{before}mm" fo:margin-bottom="{after}mm"{kept}'


def looks(size, colour=INK, *, bold=False, italic=False) -> str:
    """The looks of words."""
    weight, slope = ' fo:font-weight="bold"' * bold, ' fo:font-style="italic"' * italic
    return f'fo:font-size="{size}pt" fo:color="{colour}"{weight}{slope}'


RANKS = {1: (18, 9, 4), 2: (13, 7, 2), 3: (11, 5, 1.5), 4: (10, 4, 1), 5: (10, 4, 1), 6: (10, 4, 1)}
HEADINGS = "".join(
    style(
        f"Heading_20_{rank}",
        shown=f"Heading {rank}",
        parent="Standard",
        paragraph=spaced(before, after, keep=True),
        text=looks(size, bold=True),
        extra=f' style:default-outline-level="{rank}"',
    )
    for rank, (size, before, after) in RANKS.items()
)
LIST = '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment '
LEVELS = {  # where each level of a list stands
    rank: f'{LIST}text:label-followed-by="listtab" text:list-tab-stop-position="{6 * rank}mm" fo:text-indent="-5mm" '
    f'fo:margin-left="{6 * rank}mm"/></style:list-level-properties>'
    for rank in (1, 2, 3)
}
LISTS = '<text:list-style style:name="Dashes">' + "".join(
    f'<text:list-level-style-bullet text:level="{rank}" text:bullet-char="{"·" if rank == 2 else "–"}">{place}</text:list-level-style-bullet>'
    for rank, place in LEVELS.items()
)
LISTS += '</text:list-style><text:list-style style:name="Numbers">' + "".join(
    f'<text:list-level-style-number text:level="{rank}" style:num-suffix="." style:num-format="1">{place}</text:list-level-style-number>'
    for rank, place in LEVELS.items()
)
LISTS += "</text:list-style>"
LINE = "0.5pt solid #c9c3b5"
AUTOMATIC = (
    "<office:automatic-styles>"
    + "".join(style(f"Break{rank}", parent=f"Heading_20_{rank}", paragraph='fo:break-before="page"') for rank in RANKS)
    + style("Bold", family="text", text='fo:font-weight="bold"')
    + style("Italic", family="text", text='fo:font-style="italic"')
    + style("BoldItalic", family="text", text='fo:font-weight="bold" fo:font-style="italic"')
    + '<style:style style:name="Table" style:family="table"><style:table-properties style:rel-width="100%" table:align="margins" '
    'table:border-model="collapsing"/></style:style><style:style style:name="Row" style:family="table-row">'
    '<style:table-row-properties fo:keep-together="always"/></style:style><style:style style:name="Cell" style:family="table-cell">'
    f'<style:table-cell-properties fo:border-top="{LINE}" fo:border-bottom="{LINE}" fo:padding-top="1mm" fo:padding-bottom="1mm" '
    'fo:padding-left="0mm" fo:padding-right="2mm"/></style:style></office:automatic-styles>'
)


def styles(document) -> str:
    """The styles by name, the page with its head and foot."""
    wide, high = (297, 210) if document.landscape else (210, 297)
    turned = "landscape" if document.landscape else "portrait"
    named = (
        style("Standard", extra=' style:class="text"')
        + style("Title", parent="Standard", paragraph=spaced(40, 4), text=looks(30, bold=True))
        + HEADINGS
        + style("Lead", shown="Chapeau", parent="Standard", paragraph=spaced(0, 5), text=looks(11.5, MUTED))
        + style(
            "Label",
            shown="Surtitre",
            parent="Standard",
            paragraph=spaced(2, 1, keep=True),
            text=looks(8.5, BRICK, bold=True),
        )
        + style(
            "Term",
            shown="Terme",
            parent="Standard",
            paragraph=spaced(2, 0, keep=True),
            text=looks(8.5, MUTED, bold=True),
        )
        + style("Source", parent="Standard", paragraph=spaced(0.5, 3), text=looks(8.5, MUTED))
        + style("Caption", parent="Standard", paragraph=spaced(4, 1.5, keep=True), text=looks(9, bold=True))
        + style(
            "Quotations",
            parent="Standard",
            paragraph=f'{spaced(1.5, 2)} fo:margin-left="5mm"',
            text=looks(11, italic=True),
        )
        + style("ListItem", shown="Élément de liste", parent="Standard", paragraph=spaced(0, 1))
        + style("Right", parent="Standard", paragraph='fo:text-align="end"')
        + style("InCell", shown="Cellule", parent="Standard", paragraph=spaced(0, 0), text=looks(9))
        + style("Head", shown="En-tête de cellule", parent="InCell", text=looks(9, bold=True))
        + style("InCellRight", parent="InCell", paragraph='fo:text-align="end"')
        + style("HeadRight", parent="Head", paragraph='fo:text-align="end"')
        + style(
            "ContentsTitle",
            shown="Titre du sommaire",
            parent="Standard",
            paragraph=f'{spaced(0, 5)} fo:break-before="page"',
            text=looks(18, bold=True),
        )
        + tabbed("Contents_20_1", "Contents 1", "dotted")
        + tabbed("Footer", "Footer", "none")
        + style("Header", parent="Standard", paragraph=spaced(0, 0), text=looks(8, MUTED))
        + style("Footnote", parent="Standard", paragraph=spaced(0, 1), text=looks(8.5))
        + LISTS
    )
    head = f'<style:header><text:p text:style-name="Header">{held(document.programme)}</text:p></style:header>'
    count = '<text:page-number text:select-page="current">1</text:page-number>\u00a0/\u00a0<text:page-count>1</text:page-count>'
    foot = f'<style:footer><text:p text:style-name="Footer">{held(document.edition)}<text:tab/>{count}</text:p></style:footer>'
    blank = "<style:header-first><text:p/></style:header-first>" if document.contents else ""
    unfooted = "<style:footer-first><text:p/></style:footer-first>" if document.contents else ""
    default = (
        '<style:default-style style:family="paragraph"><style:paragraph-properties fo:line-height="138%" fo:margin-bottom="2.8mm" '
        'fo:hyphenation-ladder-count="2" fo:orphans="2" fo:widows="2"/><style:text-properties style:font-name="Inter" '
        f'fo:font-family="Inter" fo:font-size="10pt" fo:color="{INK}" fo:language="fr" fo:country="FR" fo:hyphenate="true" '
        'fo:hyphenation-remain-char-count="3" fo:hyphenation-push-char-count="3"/></style:default-style>'
    )
    faces = '<office:font-face-decls><style:font-face style:name="Inter" svg:font-family="Inter" style:font-family-generic="swiss"/></office:font-face-decls>'
    page = (
        f'<style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="{wide}mm" fo:page-height="{high}mm" '
        f'style:print-orientation="{turned}" fo:margin="15mm" fo:margin-left="24mm" fo:margin-right="20mm"/><style:header-style>'
        '<style:header-footer-properties fo:min-height="6mm" fo:margin-bottom="6mm"/></style:header-style><style:footer-style>'
        '<style:header-footer-properties fo:min-height="6mm" fo:margin-top="6mm"/></style:footer-style></style:page-layout>'
    )
    master = f'<style:master-page style:name="Standard" style:page-layout-name="Page">{head}{blank}{foot}{unfooted}</style:master-page>'
    return (
        f"{XML}<office:document-styles {SPACES}>{faces}<office:styles>{default}{named}</office:styles><office:automatic-styles>{page}"
        f"</office:automatic-styles><office:master-styles>{master}</office:master-styles></office:document-styles>"
    )


def tabbed(name, shown, leader) -> str:
    """The style of a line whose end stands at the right margin."""
    tab = f'<style:tab-stop style:position="166mm" style:type="right" style:leader-style="{leader}" style:leader-text="."/>'
    size = 8 if leader == "none" else 10
    return (
        f'<style:style style:name="{name}" style:display-name="{shown}" style:family="paragraph" style:parent-style-name="Standard">'
        f"<style:paragraph-properties {spaced(1, 1)}><style:tab-stops>{tab}</style:tab-stops></style:paragraph-properties>"
        f"<style:text-properties {looks(size, MUTED if leader == 'none' else INK)}/></style:style>"
    )


def meta(document) -> str:
    """Title, author, language, day."""
    day = held(document.created or "1980-01-01")
    return (
        f"{XML}<office:document-meta {SPACES}><office:meta><meta:generator>DLA collectif</meta:generator>"
        f"<dc:title>{held(document.title)}</dc:title><dc:subject>{held(document.kind)}</dc:subject>"
        f"<meta:initial-creator>{held(document.author)}</meta:initial-creator><dc:creator>{held(document.author)}</dc:creator>"
        f"<meta:creation-date>{day}T00:00:00</meta:creation-date><dc:date>{day}T00:00:00</dc:date><dc:language>fr-FR</dc:language>"
        "</office:meta></office:document-meta>"
    )


def manifest(pictures) -> str:
    """What the file holds."""
    space = f"{OASIS}:manifest:1.0"
    kind = "application/vnd.oasis.opendocument.text"
    told = f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{kind}"/>'
    names = ("content.xml", "styles.xml", "meta.xml", "settings.xml")
    told += "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in names
    )
    told += "".join(
        f'<manifest:file-entry manifest:full-path="Pictures/image{place}.png" manifest:media-type="image/png"/>'
        for place in range(1, pictures + 1)
    )
    return f'{XML}<manifest:manifest xmlns:manifest="{space}" manifest:version="1.3">{told}</manifest:manifest>'
