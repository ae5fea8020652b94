"""Measure what is printed: CPU a page, peak memory, bytes, what is kept, beside Chromium printing the twin on screen.

Reports of real programmes of some 10, 40, 60 and 100 pages. Both engines take turns in one run, each in a process of
its own: read the ratios, and the load of the machine that is told with them. Loopback and files only.
"""

import hashlib
import io
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import pypdf
from bench import BASE, Server, run

ROUNDS, LOOKS = 2, 100
GOAL_CPU, GOAL_MEMORY, GOAL_BESIDE = 0.15, 200, 1.3  # quality.md, G14: seconds a page, MiB at 100 pages, p95
PREPARE = """
from dataclasses import replace
from pathlib import Path
from django.test import Client
from dla_collectif.accounts.models import User
from programs.demo.shapes import SHAPES
from programs.demo.shapes.walk import walk
from programs.journey.models import Program
from programs.journey.prints import pieces
from programs.journey.progress import Journey
from django.urls import reverse

def tell(name, program, officer, readers):
    source, twin = Path("{folder}") / f"{{name}}.html", Path("{folder}") / f"{{name}}-twin.html"
    found = (piece for _print, piece in pieces(Journey(program)) if piece.name == f"rapport-{{readers}}")
    source.write_text(next(found).make(), encoding="utf-8")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(officer, backend="dla_collectif.accounts.backends.RolesBackend")
    page = client.get(reverse("restitution:read", args=[program.public_id, readers]))
    assert page.status_code == 200, page.status_code
    twin.write_text(page.content.decode().replace("/static/", "file://{folder}/var/static/"), encoding="utf-8")
    path = reverse("journey:program", args=[program.public_id])
    print("PRINT", name, source, twin, path, client.cookies["sessionid"].value, sep="|")

def leader(program):
    carrier = program.carriers.order_by("pk")[0]
    return carrier.dla.memberships.select_related("user").order_by("pk")[0].user

lille = Program.objects.get(reference="lille")
many = SHAPES["quatre-vingts"]
tell("minimal", made := walk(SHAPES["minimal"]), leader(made), "groupe")
tell("lille", lille, User.objects.get(person__first_name="Alice"), "groupe")
tell("eighty", made := walk(many), leader(made), "institutions")
tell("long", made := walk(replace(many, key="long", objectives=45, workshops=70)), leader(made), "groupe")
"""
SPENT = """
import ctypes, os, resource, subprocess, sys
ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: what a browser leaves behind is counted too
done = subprocess.run(sys.argv[1:], stdin=sys.stdin, capture_output=True)
try:
    while True:
        os.waitpid(-1, 0)
except ChildProcessError:
    pass
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stdout.buffer.write(done.stdout)
sys.stderr.write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}")
sys.exit(done.returncode)
"""
CACHED = """
import time
from pathlib import Path
from dla_collectif.services import pdf
html = Path("{source}").read_text(encoding="utf-8")
for _ in range(2):
    began = time.perf_counter()
    pdf.cached_pdf(html, timeout=pdf.BESIDE).read_bytes()
    print("TOOK", time.perf_counter() - began)
"""


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


