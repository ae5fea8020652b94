"""Ask for a PDF without waiting for it: HTML waits in a folder, the worker prints it, equal HTML is printed once."""

import hashlib
import logging
import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.shortcuts import render

from . import clock, files, pdf

PRINTS_KEPT = timedelta(days=30)
logger = logging.getLogger(__name__)


def folder() -> Path:
    """Where wanted prints wait; private to this installation."""
    path = settings.VAR_DIR / "wanted"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def ask(html: str) -> None:
    """Put a print among those wanted; asking twice is asking once."""
    name = hashlib.sha256(html.encode()).hexdigest()
    wanted = folder() / f"{name}.html"
    if wanted.exists() or (folder() / f"{name}.failed").exists():
        return
    draft = folder() / f"{name}.{os.getpid()}.part"
    draft.write_text(html, encoding="utf-8")
    draft.rename(wanted)


def failed(html: str) -> str:
    """Why a wanted print could not be made: a French sentence, or an empty string."""
    path = folder() / f"{hashlib.sha256(html.encode()).hexdigest()}.failed"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def print_wanted() -> int:
    """Print what waits, oldest first; for the worker. Returns how many were printed."""
    count = 0
    for wanted in sorted(folder().glob("*.html"), key=lambda path: path.stat().st_mtime):
        try:
            pdf.cached_pdf(wanted.read_text(encoding="utf-8"))
            count += 1
        except pdf.PdfError as problem:
            logger.error("print %s failed: %s", wanted.name, problem)
            wanted.with_suffix(".failed").write_text(str(problem), encoding="utf-8")
        wanted.unlink(missing_ok=True)
    return count


def forget_prints() -> int:
    """Remove the prints made more than a month ago: they hold names, and are made again when they are asked for."""
    before, count = clock.now().timestamp() - PRINTS_KEPT.total_seconds(), 0
    for path in (settings.VAR_DIR / "pdf").glob("*/*.pdf"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            count += 1
    return count


def forget() -> None:
    """Throw away every print and every wish for one: they are made again from what the database says by now."""
    for path in (*folder().glob("*.*"), *(settings.VAR_DIR / "pdf").glob("*/*.pdf")):
        path.unlink(missing_ok=True)


def answer(request, html: str, name: str):
    """The PDF of `html` if it is made; else a page that comes back by itself until it is."""
    if settings.PRINT_INLINE or pdf.is_cached(html):
        return files.serve(pdf.cached_pdf(html).open("rb"), f"{name}.pdf", "application/pdf", inline=True)
    problem = failed(html)
    if problem:
        return render(request, "printing/failed.html", {"problem": problem}, status=503)
    ask(html)
    response = render(request, "printing/waiting.html", {"name": name}, status=202)
    response["Refresh"] = "2"
    return response
