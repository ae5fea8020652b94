"""The printing machine: standards, equal bytes, nothing fetched, hostile documents cut, nothing made twice."""

import datetime
import http.server
import io
import threading
import urllib.request

import page
import pikepdf
import pypdf
import pytest
from django.template import engines

from dla_collectif.services import pdf
from dla_collectif.services.pdf import Paper, PdfError, Stone

PAPER = Paper(
    kind="Rapport de restitution",
    title="Accompagnement du cinéma associatif",
    date=datetime.date(2007, 10, 31),
    subtitle="Les associations de la métropole lilloise",
    carriers=["DLA de Lille"],
    edition="Édition 2",
    fingerprint="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    stones=[
        Stone(1, "Cadrage", "closed", datetime.date(2006, 1, 31)),
        Stone(2, "Diagnostic", "current"),
        Stone(3, "Ateliers"),
    ],
    demonstration=True,
)
REPORT = """
{% extends "print/base.html" %}
{% block body %}
<section class="chapter"><h2 id="cadrage">Cadrage</h2>
  {{ text|prose }}
  <dl class="facts"><div><dt>Territoire</dt><dd>Métropole</dd></div><div><dt>Secteur</dt><dd>Cinéma</dd></div></dl>
  <p>Une phrase<span class="footnote">Et sa note.</span>, 🎬 et son signe absent des polices.</p>
  {% bars rows title="Besoins" total=13 description="Questionnaire de mars." %}
</section>
<section class="chapter"><h2 id="reponses">Réponses</h2>
  <table><caption>Toutes</caption>
  <thead><tr><th scope="col">Association</th><th scope="col">Besoin</th></tr></thead>
  <tbody>
  {% for row in lines %}<tr><th scope="row">Association {{ row }}</th><td>Besoin {{ row }}</td></tr>{% endfor %}
  </tbody></table>
</section>
{% endblock %}"""
CONTEXT = {
    "paper": PAPER,
    "contents": [("cadrage", "1", "Cadrage"), ("reponses", "2", "Réponses")],
    "text": "### Un titre\n\nDu texte, **gras**.\n\n- un\n- deux",
    "rows": [("Diffuser", 11), ("Tourner", 4)],
    "lines": range(1, 81),
}
# Each must fetch nothing; URL stands for an address that counts its visitors.
VECTORS = """
<img src="URL1"> <img srcset="URL2 2x" src="data:,"> <link rel="stylesheet" href="URL3">
<link rel="attachment" href="URL4">
<style>@import "URL5"; @import url(URL6); @font-face { font-family: Piege; src: url(URL7) } body { font-family: Piege }
div { background: url(URL8) } li { list-style-image: url(URL9) } p::before { content: url(URL10) }
@page { background: url(URL11); @top-center { content: url(URL12) } }
b { border-image: url(URL13) 1; mask: url(URL14) }</style>
<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="URL15" width="9" height="9"/>
<use href="URL16#a"/>
<style>@import "URL17"; rect { fill: url(URL18#x) }</style><rect width="9" height="9"/></svg>
<object data="URL19"></object><embed src="URL20"><iframe src="URL21"></iframe><video poster="URL22"></video>
<img src="data:image/svg+xml,
%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='URL23' width='9' height='9'/%3E%3C/svg%3E">
<link rel="icon" href="URL24"><div style="background: url(URL25)">a</div><ul><li>b</li></ul><p>c</p><b>d</b>
<base href="URL26">
"""


def document(body: str) -> str:
    """A small page for the engine."""
    return f"<!DOCTYPE html><html lang='fr'><head><title>Essai</title></head><body>{body}</body></html>"


@pytest.fixture(scope="module")
def report():
    """A report with every common part: its HTML and its PDF."""
    html = engines["django"].from_string(REPORT).render(CONTEXT)
    return html, pdf.html_to_pdf(html)


@pytest.fixture
def listener():
    """(address, visits): a server on this machine that notes every path asked of it."""
    visits = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # the library's own name
            visits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", visits
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_report_meets_the_standard(report, tmp_path, profile):
    path = tmp_path / "report.pdf"
    path.write_bytes(report[1])
    result = page.validate_pdf(str(path), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in result.failures] == []


def test_same_html_gives_the_same_bytes(report):
    assert pdf.html_to_pdf(report[0]) == report[1]


def test_report_says_what_it_is(report):
    with pikepdf.open(io.BytesIO(report[1])) as file:
        found = (str(file.docinfo["/Title"]), str(file.Root.Lang), str(file.docinfo["/CreationDate"]))
        outline = [str(entry.title) for entry in file.open_outline().root[0].children]
    assert found == ("Rapport de restitution – Accompagnement du cinéma associatif", "fr", "D:20071031")
    assert outline == ["Sommaire", "Cadrage", "Réponses", "Ce document"]


def test_report_is_read_in_order(report):
    text = "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(report[1])).pages)
    order = [
        "Rapport de restitution",
        "métropole lilloise",
        "DLA de Lille",
        "Édition 2",
        "Sommaire",
        "Un titre",
        "deux",
    ]
    order += ["Territoire", "Une phrase", "Association 1", "Besoin 80", "Ce document"]
    places = [text.find(words, 0) for words in order]
    assert -1 not in places
    assert places == sorted(places)


def test_table_over_pages_is_one_table_with_one_head(report):
    with pikepdf.open(io.BytesIO(report[1])) as file:
        kinds = [str(element.S) for element in elements(file.Root.StructTreeRoot)]
    assert (kinds.count("/Table"), kinds.count("/THead"), kinds.count("/TR")) == (1, 1, 81)
    assert kinds.count("/TBody") > 1