def ours(source: Path, prints: Path) -> tuple[float, float, bytes]:
    """Our machine's child, as the worker starts it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    kept |= {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}
    return spent([sys.executable, "-m", "dla_collectif.services.pdf", prints, "60"], source, kept)


def chromium(program: str, twin: Path, folder: Path) -> tuple[float, float, bytes]:
    """Chromium printing the twin; its peak is that of its largest process."""
    out = folder / "chromium.pdf"
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder}/profile",
        "--generate-pdf-document-outline",
    ]
    cpu, memory, _said = spent([program, *options, f"--print-to-pdf={out}", twin.as_uri()])
    return cpu, memory, out.read_bytes()


def cached(source: Path, environment) -> tuple[float, float]:
    """Seconds of the first print, and of the same asked for again."""
    lines = run(sys.executable, "manage.py", "shell", "-v0", "-c", CACHED.format(source=source), **environment)
    first, again = [float(line.split()[1]) for line in lines.splitlines() if line.startswith("TOOK")]
    return first, again


def beside(site: Server, path: str, cookie: str, source: Path, prints: Path) -> tuple[float, float]:
    """Seconds in which 95 pages of 100 come: alone, then beside a print; in turn."""

    def looked() -> list[float]:
        took = []
        for _ in range(LOOKS):
            began = time.perf_counter()
            site.get(path, cookie)
            took.append(time.perf_counter() - began)
            time.sleep(0.02)
        return took

    alone, together = [], []
    looked()
    for _ in range(ROUNDS):
        alone += looked()
        printing = threading.Thread(target=ours, args=(source, prints))
        printing.start()
        time.sleep(1)
        together += looked()
        printing.join()
    return tuple(statistics.quantiles(took, n=20)[-1] for took in (alone, together))


def figures(rounds) -> str:
    """Pages, seconds of CPU a page, MiB at the peak, KiB: medians."""
    pages = count(rounds[0][2])
    cpu, memory = (statistics.median(one[index] for one in rounds) for index in (0, 1))
    return f"{pages:>5} {cpu / pages:7.3f} s {memory:6.0f} {len(rounds[0][2]) / 1024:7.0f}"


def load() -> str:
    """How many programs this machine runs at once, and on how many processors."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def main(folder: Path):
    """Prepare the programmes, print in turn, tell."""
    environment = {"DATABASE_URL": f"sqlite:///{folder}/ours.sqlite3", "DLA_DEMO": "1", "DLA_VAR": str(folder / "var")}
    manage, prints = [sys.executable, "manage.py"], folder / "var/print"
    run(sys.executable, "script/fonts.py", str(folder / "var/generated/fonts"))
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["demo"]):
        run(*manage, *command, **environment)
    run(sys.executable, "-m", "dla_collectif.services.pdf_fonts", str(prints))
    lines = run(*manage, "shell", "-v0", "-c", PREPARE.format(folder=folder), **environment).splitlines()
    reports = [line.split("|")[1:] for line in lines if line.startswith("PRINT|")]
    browser = shutil.which("chromium")
    print(load())
    print("report    pages  CPU/page    MiB     KiB  same  | Chromium; our CPU and MiB to its", flush=True)
    for name, source, twin, *_page in reports:
        rounds = [
            (ours(Path(source), prints), chromium(browser, Path(twin), folder) if browser else None)
            for _ in range(ROUNDS)
        ]
        mine, theirs = [one for one, _ in rounds], [one for _, one in rounds if one]
        same = "yes" if len({hashlib.sha256(one[2]).digest() for one in mine}) == 1 else "NO"
        line = f"{name:9} {figures(mine)} {same:>5}"
        if theirs:
            cpu, memory = (statistics.median(one[index] / two[index] for one, two in rounds) for index in (0, 1))
            line += f"  | {figures(theirs)} | {cpu:.2f}, {memory:.2f}"
        print(line, flush=True)
    first, again = cached(Path(reports[1][1]), environment)
    print(
        f"{reports[1][0]}: {first:.1f} s the first time, {again * 1000:.1f} ms when it is asked for again", flush=True
    )
    _name, source, _twin, path, session = reports[-1]
    site = Server("dla_collectif.wsgi", environment)
    try:
        alone, together = beside(site, path, f"sessionid={session}", Path(source), prints)
    finally:
        site.stop()
    told = f"{alone * 1000:.0f} ms alone, {together * 1000:.0f} ms: × {together / alone:.2f}"
    print(f"p95 of a programme's page beside a print: {told}; {load()}")
    print(f"goals: {GOAL_CPU} s of CPU a page, {GOAL_MEMORY} MiB at 100 pages, p95 × {GOAL_BESIDE}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
