"""Ask for a PDF without waiting for it: HTML waits in a folder, the worker prints it, equal HTML is printed once.

A print that is wanted is a file, so that a GET writes nothing in the database: `<fingerprint>.<person>.html`. Whoever
prints it holds its lock, which the system lets go when a worker is killed: another one takes it up then.
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render

from . import clock, files, pdf, pdf_speed

PRINTS_KEPT = timedelta(days=30)
FAILURES_KEPT = timedelta(days=1)  # then it is tried again by itself
DRAFTS_KEPT = timedelta(hours=1)
MOST, MOST_EACH = 100, 10  # prints that wait: of all, of one person
TURN = 10  # seconds after which the worker looks at its mails again
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far a wanted print is: its place (1: the next one), or since when it is laid out; how long it may take.

    Without either it has no place yet: `full` says why.
    """

    place: int = 0
    since: int | None = None  # seconds
    usual: int | None = None  # seconds, as prints of that size took here; None before the first
    full: str = ""

    @property
    def again(self) -> int:
        """In how many seconds to look again: not so often that a screen reader is never left in peace."""
        left = (self.usual or 2) - (self.since or 0) if self.place <= 1 else 2 * self.place
        return max(2, min(left, 10))


def folder() -> Path:
    """Where wanted prints wait; private to this installation."""
    path = settings.VAR_DIR / "wanted"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def name_of(html: str) -> str:
    """What a print is known by."""
    return hashlib.sha256(html.encode()).hexdigest()


def ask(html: str, who: int = 0) -> Progress:
    """Put a print among those wanted, for the person `who`; asking twice is asking once. Says how far it is."""
    name, usual = name_of(html), pdf_speed.usual(len(html))
    waiting = queue()
    found = next((path for path in waiting if path.name.startswith(name)), None)
    if found is None:
        if full := no_room(waiting, who):
            return Progress(usual=usual, full=full)
        draft = folder() / f"{name}.{os.getpid()}.part"
        draft.write_text(html, encoding="utf-8")
        found = draft.rename(folder() / f"{name}.{who}.html")
        waiting = queue()
    since = begun(found)
    ahead = waiting[: waiting.index(found)] if found in waiting else []
    return Progress(0 if since is not None else len(ahead) + 1, since, usual)


def no_room(waiting: list[Path], who: int) -> str:
    """Why one more print may not wait: a French sentence, or an empty string."""
    if sum(asker(path) == str(who) for path in waiting) >= MOST_EACH:
        return (
            f"{MOST_EACH} documents se préparent déjà pour vous. Celui-ci prendra son tour dès que l’un d’eux est prêt."
        )
    if len(waiting) >= MOST:
        return "Beaucoup de documents se préparent en ce moment. Celui-ci prendra son tour dès qu’il y a de la place."
    return ""


def asker(path: Path) -> str:
    """For whom a print waits."""
    return path.name.split(".")[1]


def queue() -> list[Path]:
    """What waits, in the order in which it is printed: the first of each person, then the second of each."""
    paths = []
    for path in folder().glob("*.html"):
        with contextlib.suppress(FileNotFoundError):  # printed meanwhile
            paths.append((path.stat().st_mtime_ns, path))
    turns: Counter[str] = Counter()
    ordered = []
    for at, path in sorted(paths):
        turns[asker(path)] += 1
        ordered.append((turns[asker(path)], at, path))
    return [path for _turn, _at, path in sorted(ordered)]


def begun(path: Path) -> int | None:
    """Since how many seconds a worker lays this print out; None for one that waits."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        with contextlib.suppress(FileNotFoundError):
            return max(0, int(time.time() - path.with_suffix(".begun").stat().st_mtime))
    except FileNotFoundError:
        pass
    return None


def failed(html: str) -> str:
    """Why a wanted print could not be made: a French sentence, or an empty string."""
    path = folder() / f"{name_of(html)}.failed"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def try_again(html: str) -> None:
    """Forget that a print failed."""
    (folder() / f"{name_of(html)}.failed").unlink(missing_ok=True)


@contextlib.contextmanager
def claimed(path: Path) -> Iterator[bool]:
    """Whether this worker is the one that prints it: no other does as long as it lives."""
    with contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context(path.open("rb"))
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, FileNotFoundError):
            yield False
            return
        if not os.fstat(file.fileno()).st_nlink:  # another worker printed it while this one reached for it
            yield False
            return
        mark = path.with_suffix(".begun")
        mark.touch()
        yield True
        mark.unlink(missing_ok=True)


def print_wanted() -> int:
    """Print what waits, for some seconds; for the worker. Returns how many were printed."""
    count, until = 0, time.monotonic() + TURN
    for wanted in queue():
        if time.monotonic() > until:
            break
        with claimed(wanted) as is_ours:
            if is_ours:
                count += print_one(wanted)
    return count


def print_one(wanted: Path) -> bool:
    """Print one file; a failure is kept beside it, for whoever asked."""
    made, name = False, wanted.name.split(".")[0]
    html = wanted.read_text(encoding="utf-8")
    try:
        pdf.cached_pdf(html, timeout=pdf.BESIDE)
        made = wanted.exists()
        if not made:  # thrown away meanwhile: somebody was erased from what it says
            pdf.forget(html)
    except pdf.PdfError as problem:
        logger.error("print %s failed: %s", name, problem)
        (folder() / f"{name}.failed").write_text(str(problem), encoding="utf-8")
    wanted.unlink(missing_ok=True)
    return made


def forget_prints() -> int:
    """Remove the prints made more than a month ago: they hold names, and are made again when they are asked for.

    With them what killed workers left behind, and failures of yesterday: what failed then may not fail today.
    """
    store = settings.VAR_DIR / "pdf"
    count = swept(store.glob("*/*.pdf"), PRINTS_KEPT)
    swept(folder().glob("*.failed"), FAILURES_KEPT)
    swept([*folder().glob("*.part"), *folder().glob("*.begun"), *store.glob("*/*.part")], DRAFTS_KEPT)
    return count


def swept(paths, kept: timedelta) -> int:
    """Remove the files that were not written for so long; returns how many."""
    before, count = clock.now().timestamp() - kept.total_seconds(), 0
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
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
    here, problem = request.get_full_path(), failed(html)
    if problem and request.method == "POST":  # « Essayer de nouveau »
        try_again(html)
        return HttpResponseRedirect(here)
    if problem:
        return render(request, "printing/failed.html", {"problem": problem, "here": here}, status=503)
    progress = ask(html, getattr(request.user, "pk", None) or 0)
    response = render(request, "printing/waiting.html", {"progress": progress, "here": here}, status=202)
    response["Refresh"] = str(progress.again)
    return response
