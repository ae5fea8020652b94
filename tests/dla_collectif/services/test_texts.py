"""Long texts: what people write as marks is shown as marks, what they write as HTML is shown as text."""

import pytest

from dla_collectif.services.texts import plain, to_html

HOSTILE = {
    "<script>alert(1)</script>": "&lt;script&gt;alert(1)&lt;/script&gt;",
    '<b onclick="x()">gras</b>': "&lt;b onclick=&quot;x()&quot;&gt;gras&lt;/b&gt;",
    "<img src=x onerror=alert(1)>": "&lt;img src=x onerror=alert(1)&gt;",
    "[lien](javascript:alert(1))": "[lien](javascript:alert(1))",
    "[lien](JaVaScRiPt:alert(1))": "[lien](JaVaScRiPt:alert(1))",
    "[lien](data:text/html,x)": "[lien](data:text/html,x)",
    "[lien](file:///etc/passwd)": "[lien](file:///etc/passwd)",
    "[lien](//example.org)": "[lien](//example.org)",
    "<javascript:alert(1)>": "&lt;javascript:alert(1)&gt;",
    "&#106;avascript": "javascript",
}


@pytest.mark.parametrize(("typed", "shown"), HOSTILE.items())
def test_to_html_hostile_text_stays_text(typed, shown):
    assert to_html(typed) == f"<p>{shown}</p>"


def test_to_html_picture_becomes_a_link_and_nothing_is_fetched():
    assert "<img" not in to_html("![affiche](http://example.org/a.png)")


@pytest.mark.parametrize("address", ["http://example.org/a", "https://example.org/a", "mailto:alice@example.org"])
def test_to_html_honest_link_is_kept(address):
    assert to_html(f"[ici]({address})") == f'<p><a href="{address}" rel="noopener nofollow">ici</a></p>'


def test_to_html_link_by_reference_is_checked_as_well():
    assert to_html("[ici][1]\n\n[1]: javascript:alert(1)") == "<p>[ici][1]</p>\n<p>[1]: javascript:alert(1)</p>"


def test_to_html_headings_begin_at_h3_without_a_gap():
    assert to_html("# Un\n\n#### Deux") == "<h3>Un</h3>\n<h4>Deux</h4>"


def test_to_html_line_end_is_kept():
    assert to_html("un\ndeux") == "<p>un<br>\ndeux</p>"


def test_to_html_indented_line_is_no_program():
    assert to_html("    quatre espaces") == "<p>quatre espaces</p>"


def test_to_html_deep_nesting_ends():
    assert to_html("> " * 5000 + "fin").count("<blockquote>") <= 20


def test_to_html_nothing_is_empty():
    assert to_html("") == to_html(None) == ""


def test_plain_marks_are_gone():
    text = "## Titre\n\nUn *mot* et [un lien](https://example.org).\n\n- a\n- b\n\n1. c"
    assert plain(text) == "Titre\nUn mot et un lien.\n– a\n– b\n1. c"
