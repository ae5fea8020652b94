"""Pictures handed in are drawn again: small, PNG, without anything of the file itself."""

import io

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dla_collectif.services import images


def picture(kind="PNG", size=(1200, 300), name="logo.png", **options):
    """An upload of a red picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "#b00020").save(out, kind, **options)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.mark.parametrize(("kind", "name"), [("PNG", "logo.png"), ("JPEG", "logo.jpg"), ("JPEG", "LOGO.JPEG")])
def test_picture_becomes_a_small_png(kind, name):
    redrawn = Image.open(images.redrawn(picture(kind, name=name)))
    assert (redrawn.format, redrawn.size) == ("PNG", (640, 160))


def test_what_the_file_said_besides_is_gone():
    exif = Image.Exif()
    exif[0x010E] = "canari"
    upload = picture("JPEG", name="logo.jpg", exif=exif, comment=b"canari")
    assert b"canari" in upload.read()
    assert b"canari" not in images.redrawn(upload).read()


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("logo.svg", b"<svg onload='x()'/>"), "n’est pas accepté"),
        (SimpleUploadedFile("logo.pdf", b"%PDF-1.7 ..."), "Déposez une image"),
        (SimpleUploadedFile("logo.png", b"GIF89a..."), "n’est pas celui d’un document PNG"),
        (SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\nrien"), "ne s’ouvre pas"),
        (picture(size=(7000, 7000)), "trop grande"),
    ],
)
def test_other_files_are_refused(upload, sentence):
    with pytest.raises(forms.ValidationError, match=sentence):
        images.redrawn(upload)


def test_picture_cut_in_the_middle_is_refused():
    whole = picture().read()
    with pytest.raises(forms.ValidationError, match="ne s’ouvre pas"):
        images.redrawn(SimpleUploadedFile("logo.png", whole[: len(whole) // 2]))
