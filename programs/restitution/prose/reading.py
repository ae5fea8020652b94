"""The officer's own text as the report prints it, and the paragraphs whose figures changed since it was written."""

from ..figures import catalogue
from ..models import Chapter
from .citing import Mark, marks_of, resolve


def texts(program) -> dict[str, str]:
    """The text of each chapter that has one, by the chapter's key; CommonMark, with the figures of today in it."""
    rows = dict(Chapter.objects.filter(program=program).exclude(text="").values_list("phase", "text"))
    figures = catalogue(program) if any("{" in text for text in rows.values()) else []
    return {key: resolve(text, figures) for key, text in rows.items()}


def written(program) -> list[tuple[str, str, dict]]:
    """(key, text, the figures it cites) of each chapter that has a text, as it is stored."""
    return list(Chapter.objects.filter(program=program).exclude(text="").values_list("phase", "text", "figures"))


def marks(program, rows: list | None = None) -> dict[str, list[Mark]]:
    """The paragraphs to read again, by the key of their chapter, of those `written`; those without any are left out."""
    cited = [row for row in (written(program) if rows is None else rows) if row[2]]
    figures = catalogue(program) if cited else []
    found = {key: marks_of(text, memory, figures) for key, text, memory in cited}
    return {key: each for key, each in found.items() if each}
