"""The parts of a Word document beside its text: styles, numbers of lists, notes, head and foot, relations."""

from .looks import FONT, INK, LOOKS, MARGINS, PETROL, RULE
from .parts import XML, held

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}" xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:a="{DRAWING}/main" '
    f'xmlns:pic="{DRAWING}/picture"'
)
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
APP = (
    f'{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>DLA collectif</Application></Properties>"
)
PACKAGE_RELATIONS = (
    f'{XML}<Relationships xmlns="{RELATIONS}">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="r2" Type="{RELATIONS}/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="r3" Type="{OFFICE}/extended-properties" Target="docProps/app.xml"/></Relationships>'
)
SETTINGS = (
    f'{XML}<w:settings xmlns:w="{MAIN}"><w:autoHyphenation/><w:defaultTabStop w:val="709"/>'
    '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="fr-FR"/></w:settings>'
)
TWIPS = 56.7  # in a millimetre


def content_types() -> str:
    """What each part is."""
    names = ("document.main", "styles", "settings", "numbering", "footnotes", "header", "footer")
    files = ("document", "styles", "settings", "numbering", "footnotes", "header1", "footer1")
    told = "".join(
        f'<Override PartName="/word/{file}.xml" ContentType="{KIND}.{name}+xml"/>'
        for name, file in zip(names, files, strict=True)
    )
    package = "application/vnd.openxmlformats-package"
    office = "application/vnd.openxmlformats-officedocument"
    return (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{package}.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>{told}'
        f'<Override PartName="/docProps/core.xml" ContentType="{package}.core-properties+xml"/>'
        f'<Override PartName="/docProps/app.xml" ContentType="{office}.extended-properties+xml"/></Types>'
    )


def core(document) -> str:
    """Title, author, language, day."""
    day = f"{held(document.created or '1980-01-01')}T00:00:00Z"
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{RELATIONS.replace("relationships", "metadata/core-properties")}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{held(document.title)}</dc:title><dc:subject>{held(document.kind)}</dc:subject>"
        f"<dc:creator>{held(document.author)}</dc:creator><dc:language>fr-FR</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created></cp:coreProperties>'
    )


def relations(links, pictures, alone=False) -> str:
    """What the text refers to."""
    named = ("styles", "settings", "numbering", "footnotes")
    told = (
        [] if alone else [f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in named]
    )
    if not alone:
        told += [
            f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="{name}1.xml"/>' for name in ("header", "footer")
        ]
    told += [
        f'<Relationship Id="rPicture{place}" Type="{OFFICE}/image" Target="media/image{place}.png"/>'
        for place in range(1, pictures + 1)
    ]
    told += [
        f'<Relationship Id="rLink{place}" Type="{OFFICE}/hyperlink" Target="{held(link)}" TargetMode="External"/>'
        for place, link in enumerate(links, 1)
    ]
    return f'{XML}<Relationships xmlns="{RELATIONS}">{"".join(told)}</Relationships>'


def style(key, look) -> str:
    """The style of a look; sizes in halves of a point, room in twentieths."""
    told = "<w:keepNext/><w:keepLines/>" if look.kept else ""
    told += f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="12" w:color="{INK}"/></w:pBdr>' if look.rule else ""
    if look.tab:
        leader = ' w:leader="dot"' if look.tab == "dotted" else ""
        told += f'<w:tabs><w:tab w:val="right"{leader} w:pos="{int((210 - sum(MARGINS)) * TWIPS)}"/></w:tabs>'
    told += f'<w:spacing w:before="{int(look.before * 20)}" w:after="{int(look.after * 20)}"/>'
    hanging = f' w:hanging="{int(look.indent * 20)}"' if key == "FootnoteText" else ""
    told += f'<w:ind w:left="{int(look.indent * 20)}"{hanging}/>' if look.indent else ""
    told += f'<w:outlineLvl w:val="{int(key[-1]) - 1}"/>' if key.startswith("Heading") else ""
    words = ("<w:b/>" if look.bold else "") + ("<w:i/>" if look.italic else "")
    words += f'<w:color w:val="{look.colour}"/><w:sz w:val="{int(look.size * 2)}"/>'
    named = f'<w:name w:val="{look.word}"/><w:basedOn w:val="Normal"/><w:next w:val="{key if look.tab else "Normal"}"/><w:qFormat/>'
    return f'<w:style w:type="paragraph" w:styleId="{key}">{named}<w:pPr>{told}</w:pPr><w:rPr>{words}</w:rPr></w:style>'


