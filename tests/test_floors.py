"""Imports only run down: the floors of docs/architecture.md, read from the code itself."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["scoping", "consultation", "diagnosis", "specification", "selection", "workshops", "restitution"]
FLOORS = [
    ["dla_collectif.services"],
    ["dla_collectif.journal"],
    ["dla_collectif.outbox"],
    ["dla_collectif.directory"],
    ["dla_collectif.entrance"],
    ["dla_collectif.accounts"],
    ["dla_collectif.teams"],
    ["dla_collectif.privacy"],
    ["associations"],
    ["programs.journey"],
    ["programs.retention"],
    ["programs.meetings"],
    ["programs.reminders"],
    ["programs.viewing"],
    ["programs.voices"],
    ["programs.contributions"],
    ["programs.scoping"],
    ["programs.consultation", "programs.diagnosis"],
    ["programs.specification"],
    ["programs.selection"],
    ["programs.workshops"],
    ["programs.restitution"],
    ["programs.demo"],
]
LEVELS = {package: level for level, packages in enumerate(FLOORS) for package in packages}
# The largest rooms have alcoves; what they share lies under them, the room's six pieces stand before them.
ALCOVES = {
    "diagnosis": ["questionnaire", "answering", "following", "reading", "voting", "shared", "commitment", "baseline"],
    "restitution": ["prose", "composition", "editions", "digest", "archive"],
}
SHARED_BY_ALCOVES = {
    "diagnosis": {"models", "mails", "pages"},
    "restitution": {"models", "figures", "readings", "thread", "before_after"},
}
CONFIGURATION = {"dla_collectif.settings", "dla_collectif.urls", "dla_collectif.wsgi", "dla_collectif"}


def package_of(module):
    """The room of a module: the longest known package that it begins with."""
    known = [package for package in LEVELS if module == package or module.startswith(f"{package}.")]
    return max(known, key=len, default=None)


def imports_of(path):
    """The dotted modules that a file imports, relative ones made absolute."""
    here = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = list(here[: len(here) - node.level]) if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def sources():
    """Every Python file of the house."""
    for top in ("dla_collectif", "associations", "programs"):
        yield from (path for path in (ROOT / top).rglob("*.py") if "migrations" not in path.parts)


def climbing():
    """Imports that run up, or between rooms of one floor, or that take more than an earlier room's models."""
    faults = []
    for path in sources():
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        here = package_of(module)
        for target in imports_of(path):
            there = package_of(target)
            if there is None or there == here or target in CONFIGURATION or here is None:
                continue
            up = LEVELS[there] >= LEVELS[here]
            room = there.rpartition(".")[2] in ROOMS and here != "programs.demo"
            more_than_models = room and not target.startswith(f"{there}.models") and target != there
            if up or more_than_models:
                faults.append(f"{module} → {target}")
    return faults


def test_imports_of_the_house_only_run_down():
    assert climbing() == []


@pytest.mark.parametrize("room", ALCOVES)
def test_alcoves_only_lean_on_those_before(room):
    package, faults = f"programs.{room}", []
    for place, alcove in enumerate(ALCOVES[room]):
        known = SHARED_BY_ALCOVES[room] | set(ALCOVES[room][: place + 1])
        for path in sorted((ROOT / "programs" / room / alcove).glob("*.py")):
            within = {target.split(".")[2] for target in imports_of(path) if target.startswith(f"{package}.")}
            faults += [f"{alcove}/{path.name} → {other}" for other in sorted(within - known)]
    assert faults == []


@pytest.mark.parametrize("room", ALCOVES)
def test_shelf_under_the_alcoves_leans_on_none(room):
    files = [ROOT / "programs" / room / f"{name}.py" for name in SHARED_BY_ALCOVES[room] - {"models"}]
    alcoves = [[alcove] for alcove in ALCOVES[room]]
    assert [path.name for path in files for target in imports_of(path) if target.split(".")[2:3] in alcoves] == []


def test_rooms_of_the_corridor_are_known_by_name_only():
    corridor = [path for path in sources() if "journey" in path.parts]
    assert [path.name for path in corridor for room in ROOMS if f"programs.{room}" in path.read_text()] == []


def test_clock_is_set_by_the_player_alone():
    users = [path for path in sources() if "clock.set_to" in path.read_text() and "demo" not in path.parts]
    assert users == []


@pytest.mark.parametrize("forbidden", ["timezone.now(", "date.today(", "datetime.now("])
def test_clock_is_asked_by_everybody(forbidden):
    users = [path.name for path in sources() if forbidden in path.read_text() and path.name != "clock.py"]
    assert users == []


def test_printing_machine_is_imported_by_nobody_else():
    users = {path.name for path in sources() if any(name.startswith("weasyprint") for name in imports_of(path))}
    assert users <= {f"{name}.py" for name in ("pdf", "pdf_finish", "pdf_fonts", "pdf_memory", "pdf_shortcuts")}


def test_no_file_is_longer_than_300_lines():
    files = [*sources(), *(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]
    files += [*(ROOT / "templates").rglob("*.html"), *(ROOT / "tests").rglob("*.py")]
    assert [path.name for path in files if len(path.read_text().splitlines()) > 300] == []
