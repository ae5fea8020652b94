"""All the words: what associations say of each need, by theme, and their answers in sentences, by question."""

from .matrix import Cell, Matrix, Row
from .results import Read

NO_THEME = "Sans thème"


def by_theme(matrix: Matrix) -> list[tuple[str, list[tuple[Row, list[Cell]]]]]:
    """The needs that somebody put in words, grouped by their theme: [(theme, [(need, cells with words)])]."""
    themes: dict[str, list[tuple[Row, list[Cell]]]] = {}
    for row in matrix.spoken:
        themes.setdefault(row.theme_label.capitalize() or NO_THEME, []).append((row, row.words))
    return sorted(themes.items(), key=lambda each: (each[0] == NO_THEME, each[0]))


def by_question(reads: list[Read]) -> list[Read]:
    """The questions that were answered in sentences."""
    return [read for read in reads if read.summary.words]
