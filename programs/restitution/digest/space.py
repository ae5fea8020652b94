"""How much of a page a text takes, told before it is laid out: a careful guess, so that what must fit does."""

from functools import lru_cache

MM_PER_POINT = 0.3528
LINE = 1.45  # of the size of the type
NARROW, WIDE = frozenset("iljtfrI.,;:'’()|! \u00a0\u202f-"), frozenset("mwMW@%—…")
PAGE, WIDTH = 253, 160  # millimetres that a short document fills, in height and in width


@lru_cache(maxsize=4096)
def breadth(sign: str) -> float:
    """The breadth of a sign of the house's type, for a size of 1."""
    if sign in NARROW:
        return 0.31
    if sign in WIDE or ord(sign) > 0x2020:
        return 1.0
    return 0.71 if sign.isupper() else 0.575


def lines(text: str, size: float, width: float = WIDTH) -> int:
    """How many lines a text takes, its own line ends kept. `size` in points, `width` in millimetres."""
    room = width / (size * MM_PER_POINT)
    return sum(1 + int(sum(map(breadth, line)) * 1.03 / room) for line in text.splitlines() or [""])


def height(text: str, size: float = 10, *, after: float = 3, width: float = WIDTH, line: float = LINE) -> float:
    """The height of a paragraph with the space after it, in millimetres; nothing for no text."""
    return lines(text, size, width) * size * MM_PER_POINT * line + after if text else 0


def head_height(paper) -> float:
    """The height of the letterhead of a short document."""
    total = 7 + height(" · ".join(paper.carriers), after=0) + height(paper.title, after=0)
    carriers = [beside(13 if each.logo else 0, told_by(each)) for each in paper.letterheads]
    funders = [beside(9 if each.logo else 0, funder_words(each)) for each in paper.funders]
    return total + in_pairs(carriers) + (4 if funders else 0) + in_pairs(funders)


def told_by(head) -> str:
    """The address and the contacts of a letterhead."""
    return "\n".join([*map(str, head.address_lines), " · ".join(map(str, head.contacts))])


def funder_words(funder) -> str:
    """What a funder's place says, a line for each thing; the name once."""
    name = "" if funder.mention and funder.name in funder.mention else funder.name
    return "\n".join(filter(None, [funder.mention, name, funder.address]))


def beside(logo: float, words: str) -> float:
    """The height of words in half the breadth of the page, beside a logo of that height (0: without)."""
    return max(logo, height(words, 8.5, after=0, width=46 if logo else 74, line=1.3)) + 1.5


def in_pairs(heights: list[float]) -> float:
    """The height of what stands two by two."""
    return sum(max(heights[place : place + 2]) for place in range(0, len(heights), 2))
