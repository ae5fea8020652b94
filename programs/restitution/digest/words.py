"""How the digest says numbers, lists and long texts: in words, agreed, and never longer than there is room for."""

import re
from collections.abc import Sequence

from django.utils.dateformat import format as in_french

from dla_collectif.services.texts import plain

UNITS = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"]
NUMBERS = [*UNITS, "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"]
SPACES = re.compile(r"[ \t\r\n]+")  # not the no-break ones, which stay
END = re.compile(r"[.!?…»](?= )")


def number(count: int, feminine: bool = False) -> str:
    """« treize », « une », « 42 »: in words up to sixteen."""
    if count == 1 and feminine:
        return "une"
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}".replace(",", "\u202f")


def agreed(count: int, words: str, feminine: bool = False) -> str:
    """« une association », « deux réunions préparatoires »: every word of `words` takes an s from two on."""
    told = words if count < 2 else " ".join(word if word[-1] in "sxz" else f"{word}s" for word in words.split())
    return f"{number(count, feminine)} {told}"


def opened(sentence: str) -> str:
    """A sentence with its capital."""
    return sentence[:1].upper() + sentence[1:]


def listed(names: Sequence[str], most: int = 100, rest: str = "autre") -> str:
    """« A, B et C »; past `most` names, « A, B et deux autres »."""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(agreed(len(names) - most, rest))
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} et {shown[-1]}" if shown else ""


def clipped(text: str, most: int) -> str:
    """A text without its marks, as far as its last whole sentence within `most` signs; else as far as a word."""
    text = SPACES.sub(" ", plain(text)).strip()
    if len(text) <= most:
        return text
    ends = [mark.end() for mark in END.finditer(text, 0, most + 1)]
    if ends and ends[-1] > most // 3:
        return text[: ends[-1]]
    return f"{text[:most].rpartition(' ')[0] or text[:most]}…"


def day_of(day) -> str:
    """« 1er février 2007 »."""
    return in_french(day, "j F Y").replace("1 ", "1er ", 1) if day.day == 1 else in_french(day, "j F Y")


def period(first, last) -> str:
    """« de février à octobre 2007 », « d’avril 2007 à mars 2008 », « en mars 2007 »."""
    start, end = in_french(first, "F"), in_french(last, "F Y")
    if (first.year, first.month) == (last.year, last.month):
        return f"en {end}"
    start = start if first.year == last.year else in_french(first, "F Y")
    return f"{'d’' if start[0] in 'ao' else 'de '}{start} à {end}"
