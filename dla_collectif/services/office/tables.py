"""Where the cells of a table stand, and how wide its columns are: neither kind of file finds out by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .blocks import Cell, Table, words

BREAKS = re.compile(r"[ \n]")  # where a line may end: not at the blanks that hold a figure and its unit together
LETTER = 1.75  # millimetres that a sign takes on average, in a cell
PADDING = 4  # millimetres between two cells
LONGEST = 100  # signs of a cell that a column makes room for; more goes on another line
TALLEST = 40  # millimetres of a head that is written upwards


@dataclass(frozen=True)
class Place:
    """What stands from a column on: a cell, nothing, or (`covered`) the rest of a cell of a row above."""

    cell: Cell | None
    column: int
    across: int = 1
    covered: bool = False


def laid(table: Table) -> Iterator[list[Place]]:
    """Each row from the left to the right margin, whatever its cells hold."""
    open_: dict[int, tuple[int, int]] = {}  # column: how many rows below are covered still, how many columns
    for row in table.rows:
        places, column, waiting = [], 0, list(row)
        while column < table.columns:
            left, across = open_.get(column, (0, 1))
            if left:
                open_[column] = (left - 1, across)
                places.append(Place(None, column, across, covered=True))
            else:
                cell = waiting.pop(0) if waiting else None
                across = min(cell.across, table.columns - column) if cell else 1
                if cell and cell.down > 1:
                    open_[column] = (cell.down - 1, across)
                places.append(Place(cell, column, across))
            column += across
        yield places


def widths(table: Table, room: float) -> list[float]:
    """The columns in millimetres, `room` in all: no word is cut if it can be helped, then as their texts ask."""
    least, most = [6.0] * table.columns, [6.0] * table.columns
    for places in laid(table):
        for place in places:
            if place.cell is None or place.across > 1 or place.cell.tall:
                continue
            told = "\n".join(words(each.spans) for each in place.cell.paragraphs)
            boldly = 1.1 if place.cell.head else 1
            longest = max(map(len, BREAKS.split(told))) * LETTER * boldly + PADDING
            line = min(max(map(len, told.split("\n"))), LONGEST) * LETTER * boldly + PADDING
            least[place.column] = max(least[place.column], longest)
            most[place.column] = max(most[place.column], line, longest)
    spare, wishes = room - sum(least), [more - less for less, more in zip(least, most, strict=True)]
    if 0 <= spare < sum(wishes):
        return [less + spare * wish / sum(wishes) for less, wish in zip(least, wishes, strict=True)]
    asked = least if spare < 0 else most
    return [room * each / sum(asked) for each in asked]


def height(places: list[Place]) -> float:
    """How high a row is whose heads are written upwards, in millimetres; 0 for the others."""
    cells = [place.cell for place in places if place.cell and place.cell.tall]
    longest = max((len(words(each.spans)) for cell in cells for each in cell.paragraphs), default=0)
    return min(longest * LETTER + PADDING, TALLEST) if longest else 0
