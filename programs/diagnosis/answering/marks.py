"""What wrote a field last: so that a save that was cut, delayed or doubled on its way is told from a colleague's.

Each page that is opened draws a name for itself and counts what it sends. A row keeps, for each of its columns, the
page and the turn that wrote it last, and the version that the row had then: `{column: [page, turn, version]}`.

- The same turn again, or an earlier one, is an echo: nothing is written, whatever it says.
- A later turn of the same page goes on from its own text, though the answer to the one before was lost.
- A page that puts back what another one had kept on the same device goes on from that one in the same way (`was`).
- Any other page must have seen the column as it stands: the version that it knows is not older than the column's.
"""

import re
from dataclasses import dataclass

from dla_collectif.services.forms import as_version

PAGE = re.compile(r"[A-Za-z0-9]{8,32}")


@dataclass(frozen=True)
class Mark:
    """A request: the page that sent it, and which one it is of that page's."""

    page: str = ""
    turn: int = 0
    was: str = ""

    @classmethod
    def of(cls, posted) -> "Mark":
        """The mark of a request; that of no page for one who does not say it (a form without its script)."""
        page, turn = posted.get("page", ""), as_version(posted.get("turn"))
        was = posted.get("was", "")
        return cls(page, turn, was if PAGE.fullmatch(was) else "") if PAGE.fullmatch(page) and turn else NO_PAGE


NO_PAGE = Mark()


class Overtaken(Exception):
    """A later save of the same page came first: this one has nothing more to say."""


def last_of(row, column) -> tuple[Mark, int]:
    """What wrote a column last, and the version that its row had then."""
    if row._state.adding:
        return NO_PAGE, 0
    page, turn, version = row.marks.get(column, ("", 0, 0 if row.marks else row.version))
    return Mark(page, turn), version


def is_echo(row, column, mark) -> bool:
    """Whether this very request was done already. Raises Overtaken when a later one of its page was."""
    last, _ = last_of(row, column)
    if mark == NO_PAGE or mark.page != last.page or mark.turn > last.turn:
        return False
    if mark.turn < last.turn:
        raise Overtaken
    return True


def may_follow(row, column, mark, version) -> bool:
    """Whether who sends this knows the column as it stands."""
    last, seen = last_of(row, column)
    return seen <= version or bool(last.page and last.page in (mark.page, mark.was))


def noted(entry, changes, mark) -> dict:
    """The marks of a row once `changes` ({column: value}) are written on it."""
    row = entry.row
    version = 1 if row._state.adding else row.version + 1
    known = {} if row._state.adding else row.marks or {name: ["", 0, row.version] for name in entry.columns.values()}
    return {**known, **{column: [mark.page, mark.turn, version] for column in changes}}


def seen_again(row, column, mark) -> dict:
    """The marks of a row of which a page says again what stands in a column: its earlier saves are echoes from now."""
    _, version = last_of(row, column)
    return {**row.marks, column: [mark.page, mark.turn, version]}
