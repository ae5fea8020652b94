"""The printed page on screen: the body of a print as it is, inside a page of the site."""

import re

from django.utils.safestring import SafeString

from dla_collectif.services.texts import drawn

BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
# The page around has its own title and its own main part; the words stay.
CHANGES = (
    (re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL), r'<p class="twin-title">\1</p>'),
    (re.compile(r"<(/?)main\b[^>]*>"), r"<\1div>"),
)


def twin_of(html: str) -> SafeString:
    """The body of a print that the house drew (a working report or a frozen one), to be shown as it was."""
    found = BODY.search(html)
    body = found[1] if found else ""
    for pattern, replacement in CHANGES:
        body = pattern.sub(replacement, body)
    return drawn(body)
