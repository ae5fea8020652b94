"""The parts of an OpenDocument text beside its words: styles, head and foot, metadata, manifest."""

from .looks import FONT, INK, LOOKS, MARGINS, MUTED, PETROL, RULE, SHADES, in_odt
from .parts import XML, held

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = (
    f'xmlns:office="{OASIS}:office:1.0" xmlns:text="{OASIS}:text:1.0" xmlns:style="{OASIS}:style:1.0" '
    f'xmlns:table="{OASIS}:table:1.0" xmlns:draw="{OASIS}:drawing:1.0" xmlns:fo="{OASIS}:xsl-fo-compatible:1.0" '
    f'xmlns:svg="{OASIS}:svg-compatible:1.0" xmlns:meta="{OASIS}:meta:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)
SETTINGS = (  # the room between two paragraphs is the larger of theirs, as in Word, and not their sum
    f'{XML}<office:document-settings {SPACES} xmlns:ooo="http://openoffice.org/2004/office" xmlns:config="{OASIS}:config:1.0"><office:settings>'
    '<config:config-item-set config:name="ooo:configuration-settings"><config:config-item config:name="AddParaTableSpacing" '
    'config:type="boolean">false</config:config-item></config:config-item-set></office:settings></office:document-settings>'
)


def style(name, *, family="paragraph", parent="", shown="", paragraph="", text="", tab="", extra="") -> str:
    """A style: the properties of its paragraph and of its words; `shown`: its name in the list of styles."""
    told = f"<style:paragraph-properties {paragraph}>{tab}</style:paragraph-properties>" if paragraph else ""
    told += f"<style:text-properties {text}/>" if text else ""
    named = f'style:name="{name}"' + (f' style:display-name="{shown}"' if shown else "")
    parent = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style {named} style:family="{family}"{parent}{extra}>{told}</style:style>'


def styled(key) -> str:
    """The style of a look."""
    look = LOOKS[key]
    room = f'fo:margin-top="{look.before}pt" fo:margin-bottom="{look.after}pt" fo:margin-left="{look.indent}pt"'
    room += KEEP * look.kept
    room += f' fo:text-indent="-{look.indent}pt"' * (key == "FootnoteText")  # the number hangs before the note
    room += f' fo:border-bottom="1.5pt solid #{INK}" fo:padding-bottom="12pt"' * look.rule
    leader = f'style:leader-style="{look.tab}" style:leader-text="."'
    stop = f'<style:tab-stops><style:tab-stop style:position="{210 - sum(MARGINS)}mm" style:type="right" {leader}/></style:tab-stops>'
    words = f'fo:font-size="{look.size}pt" fo:color="#{look.colour}"' + BOLD * look.bold + ITALIC * look.italic
    rank = f' style:default-outline-level="{key[-1]}"' * key.startswith("Heading")
    shown = look.odt.replace("_20_", " ") or look.word
    return style(
        in_odt(key),
        parent="Standard",
        shown=shown,
        paragraph=room,
        text=words,
        tab=stop if look.tab else "",
        extra=rank,
    )


KEEP = ' fo:keep-with-next="always" fo:keep-together="always"'
BOLD, ITALIC = ' fo:font-weight="bold"', ' fo:font-style="italic"'
LIST = '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment '
LEVELS = {  # where each level of a list stands
    rank: f'{LIST}text:label-followed-by="listtab" text:list-tab-stop-position="{7 * rank}mm" fo:text-indent="-7mm" '
    f'fo:margin-left="{7 * rank}mm"/></style:list-level-properties>'
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
LINE = f"0.5pt solid #{RULE}"
KEPT = ("", "Source", "Voice", "Item", "Quote")


def celled(name, looks="", under=LINE) -> str:
    """The style of a cell."""
    edges = f'fo:border-top="{LINE}" fo:border-bottom="{under}" fo:padding-top="0.5mm" fo:padding-bottom="0.5mm" '
    edges += f'fo:padding-left="1mm" fo:padding-right="2mm" {looks}'
    return f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties {edges}/></style:style>'


def rowed(name, looks="") -> str:
    """The style of a row, which stays whole."""
    looks = f'<style:table-row-properties fo:keep-together="always" {looks}/>'
    return f'<style:style style:name="{name}" style:family="table-row">{looks}</style:style>'


def table_styles(name, widths, high) -> str:
    """The styles of one table: as wide as its columns, its rows of heads that are written upwards."""
    looks = f'<style:table-properties style:width="{sum(widths):.1f}mm" table:align="left" table:border-model="collapsing"/>'
    told = f'<style:style style:name="{name}" style:family="table">{looks}</style:style>'
    for place, wide in enumerate(widths):
        column = f'<style:table-column-properties style:column-width="{wide:.1f}mm"/>'
        told += f'<style:style style:name="{name}.{place}" style:family="table-column">{column}</style:style>'
    return told + (rowed(f"{name}.high", f'style:min-row-height="{high:.1f}mm"') if high else "")


AUTOMATIC = (
    "".join(
        style(f"Break{rank}", parent=f"Heading_20_{rank}", paragraph='fo:break-before="page"') for rank in range(1, 7)
    )
    + style("BreakContents", parent="Contents_20_Heading", paragraph='fo:break-before="page"')
    + "".join(style(f"Kept{look}", parent=in_odt(look), paragraph=KEEP.strip()) for look in KEPT)
    + style("Bold", family="text", text=BOLD.strip())
    + style("Italic", family="text", text=ITALIC.strip())
    + style("BoldItalic", family="text", text=f"{BOLD.strip()}{ITALIC}")
    + style("Small", family="text", text=f'fo:font-weight="normal" fo:font-size="8pt" fo:color="#{MUTED}"')
    + "".join(
        style(f"{name}{side}", parent=name, paragraph=f'fo:text-align="{turned}"')
        for name in ("Cell", "CellHead")
        for side, turned in (("right", "end"), ("center", "center"))
    )
    + rowed("Row")
    + celled("Cell")
    + celled("Head", 'style:vertical-align="bottom"', f"1pt solid #{INK}")
    + celled("Tall", 'style:vertical-align="middle" style:writing-mode="tb-rl"', f"1pt solid #{INK}")
    + "".join(celled(f"Cell{shade}", f'fo:background-color="#{colour}"') for shade, colour in SHADES.items())
)


def styles(document) -> str:
    """The styles by name, the page with its head and foot."""
    wide, high = (297, 210) if document.landscape else (210, 297)
    turned = "landscape" if document.landscape else "portrait"
    links = style("Index_20_Link", family="text") + style(
        "Internet_20_link", family="text", text=f'fo:color="#{PETROL}" style:text-underline-style="solid"'
    )
    named = style("Standard") + "".join(map(styled, LOOKS)) + links + LISTS
    head = f'<style:header><text:p text:style-name="Header">{held(document.programme)}</text:p></style:header>'
    count = '<text:page-number text:select-page="current">1</text:page-number>\u00a0/\u00a0<text:page-count>1</text:page-count>'
    foot = f'<style:footer><text:p text:style-name="Footer">{held(document.edition)}<text:tab/>{count}</text:p></style:footer>'
    blank = "<style:header-first><text:p/></style:header-first>" if document.contents else ""
    unfooted = "<style:footer-first><text:p/></style:footer-first>" if document.contents else ""
    default = (
        '<style:default-style style:family="paragraph"><style:paragraph-properties fo:line-height="115%" fo:margin-bottom="8pt" '
        'fo:hyphenation-ladder-count="2" fo:orphans="2" fo:widows="2"/>'
        f'<style:text-properties style:font-name="{FONT}" '
        f'fo:font-family="{FONT}" fo:font-size="10pt" fo:color="#{INK}" fo:language="fr" fo:country="FR" fo:hyphenate="true" '
        'fo:hyphenation-remain-char-count="3" fo:hyphenation-push-char-count="3"/></style:default-style>'
    )
    faces = f'<office:font-face-decls><style:font-face style:name="{FONT}" svg:font-family="{FONT}" style:font-family-generic="swiss"/></office:font-face-decls>'
    page = (
        f'<style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="{wide}mm" fo:page-height="{high}mm" '
        f'style:print-orientation="{turned}" fo:margin-top="15mm" fo:margin-bottom="15mm" fo:margin-left="{MARGINS[0]}mm" fo:margin-right="{MARGINS[1]}mm"/><style:header-style>'
        '<style:header-footer-properties fo:min-height="6mm" fo:margin-bottom="6mm"/></style:header-style><style:footer-style>'
        '<style:header-footer-properties fo:min-height="6mm" fo:margin-top="6mm"/></style:footer-style></style:page-layout>'
    )
    master = f'<style:master-page style:name="Standard" style:page-layout-name="Page">{head}{blank}{foot}{unfooted}</style:master-page>'
    return (
        f"{XML}<office:document-styles {SPACES}>{faces}<office:styles>{default}{named}</office:styles><office:automatic-styles>{page}"
        f"</office:automatic-styles><office:master-styles>{master}</office:master-styles></office:document-styles>"
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
