"""The parts of a Word document beside its text: styles, numbers of lists, notes, head and foot, relations."""

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
INK, MUTED, BRICK = "1F2A37", "56606C", "A63F1C"


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


def style(key, name, *, based="Normal", following="Normal", paragraph="", run="", kind="paragraph", extra="") -> str:
    """A style: `paragraph` and `run` are its properties."""
    told = f'<w:basedOn w:val="{based}"/>' if based else ""
    told += f'<w:next w:val="{following}"/>' if following and kind == "paragraph" else ""
    told += "<w:qFormat/>"
    told += f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    told += f"<w:rPr>{run}</w:rPr>" if run else ""
    return f'<w:style w:type="{kind}" {extra}w:styleId="{key}"><w:name w:val="{name}"/>{told}</w:style>'


def spaced(before, after, line=276, keep=False) -> str:
    """The room around a paragraph, in twentieths of a point."""
    return f'{"<w:keepNext/><w:keepLines/>" if keep else ""}<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def looks(size, colour=INK, bold=False, italic=False) -> str:
    """The looks of a run; `size` in points."""
    return f'{"<w:b/>" if bold else ""}{"<w:i/>" if italic else ""}<w:color w:val="{colour}"/><w:sz w:val="{int(size * 2)}"/>'


def heading(rank, size, before, after) -> str:
    """The style of a title of a rank."""
    paragraph = f'{spaced(before, after, 252, keep=True)}<w:outlineLvl w:val="{rank - 1}"/>'
    return style(f"Heading{rank}", f"heading {rank}", paragraph=paragraph, run=looks(size, bold=True))


BORDER = 'w:val="single" w:sz="4" w:space="0" w:color="C9C3B5"'
STYLES = (
    f'{XML}<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Inter" w:hAnsi="Inter" w:eastAsia="Inter" w:cs="Arial"/><w:color w:val="1F2A37"/><w:sz w:val="20"/>'
    '<w:szCs w:val="20"/><w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    f"{spaced(0, 160)}</w:pPr></w:pPrDefault></w:docDefaults>"
    + style("Normal", "Normal", based="", following="", extra='w:default="1" ')
    + style("Title", "Title", paragraph=spaced(1200, 240, 252), run=looks(30, bold=True))
    + heading(1, 18, 480, 200)
    + heading(2, 13, 360, 120)
    + heading(3, 11, 280, 80)
    + heading(4, 10, 240, 60)
    + heading(5, 10, 240, 60)
    + heading(6, 10, 240, 60)
    + style("Lead", "Chapeau", paragraph=spaced(0, 280), run=looks(11.5, MUTED))
    + style("Label", "Surtitre", paragraph=spaced(120, 40, keep=True), run=looks(8.5, BRICK, bold=True))
    + style("Term", "Terme", paragraph=spaced(120, 0, keep=True), run=looks(8.5, MUTED, bold=True))
    + style("Source", "Source", paragraph=spaced(40, 160), run=looks(8.5, MUTED))
    + style("Caption", "caption", paragraph=spaced(200, 80, keep=True), run=looks(9, bold=True))
    + style("Quote", "Quote", paragraph=f'{spaced(80, 120)}<w:ind w:left="284"/>', run=looks(11, italic=True))
    + style("ListParagraph", "List Paragraph", paragraph=f"{spaced(0, 60)}<w:contextualSpacing/>")
    + style("ContentsTitle", "Titre du sommaire", paragraph=spaced(0, 280), run=looks(18, bold=True))
    + style(
        "TOC1",
        "toc 1",
        paragraph=f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9400"/></w:tabs>{spaced(60, 60)}',
    )
    + style("Header", "header", paragraph=spaced(0, 0, 240), run=looks(8, MUTED))
    + style(
        "Footer",
        "footer",
        paragraph=f'<w:tabs><w:tab w:val="right" w:pos="9400"/></w:tabs>{spaced(0, 0, 240)}',
        run=looks(8, MUTED),
    )
    + style("FootnoteText", "footnote text", paragraph=spaced(0, 40, 240), run=looks(8.5))
    + style(
        "FootnoteReference", "footnote reference", based="", kind="character", run='<w:vertAlign w:val="superscript"/>'
    )
    + style("Hyperlink", "Hyperlink", based="", kind="character", run='<w:color w:val="0B5C6B"/><w:u w:val="single"/>')
    + '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:pPr><w:spacing w:before="40" w:after="40"/>'
    f'</w:pPr><w:rPr><w:sz w:val="18"/></w:rPr><w:tblPr><w:tblBorders><w:top {BORDER}/><w:bottom {BORDER}/><w:insideH {BORDER}/>'
    '</w:tblBorders><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="115" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    "</w:styles>"
)


def numbering(lists: int) -> str:
    """The dashes of lists, and the numbers of those that are numbered: each begins at one."""
    levels = []
    for key, shape, signs in ((0, "bullet", "–·–"), (1, "decimal", ("%1.", "%2.", "%3."))):
        told = "".join(
            f'<w:lvl w:ilvl="{rank}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{360 * (rank + 1)}" w:hanging="300"/></w:pPr></w:lvl>'
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
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
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
        f'<w:pgSz w:w="{wide}" w:h="{high}"{turned}/><w:pgMar w:top="1531" w:right="1134" w:bottom="1361" w:left="1361" '
        f'w:header="709" w:footer="709" w:gutter="0"/>{covered}</w:sectPr>'
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
