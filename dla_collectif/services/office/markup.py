"""What is read of HTML wherever it stands: names, classes, blanks, words as they are seen."""

import re
from dataclasses import replace

from .blocks import Span

HTML = "{http://www.w3.org/1999/xhtml}"
BLANKS = re.compile(r"[ \t\n\r\f]+")  # the no-break spaces stay


def contents(nav) -> list[tuple[str, str]]:
    """Where the contents point, and what they say."""
    for item in nav.iter(f"{HTML}li"):
        link = item.find(f".//{HTML}a")
        if link is not None:
            yield link.get("href", "").lstrip("#"), squeezed("".join(item.itertext()))


def classes(element) -> set[str]:
    """The classes of an element."""
    return set(element.get("class", "").split())


def on_screen_alone(kinds: set[str]) -> bool:
    """What neither paper nor a file shows; a label takes the place of a page number, which a file cannot know."""
    return "screen" in kinds and "label" not in kinds


def name_of(element) -> str:
    """The name of an element of HTML; empty for anything else, a comment included."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.removeprefix(HTML) if tag.startswith(HTML) else ""


def squeezed(text: str) -> str:
    """Blanks made one."""
    return BLANKS.sub(" ", text).strip()


def trimmed(spans: list[Span]) -> list[Span]:
    """Spans without the blanks that HTML does not show: at the ends, and two in a row."""
    kept, after_blank = [], True
    for span in spans:
        if span.line_end or span.note or span.picture:
            kept, after_blank = [*kept, span], span.line_end
            continue
        text = BLANKS.sub(" ", span.text)
        text = text[1:] if after_blank and text[:1] == " " else text
        if text:
            kept.append(replace(span, text=text))
            after_blank = text[-1] == " "
    while kept and not (kept[-1].note or kept[-1].picture or kept[-1].text.strip(" ")):
        kept.pop()
    if kept and kept[-1].text.endswith(" "):
        last = kept.pop()
        kept.append(replace(last, text=last.text.rstrip(" ")))
    return kept