def of_words(key, name, looks) -> str:
    """A style of words within a line."""
    return f'<w:style w:type="character" w:styleId="{key}"><w:name w:val="{name}"/><w:qFormat/><w:rPr>{looks}</w:rPr></w:style>'


BORDER = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE}"'
STYLES = (
    f'{XML}<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>'
    f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:color w:val="{INK}"/><w:sz w:val="20"/>'
    '<w:szCs w:val="20"/><w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:before="0" w:after="160" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    + "".join(style(key, look) for key, look in LOOKS.items())
    + of_words("FootnoteReference", "footnote reference", '<w:vertAlign w:val="superscript"/>')
    + of_words("Hyperlink", "Hyperlink", f'<w:color w:val="{PETROL}"/><w:u w:val="single"/>')
    + f'<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders><w:top {BORDER}/>'
    f'<w:bottom {BORDER}/><w:insideH {BORDER}/></w:tblBorders><w:tblCellMar><w:left w:w="57" w:type="dxa"/>'
    '<w:right w:w="113" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>'
)


def numbering(lists: int) -> str:
    """The dashes of lists, and the numbers of those that are numbered: each begins at one."""
    levels = []
    for key, shape, signs in ((0, "bullet", "–·–"), (1, "decimal", ("%1.", "%2.", "%3."))):
        told = "".join(
            f'<w:lvl w:ilvl="{rank}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{400 * (rank + 1)}" w:hanging="400"/></w:pPr></w:lvl>'
            for rank, sign in enumerate(signs)
        )
        levels.append(
            f'<w:abstractNum w:abstractNumId="{key}"><w:multiLevelType w:val="hybridMultilevel"/>{told}</w:abstractNum>'
        )
    numbers = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    for place in range(1, lists + 1):
        again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        numbers += f'<w:num w:numId="{place + 1}"><w:abstractNumId w:val="1"/>{again}</w:num>'
    return f'{XML}<w:numbering xmlns:w="{MAIN}">{"".join(levels)}{numbers}</w:numbering>'


def footnotes(notes) -> str:
    """The notes, after the two lines that separate them from the text."""
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r><w:tab/></w:r>'
    told = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    told += '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    for place, runs in enumerate(notes, 1):
        told += f'<w:footnote w:id="{place}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{mark}{runs}</w:p></w:footnote>'
    return f"{XML}<w:footnotes {SPACES}>{told}</w:footnotes>"


def header(document) -> str:
    """The running head: the programme."""
    return f'{XML}<w:hdr {SPACES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:t xml:space="preserve">{held(document.programme)}</w:t></w:r></w:p></w:hdr>'


def counted(name) -> str:
    """A field that counts pages."""
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def footer(document) -> str:
    """The foot: the edition, page x of y."""
    told = f'<w:r><w:t xml:space="preserve">{held(document.edition)}</w:t></w:r><w:r><w:tab/></w:r>{counted("PAGE")}'
    told += f'<w:r><w:t xml:space="preserve">\u00a0/\u00a0</w:t></w:r>{counted("NUMPAGES")}'
    return f'{XML}<w:ftr {SPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{told}</w:p></w:ftr>'


def section(document) -> str:
    """A4, its margins, its head and foot; none on a cover."""
    wide, high = (16838, 11906) if document.landscape else (11906, 16838)
    turned = ' w:orient="landscape"' if document.landscape else ""
    covered = "<w:titlePg/>" if document.contents else ""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rheader"/><w:footerReference w:type="default" r:id="rfooter"/>'
        f'<w:pgSz w:w="{wide}" w:h="{high}"{turned}/><w:pgMar w:top="1418" w:right="{int(MARGINS[1] * TWIPS)}" w:bottom="1247" '
        f'w:left="{int(MARGINS[0] * TWIPS)}" w:header="709" w:footer="709" w:gutter="0"/>{covered}</w:sectPr>'
    )


def drawing(place, number, wide, high, words) -> str:
    """A picture in the line, with the words that a screen reader says."""
    picture = f"{DRAWING}/picture"
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="Image {number}" descr="{words}"/><a:graphic><a:graphicData uri="{picture}"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="image{place}.png" descr="{words}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rPicture{place}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
