"""Templates of the house: none unused, tokens in every form, nothing inline, one title."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
MAIL = "outbox/mail.html"  # mail programs know no style sheet of ours, and no policy
FOUND_BY_DJANGO = {"400.html", "403.html", "404.html", "409.html", "500.html"}


def pages(suffix="*.html"):
    """Every template: (its name, its text)."""
    return [(str(path.relative_to(TEMPLATES)), path.read_text()) for path in sorted(TEMPLATES.rglob(suffix))]


def test_every_template_is_used():
    code = "".join(
        path.read_text() for top in ("dla_collectif", "associations", "programs") for path in (ROOT / top).rglob("*.py")
    )
    texts = code + "".join(text for _, text in pages())
    common = FOUND_BY_DJANGO | {"programs/journey/summary.html", "programs/journey/report.html"}
    unused = [
        name
        for name, _ in [*pages(), *pages("*.txt")]
        if name not in common
        and not name.startswith("bootstrap5/")
        and not re.fullmatch(r"programs/\w+/(summary|report)\.html", name)
        and f'"{name}"' not in texts
    ]
    assert unused == []


def test_every_form_that_writes_carries_its_tokens():
    forms = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)
    naked = [name for name, text in pages() for form in forms.findall(text) if "{% form_tokens %}" not in form]
    assert naked == []


def test_no_template_uses_the_bare_csrf_token():
    assert [name for name, text in pages() if "{% csrf_token %}" in text] == []


def test_nothing_is_inline_that_the_policy_forbids():
    inline = re.compile(r'\sstyle="|\son[a-z]+="|<script(?![^>]*\ssrc=)[^>]*>|<style')
    assert [name for name, text in pages() if name != MAIL and inline.search(text)] == []


def test_lines_begin_with_plain_spaces():
    """Any other is a sign, which a table puts out before itself."""
    odd = re.compile(r"^\s*[^\S ]", re.MULTILINE)
    assert [(name, match[0]) for name, text in pages() for match in odd.finditer(text) if match[0].strip("\n ")] == []


def test_blocks_of_a_page_stand_in_their_order():
    order = ["title", "head", "body_class", "where", "header", "main", "side", "foot"]
    faults = []
    for name, text in pages():
        if '{% extends "base.html" %}' in text:
            blocks = [block for block in re.findall(r"{% block (\w+)", text) if block in order]
            if blocks != sorted(blocks, key=order.index):
                faults.append(name)
    assert faults == []
