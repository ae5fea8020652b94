"""Measure what is printed: CPU a page, peak memory, bytes, what is kept, beside Chromium printing the same HTML.

The report of the finished demonstration, then documents of some 10, 50 and 100 pages made of its chapters. Both
engines take turns in one run, each in a process of its own: read the ratios. Loopback and files only.
"""

import hashlib
import io
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import pypdf
from bench import BASE, Server, run

ROUNDS, LOOKS = 3, 40
SIZES = (10, 50, 100)  # pages
GOAL_CPU, GOAL_MEMORY, GOAL_BESIDE = 0.15, 200, 1.3  # quality.md, G14
CHAPTER = re.compile(r"<section class=\"chapter.*?</section>\s*(?=<section class=\"chapter|</main>)", re.DOTALL)
ANCHOR = re.compile(
    r'\b(id|href|headers|aria-labelledby|aria-describedby)="(#?)(?!static:|font:|data:|https?:|mailto:)'
)
REPORT = """
import sys
from programs.journey.models import Program
from programs.journey.prints import pieces
from programs.journey.progress import Journey
journey = Journey(Program.objects.get(reference="lille"))
sys.stdout.write(next(piece.make() for _print, piece in pieces(journey) if piece.name == "rapport"))
"""
SPENT = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdin=sys.stdin, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stdout.buffer.write(done.stdout)
sys.stderr.write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}")
sys.exit(done.returncode)
"""
CACHED = """
import sys, time
from pathlib import Path
from dla_collectif.services import pdf
html = Path(sys.argv[1] if len(sys.argv) > 1 else "{html}").read_text(encoding="utf-8")
for _ in range(2):
    began = time.perf_counter()
    pdf.cached_pdf(html).read_bytes()
    print("TOOK", time.perf_counter() - began)
"""


def document(report: str, pages: int, whole: int) -> str:
    """A document of about so many pages: chapters of the report, which has `whole`, again and again."""
    begin = report.index(">", report.index("<main")) + 1
    end = report.index("</main>")
    chapters = CHAPTER.findall(report[begin:end] + "</main>") or [report[begin:end]]
    wanted = max(1, round(len(chapters) * pages / whole))
    body = []
    for number in range(wanted):
        turn, chapter = divmod(number, len(chapters))
        body.append(ANCHOR.sub(rf'\1="\2c{turn}-', chapters[chapter]) if turn else chapters[chapter])
    return report[:begin] + "".join(body) + report[end:]


def twin(html: str, fonts: Path) -> str:
    """The same for Chromium: the style sheets in the page, the faces where they are."""
    css = (BASE / "static/css/print.css").read_text(encoding="utf-8")
    css = re.sub(r'@import url\("static:(.*?)"\);', lambda found: (BASE / "static" / found[1]).read_text(), css)
    css = css.replace("font:", f"{fonts.as_uri()}/")
    return html.replace('<link rel="stylesheet" href="static:css/print.css">', f"<style>{css}</style>")


def spent(command, source=None, environment=None) -> tuple[float, float, bytes]:
    """Seconds of CPU and MiB at the peak of a command and its children, and what it wrote."""
    with open(source or os.devnull, "rb") as given:
        line = [sys.executable, "-c", SPENT, *map(str, command)]
        done = subprocess.run(line, stdin=given, capture_output=True, cwd=BASE, env=environment, timeout=300)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr.decode()[-500:]}")
    cpu, memory = done.stderr.decode().split()
    return float(cpu), float(memory), done.stdout


def count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def ours(path: Path, prints: Path) -> tuple[float, float, bytes]:
    """Our machine's child, as the worker starts it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    kept |= {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}
    return spent([sys.executable, "-m", "dla_collectif.services.pdf", prints, "60"], path, kept)


def chromium(program: str, path: Path, folder: Path) -> tuple[float, float, bytes]:
    """Chromium printing the twin; its peak is that of its largest process."""
    out = folder / "chromium.pdf"
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder}/profile",
        "--generate-pdf-document-outline",
    ]
    cpu, memory, _said = spent([program, *options, f"--print-to-pdf={out}", path.as_uri()])
    return cpu, memory, out.read_bytes()