def test_picture_is_described_by_its_values(report):
    with pikepdf.open(io.BytesIO(report[1])) as file:
        figures = [str(element.Alt) for element in elements(file.Root.StructTreeRoot) if element.S == "/Figure"]
    assert figures[-1].startswith("Besoins. Questionnaire de mars. Diffuser\u00a0: 11\u00a0/\u00a013")


def test_font_is_ours(report):
    with pikepdf.open(io.BytesIO(report[1])) as file:
        fonts = {str(font.BaseFont) for sheet in file.pages for font in sheet.Resources.Font.values()}
    assert any("Inter-Display" in font for font in fonts)


def test_no_address_is_fetched(listener):
    address, visits = listener
    with urllib.request.urlopen(f"{address}control") as answer:  # noqa: S310 - our own server
        answer.read()
    pdf.html_to_pdf(document(VECTORS.replace("URL", address)))
    assert visits == ["/control"]


def test_positive_control_the_same_page_fetches_with_the_engine_s_own_fetcher(listener, monkeypatch):
    import weasyprint

    address, visits = listener
    weasyprint.HTML(string=document(VECTORS.replace("URL", address))).write_pdf()
    assert len(set(visits)) >= 10


def test_no_file_outside_our_folders_enters(tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'canari' }")
    ways = [
        f"file://{secret}",
        f"static:{'../' * 20}{secret}",
        f"static:%2e%2e/%2e%2e{secret}",
        f"font:{secret}",
        str(secret),
    ]
    body = "".join(f"<link rel=stylesheet href='{way}'><link rel=attachment href='{way}'>" for way in ways)
    content = pdf.html_to_pdf(document(f"{body}<p>Texte</p>"))
    with pikepdf.open(io.BytesIO(content)) as file:
        attached = dict(file.attachments)
        text = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert (attached, "canari" in text) == ({}, False)


def test_local_file_stays_in_its_folder(tmp_path):
    roots = {"static": tmp_path / "static"}
    roots["static"].mkdir()
    (roots["static"] / "a.css").write_text("")
    (tmp_path / "b.css").write_text("")
    (roots["static"] / "link.css").symlink_to(tmp_path / "b.css")
    answers = []
    for url in (
        "static:a.css",
        "static:../b.css",
        "static:%2e%2e/b.css",
        "static:link.css",
        "static:",
        "file:///etc/passwd",
    ):
        try:
            answers.append(pdf._local_file(url, roots).name)
        except ValueError:
            answers.append("refused")
    assert answers == ["a.css"] + ["refused"] * 5


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td colspan=100000>a</td><td>b</td></tr></table>" * 3,
        "<div style='columns: 9999'>" + "mot " * 9000 + "</div>",
    ],
    ids=["colspan", "columns"],
)
def test_hostile_document_is_cut_with_a_sentence(body, caplog):
    with pytest.raises(PdfError, match="demandait trop de temps"):
        pdf.html_to_pdf(document(body), timeout=4)
    assert "PDF" in caplog.text


def test_deep_document_is_refused_with_a_sentence(caplog):
    with pytest.raises(PdfError, match="trop imbriqué"):
        pdf.html_to_pdf(document("<div>" * 3000 + "a"))
    assert "PDF" in caplog.text


def test_huge_document_is_refused_before_any_work(monkeypatch):
    monkeypatch.setattr(pdf.subprocess, "run", None)
    with pytest.raises(PdfError, match="trop volumineux"):
        pdf.html_to_pdf("a" * (pdf.LONGEST + 1))


def test_control_signs_do_not_reach_the_page():
    content = pdf.html_to_pdf(document("<p>un\x00\x0b\x1b\ud800deux</p>"))
    assert "deux" in pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_cached_pdf_is_made_once(monkeypatch):
    made = []
    monkeypatch.setattr(pdf, "html_to_pdf", lambda html, timeout: made.append(html) or b"%PDF-1.7 essai")
    assert pdf.is_cached("<p>a") is False
    paths = [pdf.cached_pdf("<p>a"), pdf.cached_pdf("<p>a"), pdf.cached_pdf("<p>b")]
    assert (made, paths[0] == paths[1], paths[0] == paths[2]) == (["<p>a", "<p>b"], True, False)
    assert (pdf.is_cached("<p>a"), paths[0].read_bytes()) == (True, b"%PDF-1.7 essai")
    assert oct(paths[0].stat().st_mode)[-3:] == "600"


def test_cached_pdf_is_made_once_by_two_callers_at_the_same_instant(monkeypatch):
    made, together = [], threading.Barrier(2)

    def slow(html, timeout):
        made.append(html)
        threading.Event().wait(0.2)
        return b"%PDF-1.7 essai"

    def call():
        together.wait()
        pdf.cached_pdf("<p>a")

    monkeypatch.setattr(pdf, "html_to_pdf", slow)
    callers = [threading.Thread(target=call) for _ in range(2)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert made == ["<p>a"]


def test_cached_pdf_changes_with_the_style_sheet(monkeypatch, tmp_path):
    before = pdf._address("<p>a")
    sheet = tmp_path / "print.css"
    sheet.write_text("p { color: red }")
    monkeypatch.setattr(pdf, "STYLES", (sheet,))
    assert pdf._address("<p>a") != before


def test_forget_cached_throws_everything_away(monkeypatch):
    monkeypatch.setattr(pdf, "html_to_pdf", lambda html, timeout: b"%PDF-1.7 essai")
    path = pdf.cached_pdf("<p>a")
    assert (pdf.forget_cached(), path.exists(), pdf.is_cached("<p>a")) == (1, False, False)


def elements(node):
    """The structure elements under a node of a PDF's tree."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from elements(kid)
