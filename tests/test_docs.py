"""docs/security.md to the letter: what it names exists, what it says of files is what the code does."""

import ast
import re
from pathlib import Path

from django.conf import settings

from dla_collectif.services import files

ROOT = Path(settings.BASE_DIR)
TEXT = (ROOT / "docs/security.md").read_text()
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
STATES = {"held", "partly", "open", "accepted", "none"}


def exists(path, name) -> bool:
    """Whether a test of this name stands in this file."""
    file = ROOT / path
    tree = ast.parse(file.read_text()) if file.is_file() else ast.Module([], [])
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in ast.walk(tree))


def rows(first):
    """The rows of the tables of the document whose first cell looks like `first`, as lists of cells."""
    lines = [line for line in TEXT.splitlines() if re.match(rf"\| {first}", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_test_that_is_named_exists():
    named = set(NAMED.findall(TEXT))
    assert len(named) > 100
    assert sorted(each for each in named if not exists(*each)) == []


def test_every_requirement_says_how_it_stands():
    requirements = rows(r"\d+\.\d+\.\d+")
    assert len(requirements) == 65
    assert [row[0] for row in requirements if row[2] not in STATES] == []
    tested = [row for row in requirements if row[2] in {"held", "partly"}]
    assert [row[0] for row in tested if not NAMED.search(row[3])] == []


def test_every_threat_says_how_it_stands():
    threats = rows(r"T\d+ ")
    assert [row[0] for row in threats] == [f"T{number}" for number in range(1, 47)]
    assert [row[0] for row in threats if row[4].partition(":")[0] not in STATES] == []
    tested = [row for row in threats if not row[4].startswith("open")]
    assert [row[0] for row in tested if not NAMED.search(row[4])] == []


def test_table_of_files_is_that_of_the_code():
    told = {}
    for kinds, begins, most in rows(r"\.\w+"):
        told |= {kind.strip(" ."): (begins, most) for kind in kinds.split(",")}
    assert set(told) == {kind.extension for kind in files.KINDS}
    unpacked = f"; {files.UNPACKED_LIMIT // files.MEGABYTE} MB and {files.ENTRIES_LIMIT} parts unpacked"
    for kind in files.KINDS:
        begins, most = told[kind.extension]
        assert most == f"{files.LIMIT // files.MEGABYTE} MB" + (unpacked if kind.inside else "")
        assert kind.inside in begins


def test_pages_of_the_documentation_lead_somewhere():
    lost = []
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text()):
            if not (page.parent / target).exists():
                lost.append((page.name, target))
    assert lost == []