def cached(path: Path, environment) -> tuple[float, float]:
    """Seconds of the first print, and of the same asked for again."""
    code = CACHED.replace("{html}", str(path))
    lines = run(sys.executable, "manage.py", "shell", "-v0", "-c", code, **environment).splitlines()
    first, again = [float(line.split()[1]) for line in lines if line.startswith("TOOK")]
    return first, again


def beside(site: Server, path: Path, prints: Path) -> float:
    """How much longer a page takes beside a print: the ratio of the 95th percentiles, in turn."""

    def looked() -> float:
        took = []
        for _ in range(LOOKS):
            began = time.perf_counter()
            site.get("/connexion/", "")
            took.append(time.perf_counter() - began)
            time.sleep(0.02)
        return statistics.quantiles(took, n=20)[-1]

    ratios = []
    looked()
    for _ in range(ROUNDS):
        idle = looked()
        printing = threading.Thread(target=ours, args=(path, prints))
        printing.start()
        time.sleep(1)
        ratios.append(looked() / idle)
        printing.join()
    return statistics.median(ratios)


def figures(rounds) -> str:
    """Pages, seconds of CPU a page, MiB at the peak, KiB: medians."""
    pages = count(rounds[0][2])
    cpu, memory = (statistics.median(one[index] for one in rounds) for index in (0, 1))
    return f"{pages:>5} {cpu / pages:7.3f} s {memory:6.0f} {len(rounds[0][2]) / 1024:7.0f}"


def main(folder: Path):
    """Prepare the demonstration, print in turn, tell."""
    environment = {"DATABASE_URL": f"sqlite:///{folder}/ours.sqlite3", "DLA_DEMO": "1", "DLA_VAR": str(folder / "var")}
    manage, prints = [sys.executable, "manage.py"], folder / "var/print"
    run(sys.executable, "script/fonts.py", str(folder / "var/generated/fonts"))
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["demo"]):
        run(*manage, *command, **environment)
    run(sys.executable, "-m", "dla_collectif.services.pdf_fonts", str(prints))
    report = run(*manage, "shell", "-v0", "-c", REPORT, **environment)
    browser = shutil.which("chromium")
    source = folder / "report.html"
    source.write_text(report, encoding="utf-8")
    whole = count(ours(source, prints)[2])
    documents = [("Lille report", report), *((f"some {size} pages", document(report, size, whole)) for size in SIZES)]
    print("document         pages  CPU/page    MiB     KiB  first    again  same  | Chromium; ours to its CPU, MiB")
    for name, html in documents:
        path, other = folder / "document.html", folder / "twin.html"
        path.write_text(html, encoding="utf-8")
        other.write_text(twin(html, next(prints.iterdir())), encoding="utf-8")
        rounds = [(ours(path, prints), chromium(browser, other, folder) if browser else None) for _ in range(ROUNDS)]
        mine, theirs = [one for one, _ in rounds], [one for _, one in rounds if one]
        same = "yes" if len({hashlib.sha256(one[2]).digest() for one in mine}) == 1 else "NO"
        first, again = cached(path, environment)
        line = f"{name:16} {figures(mine)} {first:5.1f}s {again * 1000:5.1f}ms {same:>5}"
        if theirs:
            cpu, memory = (statistics.median(one[index] / two[index] for one, two in rounds) for index in (0, 1))
            line += f"  | {figures(theirs)} | {cpu:.2f}, {memory:.2f}"
        print(line)
    site = Server("dla_collectif.wsgi", environment)
    try:
        print(f"page beside a print: p95 × {beside(site, source, prints):.2f}")
    finally:
        site.stop()
    print(f"goals: {GOAL_CPU} s of CPU a page, {GOAL_MEMORY} MiB at 100 pages, p95 × {GOAL_BESIDE}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
