"""Uploads are believed by their content alone."""

import io
import zipfile

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from dla_collectif.services import files


def zipped(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


GOOD = [
    ("a.pdf", b"%PDF-1.7 ..."),
    ("a.PNG", b"\x89PNG\r\n\x1a\n..."),
    ("a.jpg", b"\xff\xd8\xff..."),
    ("a.docx", zipped(word__document_xml="<w/>")),
    ("a.odt", zipped(content_xml="<o/>")),
]
BAD = [
    ("a.exe", b"MZ", "n’est pas accepté"),
    ("a.svg", b"<svg onload='x()'/>", "n’est pas accepté"),
    ("a.html", b"<html>", "n’est pas accepté"),
    ("a", b"%PDF-1.7", "n’est pas accepté"),
    ("a.pdf", b"<html>", "n’est pas celui"),
    ("a.pdf", b"", "n’est pas celui"),
    ("a.docx", b"PK\x03\x04 not a zip", "n’est pas celui"),
    ("a.docx", zipped(content_xml="<o/>"), "n’est pas celui"),
]


@pytest.mark.parametrize(("name", "content"), GOOD)
def test_honest_file_is_taken(name, content):
    assert files.check(SimpleUploadedFile(name, content)).extension == name.rpartition(".")[2].lower()


@pytest.mark.parametrize(("name", "content", "sentence"), BAD)
def test_dishonest_file_is_refused_with_the_reason(name, content, sentence):
    with pytest.raises(forms.ValidationError, match=sentence):
        files.check(SimpleUploadedFile(name, content))


def test_zip_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(files, "UNPACKED_LIMIT", 1000)
    bomb = zipped(word__document_xml="0" * 100_000)
    with pytest.raises(forms.ValidationError, match="n’est pas celui"):
        files.check(SimpleUploadedFile("a.docx", bomb))


def test_file_that_is_too_heavy_is_refused(monkeypatch):
    monkeypatch.setattr(files, "LIMIT", 10)
    with pytest.raises(forms.ValidationError, match="Mo au plus"):
        files.check(SimpleUploadedFile("a.pdf", b"%PDF-1.7 and more"))


def test_stored_name_tells_nothing():
    assert "secret" not in files.random_name(None, "secret.pdf")
    assert files.random_name(None, "a.pdf") != files.random_name(None, "a.pdf")


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\r\nSet-Cookie: x.pdf", 'a"b.pdf', ""])
def test_download_name_is_cleaned(name):
    cleaned = files.clean_name(name)
    assert cleaned
    assert not set(cleaned) & set('/\\\r\n"')


def test_served_file_cannot_run(db, tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"%PDF-1.7")
    answer = files.serve(path.open("rb"), "a.pdf", "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff",
        "sandbox; default-src 'none'",
    )
    answer.close()
