"""Hostile documents: nothing is fetched, no file of this machine enters, what never ends is cut with a sentence."""

import http.server
import io
import threading
import urllib.request

import pikepdf
import pypdf
import pytest

from dla_collectif.services import pdf
from dla_collectif.services.pdf import PdfError

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


def test_hostile_document_is_cut_by_the_processor_s_limit(monkeypatch, caplog):
    monkeypatch.setattr(pdf, "CPU_SECONDS", 1)
    with pytest.raises(PdfError, match="demandait trop de temps"):
        pdf.html_to_pdf(document("<table><tr><td colspan=100000>a</td><td>b</td></tr></table>" * 3), timeout=60)
    assert "child left with -24" in caplog.text


def test_hostile_document_is_cut_by_the_clock(caplog):
    with pytest.raises(PdfError, match="demandait trop de temps"):
        pdf.html_to_pdf(document("<div style='columns: 9999'>" + "mot " * 9000 + "</div>"), timeout=2)
    assert "cut after 2 s" in caplog.text


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
