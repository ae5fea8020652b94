"""Small counts: what leaves the group never tells how many when they are fewer than three.

A count of one or two among thirteen associations that know each other is a name. Where the parts of a known total are
told, one hidden part could be computed from the others: `veiled` hides as many as it takes.
"""

from collections.abc import Sequence

LEAST = 3  # associations: from here on a count is told
FEW = f"moins de {LEAST}"
MASKED = "masqué"  # small, or hidden so that a small one cannot be computed
HIDDEN = None  # what stands for a count that is not told


def told(count: int | None) -> int | None:
    """A count that stands alone: itself, or None when one or two associations could be recognised. Zero is told."""
    return count if count is not None and (count == 0 or count >= LEAST) else HIDDEN


def veiled(counts: Sequence[int]) -> list[int | None]:
    """The parts of a total that readers know, some hidden (None): no hidden part can be computed from what is told.

    Small parts are hidden, and with them the smallest of the others, all of them if several are equal: who knows this
    rule cannot tell which hidden part is which. Without any other, every part is hidden, the empty ones too.
    """
    small = {count for count in counts if told(count) is HIDDEN}
    if not small:
        return list(counts)
    smallest = min((count for count in counts if count >= LEAST), default=None)
    if smallest is None:
        return [HIDDEN] * len(counts)
    return [HIDDEN if count in small or count == smallest else count for count in counts]


def in_words(count: int | None, *, total: int | None = None, hidden: str = FEW) -> str:
    """« 11 / 13 »; a count that stands alone and is not told is « moins de 3 », a part of a total is `hidden`."""
    if count is HIDDEN:
        return hidden
    return f"{count}\u00a0/\u00a0{total}" if total else str(count)
