"""Files that people hand in: checked by their content, stored under random names, served as attachments."""

import hashlib
import re
import zipfile
from dataclasses import dataclass

from django import forms
from django.http import FileResponse

from .ids import new_public_id

MEGABYTE = 1024 * 1024
LIMIT = 20 * MEGABYTE
UNPACKED_LIMIT = 200 * MEGABYTE
ENTRIES_LIMIT = 2000


@dataclass(frozen=True)
class Kind:
    """A kind of file that we take: how its name ends, what its first bytes are, and what it is in a zip."""

    extension: str
    label: str
    content_type: str
    magic: bytes
    inside: str = ""


KINDS = (
    Kind("pdf", "PDF", "application/pdf", b"%PDF-"),
    Kind("png", "PNG", "image/png", b"\x89PNG\r\n\x1a\n"),
    Kind("jpg", "JPEG", "image/jpeg", b"\xff\xd8\xff"),
    Kind("jpeg", "JPEG", "image/jpeg", b"\xff\xd8\xff"),
    Kind(
        "docx",
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        b"PK\x03\x04",
        "word/document.xml",
    ),
    Kind("odt", "ODT", "application/vnd.oasis.opendocument.text", b"PK\x03\x04", "content.xml"),
)
ACCEPTED = "PDF, PNG, JPEG, Word (.docx) ou ODT, 20 Mo au plus"


def check(upload) -> Kind:
    """The kind of an uploaded file, read from its content. Raises ValidationError with a French sentence."""
    extension = upload.name.rpartition(".")[2].lower()
    kind = next((kind for kind in KINDS if kind.extension == extension), None)
    if extension in ("heic", "heif"):
        raise forms.ValidationError(
            "Cette photo est au format HEIC, que peu d’ordinateurs ouvrent. Dans les réglages de l’appareil photo, "
            "choisissez « le plus compatible » ; ou envoyez-vous la photo par message, elle deviendra un JPEG."
        )
    if kind is None:
        raise forms.ValidationError(f"Ce type de fichier n’est pas accepté. Déposez un fichier {ACCEPTED}.")
    if upload.size > LIMIT:
        raise forms.ValidationError(f"Ce fichier pèse {upload.size // MEGABYTE} Mo ; {LIMIT // MEGABYTE} Mo au plus.")
    upload.seek(0)
    head = upload.read(len(kind.magic))
    upload.seek(0)
    if head != kind.magic or (kind.inside and not holds(upload, kind.inside)):
        raise forms.ValidationError(
            f"Le contenu de ce fichier n’est pas celui d’un document {kind.label}. "
            "Enregistrez-le de nouveau, puis déposez-le."
        )
    return kind


def holds(upload, name) -> bool:
    """Whether a zip file is sound, of bearable size, and holds the part `name`."""
    try:
        with zipfile.ZipFile(upload) as archive:
            parts = archive.infolist()
            small = len(parts) <= ENTRIES_LIMIT and sum(part.file_size for part in parts) <= UNPACKED_LIMIT
            return small and any(part.filename == name for part in parts)
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    finally:
        upload.seek(0)


class CheckedFileField(forms.FileField):
    """A file field that knows its kind: `cleaned_data[name].kind`."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", f"{ACCEPTED}.")
        super().__init__(max_length=150, **kwargs)
        self.widget.attrs["accept"] = ",".join(f".{kind.extension}" for kind in KINDS)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if upload and hasattr(upload, "read"):
            upload.kind = check(upload)
        return upload


def random_name(instance, filename) -> str:
    """Where an uploaded file is stored: nothing of its own name remains."""
    name = new_public_id()
    return f"{name[:2]}/{name}"


def clean_name(name: str) -> str:
    """A name fit for a download: no path, no control sign, 120 signs at most."""
    name = re.sub(r"[\x00-\x1f\x7f\"\\/:*?<>|]+", " ", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    return f"{stem[:110]}{dot}{extension[:10]}" if dot else name[:120] or "document"


def fingerprint(file) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in iter(lambda: file.read(MEGABYTE), b""):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def serve(file, name, content_type, *, inline=False):
    """Hand out a stored file: never sniffed, never run, as an attachment (a PDF of ours may be read in the browser)."""
    response = FileResponse(file, as_attachment=not inline, filename=clean_name(name), content_type=content_type)
    if not inline:
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
