"""The headings, tables and lists of a printed document, read in its HTML."""

import re
from html.parser import HTMLParser


class Outline(HTMLParser):
    """The headings of a document, each with how much stands under it before the next; and the cells of its tables."""

    MATTER = ("img", "svg", "table", "hr")

    def __init__(self, html):
        super().__init__()
        self.headings, self.tables, self.lists = [], [], []
        self.inside = self.cell = None
        self.feed(html[html.index("<main") : html.index("</main>")])

    def handle_starttag(self, tag, attributes):
        if re.fullmatch("h[1-6]", tag):
            self.headings.append([tag, "", 0])
            self.inside = tag
        elif tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self.cell = [tag, ""]
            self.tables[-1][-1].append(self.cell)
        elif tag == "dd":
            self.cell = [tag, ""]
            self.lists.append(self.cell)
        if tag in self.MATTER and self.headings:
            self.headings[-1][2] += 1

    def handle_endtag(self, tag):
        if tag == self.inside:
            self.inside = None
        if tag in ("td", "th", "dd"):
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell[1] += data
        if self.inside:
            self.headings[-1][1] += data
        elif self.headings:
            self.headings[-1][2] += len(data.split())


def empty_headings(html):
    """The headings with nothing under them before one that is not below them."""
    rows = Outline(html).headings
    following = [*rows[1:], ["h1", "", 0]]
    return [one[1] for one, after in zip(rows, following, strict=True) if not one[2] and after[0] <= one[0]]
