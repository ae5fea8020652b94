"""Long texts that people write: CommonMark to HTML, without any HTML of the writer's. The one place with `mark_safe`.

What comes out is built by the parser from its own list of tags: what the writer types as HTML is shown as text,
pictures are shown as their address, a link leads to http, https or mailto or is no link at all. Page and paper show
the same. Headings begin at h3, under the page's own.
"""

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = ("http://", "https://", "mailto:")
KEPT = 4000  # texts up to this length are kept once they are made
FIRST_HEADING, LAST_HEADING = 3, 6


class _Reader(MarkdownIt):
    """CommonMark that lets no address through but those of SCHEMES."""

    def validateLink(self, url: str) -> bool:  # the library's own name
        return url.strip().lower().startswith(SCHEMES)


# Four spaces before a line are a habit of typing here, not a piece of program; a line end is meant as one.
_reader = _Reader("commonmark", {"html": False, "breaks": True, "xhtmlOut": False})
_reader.disable(["image", "code", "html_block", "html_inline"])


def to_html(text: str) -> SafeString:
    """`text` as HTML, safe to show as it is."""
    text = text or ""
    return _kept_html(text) if len(text) <= KEPT else _html(text)


def plain(text: str) -> str:
    """`text` without its marks: for mails, tables and short lines."""
    text = text or ""
    return _kept_plain(text) if len(text) <= KEPT else _plain(text)


def drawn(html: str) -> SafeString:
    """HTML that templates of the house drew, and that was cut or marked since: never what somebody typed."""
    return mark_safe(html)  # noqa: S308


def _html(text: str) -> SafeString:
    tokens = _reader.parse(text)
    _shift_headings(tokens)
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("rel", "noopener nofollow")
    return mark_safe(_reader.renderer.render(tokens, _reader.options, {}).rstrip("\n"))  # noqa: S308


def _shift_headings(tokens: list[Token]) -> None:
    """The ranks that a text uses become h3, h4… without a gap."""
    ranks = sorted({token.tag for token in tokens if token.type == "heading_open"})
    names = {rank: f"h{min(FIRST_HEADING + place, LAST_HEADING)}" for place, rank in enumerate(ranks)}
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = names[token.tag]


def _plain(text: str) -> str:
    blocks, mark = [], ""
    for token in _reader.parse(text):
        if token.type == "list_item_open":
            mark = f"{token.info}. " if token.info else "– "
        elif token.type == "inline":
            blocks.append(mark + "".join(_words(child) for child in token.children))
            mark = ""
        elif token.type == "fence":
            blocks.append(token.content.rstrip())
    return "\n".join(blocks)


def _words(token: Token) -> str:
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content


_kept_html = lru_cache(maxsize=512)(_html)
_kept_plain = lru_cache(maxsize=512)(_plain)
