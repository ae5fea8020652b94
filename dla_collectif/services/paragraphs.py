"""Texts compared and merged by paragraph: what two people wrote at once, and what changed between two versions.

A paragraph is what stands between blank lines. Nothing is ever lost: what only one side changed is taken, what both
changed alike is taken once, new paragraphs of both sides are kept one after the other, the rest is asked.
`merge3` and `diff3` ask whenever two changes touch each other, even in two paragraphs; hence this module of our own.
"""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, INSERTED, DELETED = "same", "ins", "del"
BLANK = "\n\n"
MINE, THEIRS, BOTH = "mine", "theirs", "both"
MOST_PAIRS = 10_000  # beyond, paragraphs are paired by their place alone
ALIKE = 0.4  # two paragraphs below this share of words are two paragraphs, not one that changed
TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """One paragraph of a merge: agreed (`text`), or asked: `base`, `mine` and `theirs`, where "" is none."""

    text: str = ""
    base: str = ""
    mine: str = ""
    theirs: str = ""
    in_conflict: bool = False


def split(text: str) -> list[str]:
    """The paragraphs of a text; `join(split(text))` is the text with single blank lines."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return [each.strip("\n").rstrip() for each in re.split(r"\n(?:[^\S\n]*\n)+", lines) if each.strip()]


def join(paragraphs: list[str]) -> str:
    """Paragraphs as one text."""
    return BLANK.join(paragraphs)


def merge(base: str, mine: str, theirs: str) -> list[Piece]:
    """What becomes of `base` when `mine` and `theirs` both come of it: pieces in the order of the text."""
    origin = split(base)
    our_slots, our_gaps = _changes(origin, split(mine))
    their_slots, their_gaps = _changes(origin, split(theirs))
    pieces = []
    for place in range(len(origin) + 1):
        pieces += _added(our_gaps[place], their_gaps[place])
        if place < len(origin):
            pieces += _changed(origin[place], our_slots[place], their_slots[place])
    return pieces


def conflicts(pieces: list[Piece]) -> list[Piece]:
    """The pieces that ask for a choice."""
    return [piece for piece in pieces if piece.in_conflict]


def settle(pieces: list[Piece], choices: list[str]) -> str:
    """The whole text once each conflict has its choice (`MINE`, `THEIRS`, `BOTH`), in the order of `conflicts`."""
    chosen, kept = iter(choices), []
    for piece in pieces:
        if not piece.in_conflict:
            kept.append(piece.text)
            continue
        choice = next(chosen)
        kept += [piece.theirs] * (choice in (THEIRS, BOTH)) + [piece.mine] * (choice in (MINE, BOTH))
    return join([each for each in kept if each])


def redline(before: str, after: str) -> list[tuple[str, str]]:
    """What changed, word by word: [(kind, text)], each paragraph ended by a blank line; the kinds are SAME, INSERTED,
    DELETED. Without what was deleted it reads `after`, without what was inserted `before`."""
    parts = []
    for paragraph in redlined(before, after):
        *first, (kind, text) = paragraph
        ends = {each for each, _ in paragraph}
        if ends == {kind}:
            parts += [*first, (kind, text + BLANK)]
        else:
            parts += [*paragraph, (SAME, BLANK)]
    return parts


def redlined(before: str, after: str) -> list[list[tuple[str, str]]]:
    """The same, paragraph by paragraph."""
    origin = split(before)
    slots, gaps = _changes(origin, split(after))
    found = []
    for place in range(len(origin) + 1):
        found += [[(INSERTED, each)] for each in gaps[place]]
        if place == len(origin):
            continue
        was, now = origin[place], slots[place]
        if was == now:
            found.append([(SAME, was)])
        elif now and alike(was, now) >= ALIKE:
            found.append(_words(was, now))
        else:
            found += [[(DELETED, was)]] + ([[(INSERTED, now)]] if now else [])
    return found


def alike(one: str, other: str) -> float:
    """How many words two paragraphs share, from 0 to 1."""
    first, second = Counter(one.lower().split()), Counter(other.lower().split())
    most = max(first.total(), second.total())
    return (first & second).total() / most if most else 1.0


def _words(was: str, now: str) -> list[tuple[str, str]]:
    """Word by word; spaces between two changed words change with them, so that a phrase reads as one change."""
    old, new = TOKENS.findall(was), TOKENS.findall(now)
    parts, gone, come = [], "", ""
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = "".join(old[i1:i2]), "".join(new[j1:j2])
        if kind != "equal" or (before.isspace() and gone and come):
            gone, come = gone + before, come + after
            continue
        parts += [*_change(gone, come), (SAME, before)]
        gone = come = ""
    return parts + _change(gone, come)


def _change(gone: str, come: str) -> list[tuple[str, str]]:
    """What went, then what came; the spaces that end both are no change."""
    both = len(gone) - len(gone.rstrip()) if gone and come else 0
    end = gone[len(gone) - both :] if both and come.endswith(gone[len(gone) - both :]) else ""
    gone, come = gone.removesuffix(end), come.removesuffix(end)
    return [(DELETED, gone)] * bool(gone) + [(INSERTED, come)] * bool(come) + [(SAME, end)] * bool(end)


def _changes(origin: list[str], side: list[str]) -> tuple[list[str], list[list[str]]]:
    """What a side made of each paragraph of `origin` ("": taken away), and what it added before each and at the end."""
    slots, gaps = list(origin), [[] for _ in range(len(origin) + 1)]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, origin, side, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        slots[i1:i2] = [""] * (i2 - i1)
        pairs = dict(_pairs(origin[i1:i2], side[j1:j2]))
        place = i1
        for offset, paragraph in enumerate(side[j1:j2]):
            if offset in pairs:
                place = i1 + pairs[offset] + 1
                slots[place - 1] = paragraph
            else:
                gaps[place].append(paragraph)
    return slots, gaps


def _pairs(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Which new paragraph stands for which old one, in order: [(place in new, place in old)]; as alike as can be."""
    if len(old) * len(new) > MOST_PAIRS:
        return [(place, place) for place in range(min(len(old), len(new)))]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            together = best[i + 1][j + 1] + alike(old[i], new[j]) + 0.01  # better paired than told apart
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((j, i))
            i, j = i + 1, j + 1
    return pairs


def _changed(base: str, mine: str, theirs: str) -> list[Piece]:
    """One paragraph of the origin."""
    if mine in (base, theirs):
        return [Piece(theirs)] if theirs else []
    if theirs == base:
        return [Piece(mine)] if mine else []
    return [Piece(base=base, mine=mine, theirs=theirs, in_conflict=True)]


def _added(mine: list[str], theirs: list[str]) -> list[Piece]:
    """New paragraphs at one place: theirs first; of one that both began alike the longer is kept, or it is asked."""
    if mine == theirs:
        return [Piece(each) for each in theirs]
    left, pieces = list(mine), []
    for their in theirs:
        twin = next((each for each in left if begins_alike(each, their)), None)
        if twin is None:
            pieces.append(Piece(their))
            continue
        left.remove(twin)
        if twin.startswith(their) or their.startswith(twin):
            pieces.append(Piece(max(twin, their, key=len)))
        else:
            pieces.append(Piece(mine=twin, theirs=their, in_conflict=True))
    return [*pieces, *map(Piece, left)]


def begins_alike(one: str, other: str) -> bool:
    """Whether two new paragraphs are one that was written twice."""
    return one.startswith(other) or other.startswith(one) or alike(one, other) >= ALIKE
