"""Template to PDF: this module and its parts (`pdf_…`) alone import WeasyPrint; a child process, limits, no network.

The contract of every printed template (`templates/print/base.html` and what extends it): its context holds
`paper`, a `Paper`; what a template shows besides is its own affair. Addresses inside it are `static:…` (a file under
static/), `font:…` (a face of `pdf_fonts`) or `data:…`; any other is refused. The same HTML gives the same bytes.

    path = cached_pdf(render_html("scoping/print.html", {"paper": paper, …}))
"""

import datetime
import hashlib
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from signal import SIGKILL, SIGXCPU

from dla_collectif.services import pdf_fonts, pdf_speed
from dla_collectif.services.refusals import Refusal

# Django is imported inside the functions that need it: the child, which is this very module, never pays for it.

BASE = Path(__file__).resolve().parents[2]
STYLES = tuple(BASE / "static/css" / name for name in ("print.css", "print-parts.css", "print-heads.css"))
MACHINE = ("pdf", "pdf_finish", "pdf_fit", "pdf_memory", "pdf_shortcuts")
ENGINE = [Path(__file__).with_name(f"{name}.py") for name in MACHINE]
LONGEST, MEMORY = 6 * 1024**2, 1024**3  # bytes: of HTML, of address space
CPU_SECONDS = 20  # some 150 pages; a hostile text is cut here
IN_A_PAGE, BESIDE = 60, 300  # seconds by the clock: where somebody waits; where the child may give way to the pages
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG
OUT_OF_MEMORY, TOO_DEEP = 3, 4  # how the child says why it gave up
TOO_LONG = (
    "La mise en page de ce document a été arrêtée\u00a0: elle demandait trop de temps. "
    "Raccourcissez les textes les plus longs, ou imprimez chapitre par chapitre."
)
KEPT_VARIABLES = ("PATH", "HOME", "XDG_CACHE_HOME", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
CONTROL_SIGNS = {sign: None for sign in (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF) if chr(sign) not in "\t\n\r"}
logger = logging.getLogger(__name__)


class PdfError(Refusal):
    """A document that could not be laid out; carries the French sentence to show."""


@dataclass(frozen=True)
class Stone:
    """A phase on the path of seven stones: its number, title, state (closed, current, ahead), day and address."""

    number: int
    title: str
    state: str = "ahead"
    date: datetime.date | None = None
    url: str = ""


@dataclass(frozen=True)
class Paper:
    """What a printed document says of itself: its cover, its running heads, its colophon, its metadata."""

    kind: str  # « Rapport de restitution », « Cadrage »
    title: str  # the programme's
    date: datetime.date
    subtitle: str = ""
    carriers: list[str] = field(default_factory=list)
    partners: Sequence[str] = ()
    funders: list = field(default_factory=list)  # what `teams.models.NamedFunder` says
    letterheads: list = field(default_factory=list)  # of those who carry: what `teams.models.Letterhead` says
    edition: str = ""  # « Édition 2 »
    fingerprint: str = ""
    journal: str = ""  # where the journal ended when this was frozen: « 57:9f… »
    stones: list[Stone] = field(default_factory=list)
    demonstration: bool = False
    landscape: bool = False

    @property
    def colour(self) -> str:
        """The colour of the first of those who carry that has one; empty for the house's."""
        return next((head.colour for head in self.letterheads if head.colour), "")

    @property
    def mentions(self) -> list[str]:
        """What the funders ask to be printed; the name of those that ask for nothing."""
        return [funder.mention or funder.name for funder in self.funders]


def render_html(template: str | tuple[str, ...], context: dict) -> str:
    """A printed template as one complete HTML text; done by the caller, with the caller's rights."""
    from django.template.loader import render_to_string

    return render_to_string(template, context)


def html_to_pdf(html: str, *, timeout: float = IN_A_PAGE) -> bytes:
    """Lay out `html` in a child process: at most `timeout` seconds, 20 s of CPU, 1 GB, no network. Raises PdfError."""
    from django.conf import settings

    source = html.translate(CONTROL_SIGNS).encode("utf-8", "replace")
    if len(source) > LONGEST:
        raise PdfError("Ce document est trop volumineux pour être mis en page. Imprimez-le chapitre par chapitre.")
    fonts, seconds = (settings.GENERATED_DIR.parent / "print").absolute(), max(1, int(min(timeout, CPU_SECONDS)))
    command = [sys.executable, "-m", "dla_collectif.services.pdf", str(fonts), str(seconds)]
    with tempfile.TemporaryDirectory(prefix="dla-pdf-") as scratch:
        environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        environment |= {"TMPDIR": scratch, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}
        try:
            done = subprocess.run(
                command, input=source, capture_output=True, cwd=BASE, env=environment, timeout=timeout, check=False
            )
        except subprocess.TimeoutExpired as late:
            logger.error("PDF: cut after %s s; %s", timeout, (late.stderr or b"")[-2000:].decode("utf-8", "replace"))
            raise PdfError(TOO_LONG) from None
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        logger.error("PDF: child left with %s; %s", done.returncode, done.stderr[-2000:].decode("utf-8", "replace"))
        raise PdfError(_reason(done.returncode))
    return done.stdout


def _reason(code: int) -> str:
    """The sentence for how a child ended."""
    if code in (-SIGXCPU, -SIGKILL):
        return TOO_LONG
    if code == OUT_OF_MEMORY:
        return "Ce document demande trop de mémoire pour être mis en page. Imprimez-le chapitre par chapitre."
    if code == TOO_DEEP:
        return "Un texte de ce document est trop imbriqué pour être mis en page. Simplifiez ses listes et citations."
    return "Ce document n’a pas pu être mis en page. L’incident est noté\u202f; essayez de nouveau dans un instant."


# What was made once is kept ------------------------------------------------------------------------------------------
def cached_pdf(html: str, *, timeout: float = IN_A_PAGE) -> Path:
    """The PDF of `html`, made at the first call only: two callers at the same instant wait for one child."""
    path = _address(html)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(path):
        for left in path.parent.glob("*.part"):  # by a process that was killed: this one holds the lock
            left.unlink(missing_ok=True)
        if not path.exists():
            began = time.monotonic()
            _write(path, html_to_pdf(html, timeout=timeout))
            pdf_speed.note(len(html), time.monotonic() - began)
    return path


def is_cached(html: str) -> bool:
    """Whether `cached_pdf` would answer at once."""
    return _address(html).exists()


def forget(html: str) -> None:
    """Remove the print of `html`, if it was made."""
    _address(html).unlink(missing_ok=True)


def _address(html: str) -> Path:
    """Where the PDF of `html` lives: named by the text, the style sheets and the engine, so nothing stale is served."""
    from django.conf import settings

    digest = hashlib.sha256(html.encode("utf-8", "replace"))
    for path in (*STYLES, *ENGINE):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(f"{version('weasyprint')} {version('fontpkg-inter')}".encode())
    return settings.VAR_DIR / "pdf" / digest.hexdigest()[:2] / f"{digest.hexdigest()}.pdf"


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock of a folder of the store, across processes."""
    import fcntl

    with open(path.parent / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, content: bytes) -> None:
    """Write beside, then rename: nobody ever reads half a file."""
    descriptor, beside = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


# The child ----------------------------------------------------------------------------------------------------------
def _limit(seconds: int) -> None:
    """Bound this process before anything of the document is read."""
    import ctypes
    import resource

    ctypes.CDLL(None).prctl(DIES_WITH_PARENT, SIGKILL)  # a killed worker leaves nothing behind that prints on
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _no_way_out(event: str, _arguments: tuple) -> None:
    """An audit hook: the engine opens no connection and starts no process, whatever a document makes it try."""
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")):
        raise PermissionError(event)


def _local_file(url: str, roots: dict[str, Path]) -> Path:
    """The file behind a `static:` or `font:` address. Raises ValueError for anything else or outside its folder."""
    from urllib.parse import unquote

    scheme, _, name = url.partition(":")
    root = roots.get(scheme)
    path = (root / unquote(name.split("?")[0].split("#")[0])).resolve() if root else None
    if path is None or not path.is_relative_to(root.resolve()) or not path.is_file():
        raise ValueError("address refused")
    return path


def _print(source: bytes, roots: dict[str, Path]) -> bytes:
    """The PDF of an HTML text; runs in the child alone."""
    import mimetypes

    import weasyprint
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from dla_collectif.services import pdf_memory, pdf_shortcuts
    from dla_collectif.services.pdf_finish import Finisher
    from dla_collectif.services.pdf_fit import VARIANT, fitted

    class Fetcher(URLFetcher):
        """Opens `data:`, and files of our own folders."""

        def fetch(self, url, headers=None):
            if url[:5].lower() == "data:":
                return super().fetch(url, headers)
            path = _local_file(url, roots)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    pdf_memory.spare(weasyprint.UA_STYLESHEET.matcher)
    pdf_shortcuts.take()
    sys.addaudithook(_no_way_out)
    fetcher, text = Fetcher(allowed_protocols={"data"}, allow_redirects=False), source.decode("utf-8")
    for _attempt in range(2):
        tree, document = fitted(partial(weasyprint.HTML, string=text, url_fetcher=fetcher))
        pdf_shortcuts.forget()
        finisher = Finisher(tree)
        content = pdf_memory.drawn(document, finisher, pdf_variant=VARIANT)
        if not finisher.unknown_signs:
            break
        text = text.translate(dict.fromkeys(finisher.unknown_signs, "□"))  # both standards want a glyph for each sign
    return content


def main() -> int:
    """HTML on standard input, PDF on standard output."""
    import gc
    import traceback

    fonts, seconds = Path(sys.argv[1]), int(sys.argv[2])
    gc.disable()  # a quarter of the time of a render; the process ends with it anyway
    source = sys.stdin.buffer.read()
    roots = {"static": BASE / "static", "font": pdf_fonts.make(fonts)}
    _limit(seconds)
    try:
        content = _print(source, roots)
    except MemoryError:
        return OUT_OF_MEMORY
    except RecursionError:
        return TOO_DEEP
    except BaseException:  # WeasyPrint's fatal errors are no Exception
        traceback.print_exc(limit=-6)
        return 1
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    os._exit(main())  # nothing to tidy up: the caller removes the scratch folder
