"""Hand out a print as a file to retouch, for a view that has asked who may read it."""

import io

from django.shortcuts import render

from .. import files
from .docx import DOCX, to_docx
from .odt import ODT, to_odt
from .reading import read

LONGEST = 2 * 1024 * 1024  # signs of HTML: some 300 pages, two seconds
TOO_LONG = "Ce document est trop volumineux pour un traitement de texte. Imprimez-le en PDF, ou chapitre par chapitre."
KINDS = {"docx": (DOCX, to_docx), "odt": (ODT, to_odt)}


def answer(request, html: str, name: str, kind: str):
    """The file, saved under `name`; `kind` is « docx » or « odt »."""
    if len(html) > LONGEST:
        return render(request, "printing/failed.html", {"problem": TOO_LONG}, status=503)
    content_type, write = KINDS[kind]
    return files.serve(io.BytesIO(write(read(html))), f"{name}.{kind}", content_type)
