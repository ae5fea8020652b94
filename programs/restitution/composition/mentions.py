"""Where organisations are first named in a chapter: an anchor there, for the index."""

import re
from html import escape, unescape

TAG = re.compile(r"(<[^>]*>)")
NAME_OF = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
SHUT = {"a", "svg"}  # no anchor within a link or a picture


def pattern_of(names) -> re.Pattern | None:
    """Any of the names, the longest first, as whole words, whatever the spaces and apostrophes between them."""
    words = sorted({name.strip() for name in names} - {""}, key=len, reverse=True)
    if not words:
        return None
    spelled = "|".join(re.escape(name).replace(r"\ ", r"\s+").replace("’", "['’]") for name in words)
    heads = re.escape("".join(sorted({name[0] for name in words})))
    return re.compile(rf"(?<!\w)(?=[{heads}])(?:{spelled})(?!\w)")


def anchored(html: str, names, prefix: str) -> tuple[str, dict[str, str]]:
    """`html` with an anchor around the first mention of each name, and {name: its anchor}."""
    pattern, known = pattern_of(names), {plain(name): name for name in names}
    if pattern is None:
        return html, {}
    found: dict[str, str] = {}
    pieces, depth = TAG.split(html), 0
    for place, piece in enumerate(pieces):
        if place % 2:
            depth += depth_of(piece)
        elif not depth and piece.strip():
            pieces[place] = marked(piece, pattern, known, found, prefix)
    return "".join(pieces), found


def depth_of(tag: str) -> int:
    """1 where a link or a picture opens, -1 where it closes, else 0."""
    name = NAME_OF.match(tag)
    if name is None or name[1].lower() not in SHUT or tag.endswith("/>"):
        return 0
    return -1 if tag.startswith("</") else 1


def marked(text: str, pattern, known, found, prefix) -> str:
    """A run of text with its first mentions anchored; `found` learns them."""
    words, parts, at = unescape(text), [], 0
    for match in pattern.finditer(words):
        name = known[plain(match[0])]
        if name not in found:
            found[name] = f"{prefix}-{len(found) + 1}"
            parts += [escape(words[at : match.start()]), f'<span id="{found[name]}">{escape(match[0])}</span>']
            at = match.end()
    return "".join([*parts, escape(words[at:])]) if parts else text


def plain(name: str) -> str:
    """A name with plain spaces and one kind of apostrophe."""
    return " ".join(name.split()).replace("'", "’")
