"""The printing machine: both standards, equal bytes, one table over several pages, nothing made twice."""

import datetime
import io
import threading

import page
import pikepdf
import pypdf
import pytest
from django.template import engines

from dla_collectif.services import pdf
from dla_collectif.services.pdf import Paper, Stone

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


@pytest.fixture(scope="module")
def report():
    """A report with every common part: its HTML and its PDF."""
    html = engines["django"].from_string(REPORT).render(CONTEXT)
    return html, pdf.html_to_pdf(html)


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


def elements(node):
    """The structure elements under a node of a PDF's tree."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from elements(kid)
