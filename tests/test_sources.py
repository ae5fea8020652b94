"""What the sources never say: shortcuts around escaping, access, forms, the database and the network.

Each rule has the few places that were reviewed and may say it; a place that no longer does is taken off the list.
"""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TOPS = ("dla_collectif", "associations", "programs")
RULES = {  # what: (names that are imported or called; where they may be)
    "text declared to be safe HTML": (
        {"mark_safe", "SafeString(", "SafeText"},
        {f"dla_collectif/services/{name}.py" for name in ("texts", "controls", "templatetags/house")},
    ),
    "a door without its token": ({"csrf_exempt", "ensure_csrf_cookie"}, set()),
    "assembled SQL": (
        {"RawSQL", ".raw(", ".extra(", ".cursor(", ".execute(", ".executemany("},
        {"dla_collectif/services/triggers.py"},
    ),
    "text run as a program": ({"eval(", "exec(", "system(", "popen(", "pickle", "marshal"}, set()),
    "a process": ({"subprocess", "multiprocessing"}, {"dla_collectif/services/pdf.py"}),
    "the network": (
        {"socket", "requests", "httpx", "urllib3", "http.client", "urllib.request", "ftplib", "smtplib"},
        {"dla_collectif/outbox/delivery.py"},
    ),
    "a weak chance or hash": ({"random", "uuid", "md5(", "sha1("}, set()),
    "archives unpacked on the disk": ({"extract(", "extractall(", "unpack_archive"}, set()),
}


def sources():
    """Every module of the product: (its path, its tree)."""
    for top in TOPS:
        for path in sorted((ROOT / top).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def said(tree) -> set[str]:
    """What a module imports (`name`) and calls (`name(`, `.name(`), and the two things never said."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found |= {name.name for name in names}
            case ast.ImportFrom(module=module, names=names, level=0):
                found |= {module, *(name.name for name in names)}
            case ast.Call(func=ast.Attribute(attr=name)):
                found |= {name, f"{name}(", f".{name}("}
            case ast.Call(func=ast.Name(id=name)):
                found |= {name, f"{name}("}
            case ast.keyword(arg="shell", value=ast.Constant(value=True)):
                found.add("shell=True")
            case ast.Assign(targets=[ast.Name(id="fields")], value=ast.Constant(value="__all__")):
                found.add("fields of a form")
            case ast.Assign(targets=[ast.Name(id="exclude")]):
                found.add("fields of a form")
    return found


SAID = {path: said(tree) for path, tree in sources()}


@pytest.mark.parametrize("rule", RULES)
def test_sources_say_it_in_reviewed_places_alone(rule):
    names, reviewed = RULES[rule]
    assert {path for path, found in SAID.items() if found & names} == reviewed


@pytest.mark.parametrize("never", ["shell=True", "fields of a form"])
def test_sources_never_say(never):
    """A command is a list of arguments; a form names its fields, and none is left out by name alone."""
    assert [path for path, found in SAID.items() if never in found] == []


def test_rules_find_what_they_are_for():
    """The control: each word is found where somebody writes it."""
    for names, _ in RULES.values():
        for name in names:
            line = f"x.{name.lstrip('.')})" if name.endswith("(") else f"import {name}"
            assert said(ast.parse(line)) & names == {name}
    bad = 'run("x", shell=True)\nclass Meta:\n    fields = "__all__"\n'
    assert said(ast.parse(bad)) >= {"shell=True", "fields of a form"}


def test_pages_escape_what_they_show():
    """No page turns escaping off; mails and letters in plain text do."""
    templates = ROOT / "templates"
    pages = {path.relative_to(templates).as_posix(): path.read_text() for path in templates.rglob("*.html")}
    assert [name for name, text in pages.items() if re.search(r"\|\s*safe(seq)?\b|autoescape off", text)] == []
    assert [name for name, text in pages.items() if re.search(r"\s(href|src|action)=(?![\"'])", text)] == []
