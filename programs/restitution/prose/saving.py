"""A text saved by itself, by several people at once: what came meanwhile is merged, paragraph by paragraph.

A page sends what it holds with the version it knows. When somebody wrote meanwhile it is asked for its base, the text
it last knew as stored: with it, changes of different paragraphs are merged, and the others are asked of a person.
"""

import re
from dataclasses import dataclass, field

from dla_collectif.services.editing import edit
from dla_collectif.services.forms import as_version
from dla_collectif.services.paragraphs import Piece, conflicts, merge, settle
from dla_collectif.services.refusals import Conflict, Refusal

PAGE = re.compile(r"[A-Za-z0-9]{8,32}")
BASE = "base_"


@dataclass(frozen=True)
class Sent:
    """What a page sends: its texts by field, those it began from (None: not said), the version that it knows.

    `version` None: whatever is stored. `page` and `turn` say which request of which page; `was` the page before it.
    """

    values: dict[str, str]
    bases: dict[str, str] | None = None
    version: int | None = None
    page: str = ""
    turn: int = 0
    was: str = ""
    lines: frozenset = field(default=frozenset())  # the fields where each line stands for itself

    @classmethod
    def of(cls, posted, values, lines=frozenset()) -> "Sent":
        """From a request and the texts that its form cleaned."""
        bases = {name: posted.get(BASE + name, "") for name in values}
        is_said = any(BASE + name in posted for name in values)
        page, was = (posted[name] if PAGE.fullmatch(posted.get(name, "")) else "" for name in ("page", "was"))
        turn = as_version(posted.get("turn")) if page else 0
        version = as_version(posted.get("version"))
        return cls(values, bases if is_said else None, version, page, turn, was, frozenset(lines))


class Overtaken(Exception):
    """A later save of the same page came first: this one has nothing more to say."""


class Clash(Refusal):
    """Somebody else wrote the same paragraphs: `pieces` by field, or None when the page did not say its base."""

    def __init__(self, current, pieces):
        super().__init__("Le même paragraphe a été écrit autrement pendant que vous écriviez. Rien n’est perdu.")
        self.current, self.pieces = current, pieces


def flat(text: str) -> str:
    """A text with the line ends of its paragraphs."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


def merged(sent, row) -> dict[str, list[Piece]]:
    """What becomes of each field when the page and the row both changed it."""
    found = {}
    for name, value in sent.values.items():
        texts = [flat(each) for each in ((sent.bases or {}).get(name, ""), value, getattr(row, name))]
        if name in sent.lines:
            texts = [each.replace("\n", "\n\n") for each in texts]
        found[name] = merge(*texts)
    return found


def whole(name, pieces, lines, choices=()) -> str:
    """The text of a field once its conflicts have their choices."""
    text = settle(pieces, list(choices))
    return text.replace("\n\n", "\n") if name in lines else text


def write(row, sent, *, by, lookup) -> tuple[object, bool]:
    """Write what a page sent on `row`, read under a lock: (the row, whether somebody else's words were merged in).

    Raises Clash, and Overtaken for an old request that arrives late.
    """
    stored = 0 if row._state.adding else row.version
    is_own = bool(sent.page) and sent.page == row.page
    if is_own and sent.turn < row.turn:
        raise Overtaken
    goes_on = is_own or bool(sent.was and sent.was == row.page)
    values, is_merged = {name: flat(value) for name, value in sent.values.items()}, False
    if sent.version is not None and sent.version != stored and not goes_on:
        if all(flat(getattr(row, name)) == value for name, value in values.items()):
            return row, False
        if sent.bases is None:
            raise Clash(row, None)
        pieces = merged(sent, row)
        if any(conflicts(each) for each in pieces.values()):
            raise Clash(row, pieces)
        values, is_merged = {name: whole(name, each, sent.lines) for name, each in pieces.items()}, True
    return put(row, values, stored, sent, by=by, lookup=lookup, page="" if is_merged else sent.page), is_merged


def put(row, values, stored, sent, *, by, lookup, page=""):
    """Store texts that are settled; what changes nothing is not written. Raises Clash when a first save came first."""
    if not row._state.adding and all(getattr(row, name) == value for name, value in values.items()):
        return row
    fields = {**values, "version": stored, "page": page, "turn": sent.turn if page else 0}
    try:
        return edit(row, fields, by=by, lookup=lookup)
    except Conflict as conflict:
        return write(conflict.current, sent, by=by, lookup=lookup)[0]


def chosen(row, sent, choices, *, by, lookup):
    """Write texts whose conflicts were settled: `choices` by field, in the order of their conflicts.

    Raises Clash when somebody wrote again meanwhile, or when a choice is missing.
    """
    pieces = merged(sent, row)
    asked = {name: conflicts(each) for name, each in pieces.items()}
    stored = 0 if row._state.adding else row.version
    if sent.version != stored or any(len(asked[name]) != len(choices.get(name, ())) for name in asked):
        raise Clash(row, pieces)
    values = {name: whole(name, each, sent.lines, choices.get(name, ())) for name, each in pieces.items()}
    return put(row, values, stored, sent, by=by, lookup=lookup)
