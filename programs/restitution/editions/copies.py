"""An edition as a file to retouch: its frozen words, and at their end that the PDF alone is proof.

What anybody may change cannot say that it did not change: the fingerprints leave the cover and the last page.
"""

import re

from django.template.loader import render_to_string

COLOPHON = '<section class="colophon">'
PROOF = re.compile(r'\s*<p>[^<]*<span class="fingerprint">[^<]*</span>[^<]*</p>')
ON_COVER = re.compile(r'<br><span class="fingerprint">[^<]*</span>')


def copy_of(document) -> str:
    """The HTML of a frozen document as the file to retouch says it."""
    words, colophon, end = document.printed.rpartition(COLOPHON)
    last, section, tail = PROOF.sub("", end).rpartition("</section>")
    told = render_to_string("programs/restitution/editions/copy.html", {"document": document})
    return ON_COVER.sub("", words, count=1) + colophon + last + told + section + tail
