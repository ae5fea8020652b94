"""A print as a file to retouch: the same words, real structure, nothing hostile, the same bytes."""

import base64
import io
import re
import time
import zipfile
from xml.etree import ElementTree

import pytest
from PIL import Image

from dla_collectif.services import office
from dla_collectif.services.office import tables

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SVG_NS = "http://www.w3.org/2000/svg"
PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Rapport – Cinéma</title>
<meta name="author" content="DLA de Lille"><meta name="dcterms.created" content="2026-03-12"></head>
<body class="report" data-programme="Cinéma" data-edition="Rapport · Édition 2">
<section class="cover"><p class="cover-kind">Rapport</p><h1>Cinéma</h1></section>
<nav class="contents"><h2>Sommaire</h2><ul><li><span>1</span> <a href="#cadrage">Cadrage</a></li></ul></nav>
<main><section class="chapter" id="cadrage"><h2>1 Cadrage</h2>
<p>Un <strong>texte</strong> et <em>un autre</em>
<span class="footnote">Une note.</span>,
<a href="https://example.org/?a=1&b=2">un lien</a>.</p>
<h3>Suite</h3><ul><li>premier<ul><li>dedans</li></ul>
</li><li>second</li></ul>
<ol><li>un</li><li>deux</li></ol>
<ol><li>encore un</li></ol>
<table><caption>Les présents</caption><thead><tr><th>Nom</th><th class="num">Fois</th></tr></thead>
<tbody><tr><th rowspan="2">Ciné<small>Lille</small></th><td class="num">3</td></tr>
<tr><td>4</td></tr>
<tr><td colspan="2">Total</td></tr>
</tbody></table>
<figure class="chart"><figcaption>Un dessin</figcaption>
<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="40" role="img"><title>Un dessin</title>
<desc>15, puis 13.</desc>
<rect width="50%" height="28" fill="#000"/></svg></figure>
<figure class="said"><blockquote>Nous existons.</blockquote><figcaption>Besoin, Ciné</figcaption></figure>
<p class="screen">jamais imprimé</p></section></main></body></html>"""
HOSTILE = "\x0b\x1b\ufffe]]><w:p>&lt;/w:t&gt;&amp;\x7f=cmd|' /C calc'!A0 \"'"


def xml(content):
    """A part of our own, read."""
    return ElementTree.fromstring(content)  # noqa: S314


def written(html=PAGE):
    """The two files of a print, as parts: {kind: {name: content}}."""
    document = office.read(html)
    files = {"docx": office.to_docx(document), "odt": office.to_odt(document)}
    return {kind: parts_of(content) for kind, content in files.items()}


def parts_of(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def words(parts):
    """What the file says, notes and captions included, blanks made one."""
    names = ("word/document.xml", "word/footnotes.xml", "content.xml")
    told = [
        "".join(each.text or "" for each in xml(parts[name]).iter() if each.tag == f"{W}t")
        if name.startswith("word")
        else " ".join(xml(parts[name]).itertext())
        for name in names
        if name in parts
    ]
    return re.sub(r"\s+", " ", " ".join(told))


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_file_says_what_the_print_says(kind):
    told = words(written()[kind]).replace(" ", "")
    for said in ("1Cadrage", "Untexteetunautre", "unlien", "premier", "dedans", "Total", "Nousexistons."):
        assert said in told
    assert "Tableau1.Lesprésents" in told.replace("\u00a0", "")
    assert "Figure1.Undessin" in told
    assert "Unenote." in told
    assert "jamais" not in told


def test_word_file_has_real_headings_lists_heads_and_notes():
    parts = written()["docx"]
    body = xml(parts["word/document.xml"])
    styles = [each.get(f"{W}val") for each in body.iter(f"{W}pStyle")]
    assert [style for style in styles if style.startswith(("Heading", "Title"))] == ["Title", "Heading1", "Heading2"]
    numbers = [each.get(f"{W}val") for each in body.iter(f"{W}numId")]
    assert numbers == ["1", "1", "1", "2", "2", "3"]  # a second numbered list begins again
    assert len(list(body.iter(f"{W}tblHeader"))) == 1
    assert [each.get(f"{W}val") for each in body.iter(f"{W}vMerge")] == ["restart", None]
    assert len(list(body.iter(f"{W}footnoteReference"))) == 1
    assert b"Une note." in parts["word/footnotes.xml"]
    assert 'descr="Un dessin 15, puis 13."' in parts["word/document.xml"].decode()
    assert parts["word/media/image1.png"].startswith(b"\x89PNG")
    assert b"https://example.org/?a=1&amp;b=2" in parts["word/_rels/document.xml.rels"]


def test_odt_file_has_real_headings_lists_heads_and_notes():
    parts = written()["odt"]
    body = xml(parts["content.xml"])
    assert [each.get(f"{TEXT}outline-level") for each in body.iter(f"{TEXT}h")] == ["1", "2"]
    assert len(list(body.iter(f"{TABLE}table-header-rows"))) == 1
    assert len(list(body.iter(f"{TABLE}covered-table-cell"))) == 2
    assert ["".join(each.itertext()) for each in body.iter(f"{TEXT}note-body")] == ["Une note."]
    assert list(parts)[0] == "mimetype"
    assert parts["Pictures/image1.png"].startswith(b"\x89PNG")


def test_title_that_stands_in_no_section_is_a_heading():
    """As that of a sheet of two pages, under its letterhead."""
    head = "<header class=letterhead><p>DLA</p></header>"
    html = f"<html><body>{head}<h1>Fiche</h1><main><h2>Montage</h2></main></body></html>"
    blocks = office.read(html).blocks
    assert [(block.rank, block.spans[0].text) for block in blocks[1:]] == [(1, "Fiche"), (2, "Montage")]


def test_columns_are_as_wide_as_their_words_ask_and_no_wider_than_the_page():
    row = "<tr><td>{}</td><td>12/10/2006</td><td>13\u202f450\u00a0euros</td></tr>"
    table = office.read(
        f"<table>{row.format('Un texte long qui va à la ligne, ' * 5)}{row.format('court')}</table>"
    ).blocks[0]
    first, second, third = tables.widths(table, 166)
    assert round(first + second + third) == 166
    assert first > 100
    assert second >= 10 * tables.LETTER
    assert third >= 12 * tables.LETTER  # a figure stays with its unit
    crowded = office.read(f"<table><tr>{'<td>coopération</td>' * 30}</tr></table>").blocks[0]
    assert round(sum(tables.widths(crowded, 166))) == 166


def test_cover_keeps_its_drawing_and_a_logo_stays_small():
    content = io.BytesIO()
    Image.new("RGB", (1200, 400)).save(content, "PNG")
    logo = f'<img src="data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}" alt="Le logo">'
    drawing = PAGE[PAGE.index("<svg") : PAGE.index("</svg>") + 6]
    head = f"<div class=letterhead-dla>{logo}<div><p>12 rue Basse<br>59000 Lille</p></div></div>"
    cover = f"<h1>Cinéma</h1><div>{drawing}</div><div class=letterheads>{head}</div>"
    _, _, path, line = office.read(PAGE.replace("<h1>Cinéma</h1>", cover)).cover
    path, logo = path.spans[0].picture, line.spans[0].picture
    assert (path.words, logo.words) == ("Un dessin 15, puis 13.", "Le logo")
    assert (round(path.millimetres), round(logo.millimetres)) == (166, 42)
    assert "".join(span.text for span in line.spans).split("\u2003") == ["", "12 rue Basse", "59000 Lille"]


def test_cells_keep_their_shades_sides_and_second_lines():
    html = """<table class="matrix"><thead><tr><th>Qui</th><th><span class="tall">ateliers</span></th></tr></thead>
    <tr><th scope="row">Ciné <small>Lille</small></th><td class="heat-2">oui</td></tr></table>"""
    (head, tall), (name, mark) = office.read(html).blocks[0].rows
    assert (head.head, tall.tall, name.head, mark.side, mark.shade) == (True, True, False, "center", "heat-2")
    assert [(span.text, span.small) for span in name.paragraphs[0].spans if not span.line_end] == [
        ("Ciné ", False),
        ("Lille", True),
    ]
    word, open_ = written(html)["docx"]["word/document.xml"], written(html)["odt"]["content.xml"]
    assert (b'w:fill="BCD3D4"' in word, b'w:val="btLr"' in word) == (True, True)
    assert (b'"Cellheat-2"' in open_, b'"Tall"' in open_) == (True, True)


def test_words_of_somebody_are_told_from_who_said_them():
    styles = [block.style for block in office.read(PAGE).blocks if getattr(block, "style", "") in ("quote", "voice")]
    assert styles == ["quote", "voice"]


def test_bold_line_stays_with_what_it_announces():
    first, second = office.read("<p><strong>Livrables</strong></p><p><strong>Un</strong> texte</p>").blocks
    assert (first.kept, second.kept) == (True, False)


def test_files_are_french_a4_with_their_title_author_head_and_numbered_pages():
    parts = written()
    core, styles = parts["docx"]["docProps/core.xml"].decode(), parts["docx"]["word/styles.xml"].decode()
    assert ("Rapport – Cinéma" in core, "DLA de Lille" in core, 'w:lang w:val="fr-FR"' in styles) == (True, True, True)
    foot = parts["docx"]["word/footer1.xml"].decode()
    assert ("NUMPAGES" in foot, "Édition 2" in foot) == (True, True)
    assert 'w:w="11906" w:h="16838"' in parts["docx"]["word/document.xml"].decode()
    meta, styles = parts["odt"]["meta.xml"].decode(), parts["odt"]["styles.xml"].decode()
    assert ("Rapport – Cinéma" in meta, 'fo:country="FR"' in styles, "page-count" in styles) == (True, True, True)


ORDERS = {  # what the standard puts before what, in the elements that we write
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr tabs spacing ind contextualSpacing jc outlineLvl",
    "rPr": "rStyle rFonts b i color sz szCs u vertAlign lang",
    "tblPr": "tblStyle tblW tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan vMerge tcBorders shd textDirection vAlign",
    "style": "name basedOn next qFormat pPr rPr tblPr",
    "sectPr": "headerReference footerReference pgSz pgMar titlePg",
    "lvl": "start numFmt lvlText lvlJc pPr",
    "settings": "autoHyphenation defaultTabStop footnotePr compat themeFontLang",
}


def test_elements_of_the_word_file_are_in_the_order_of_the_standard():
    """Word refuses a file whose elements have another order; nothing else here would say so."""
    faults = []
    for name, content in written()["docx"].items():
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        for element in xml(content).iter():
            order = ORDERS.get(element.tag.removeprefix(W), "").split()
            places = [order.index(child.tag.removeprefix(W)) for child in element] if order else []
            faults += [(name, element.tag)] * (places != sorted(places))
    assert faults == []


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_hostile_words_stay_words(kind):
    quoted = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    html = PAGE.replace("Cadrage</h2>", f"{quoted}</h2>").replace("Rapport – Cinéma", quoted)
    html = html.replace('data-programme="Cinéma"', f'data-programme="{quoted}"').replace("premier", f"<b>{quoted}</b>")
    parts = written(html)[kind]
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            xml(content)
    assert "<w:p>" in words(parts)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "\\\\host\\share", "data:text/html,x", "#cadrage", "vbscript:x"],
)
def test_address_that_is_none_of_the_web_is_words(link):
    html = PAGE.replace("https://example.org/?a=1&b=2", link)
    for parts in written(html).values():
        assert (
            not [name for name, content in parts.items() if link.encode() in content and name != "mimetype"]
            or link == "#cadrage"
        )
        assert "un lien" in words(parts) or "unlien" in words(parts)


def test_entity_of_a_document_is_nothing(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    html = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><head></head><body><p>a &x; b</p></body></html>'
    )
    for parts in written(html).values():
        assert "SECRET" not in words(parts)


def test_picture_that_asks_for_a_file_gets_none(tmp_path):
    black = tmp_path / "black.png"
    Image.new("RGB", (40, 40)).save(black)

    def drawn(address):
        content = f'<svg xmlns="{SVG_NS}" width="40" height="40"><image href="{address}" width="40" height="40"/></svg>'
        return written(PAGE.replace("<h3>Suite</h3>", content))["docx"]["word/media/image1.png"]

    assert drawn(black) == drawn(f"file://{black}") == drawn("")


def test_same_print_gives_the_same_bytes():
    first, second = (office.to_docx(office.read(PAGE)) for _ in range(2))
    assert first == second
    first, second = (office.to_odt(office.read(PAGE)) for _ in range(2))
    assert first == second


def test_deep_and_long_texts_are_bounded():
    deep = "<ul><li>" * 300 + "au fond" + "</li></ul>" * 300
    begun = time.process_time()
    for parts in written(PAGE.replace("<h3>Suite</h3>", deep + "<p>mot</p>" * 3000)).values():
        assert "au fond" in words(parts) or "aufond" in words(parts)
    assert time.process_time() - begun < 10


def test_print_too_long_is_refused_with_a_sentence(rf):
    answer = office.answer(rf.get("/"), "x" * (2 * 1024 * 1024 + 1), "rapport", "docx")
    assert (answer.status_code, "trop volumineux" in answer.content.decode()) == (503, True)


def test_empty_print_is_a_file_that_opens():
    for parts in written("<html><head></head><body></body></html>").values():
        assert words(parts).strip() == ""
