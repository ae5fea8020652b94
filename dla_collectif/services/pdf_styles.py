"""The style sheets of a print inside it: what was handed out keeps its look, whatever the sheets become."""

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
LINK = re.compile(r'<link rel="stylesheet" href="static:(css/[a-z-]+\.css)">')
IMPORT = re.compile(r'@import url\("static:(css/[a-z-]+\.css)"\);')
COMMENT = re.compile(r"/\*.*?\*/\s*", re.S)


def kept_inside(html: str) -> str:
    """The same print, its own style sheets written in it; the faces stay those of the installation."""
    return LINK.sub(lambda link: f"<style>\n{sheet(link[1])}</style>", html)


@cache
def sheet(name: str) -> str:
    """A style sheet with those that it imports, in their order, without its comments. `name`: under static/."""
    text = COMMENT.sub("", (STATIC / name).read_text(encoding="utf-8"))
    return IMPORT.sub(lambda line: sheet(line[1]), text)
