"""Numbers as a text says them, in digits or in words: « 15 », « 9,5 », « treize », « vingt et un »."""

import re

UNITS = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"]
UNITS += ["onze", "douze", "treize", "quatorze", "quinze", "seize"]
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}


def in_words(number: int) -> str:
    """« dix-sept », « soixante et onze », « quatre-vingt-seize »; from 0 to 99."""
    if number < 17:
        return UNITS[number]
    if number < 20:
        return f"dix-{UNITS[number - 10]}"
    ten, unit = divmod(number, 10)
    if ten in (7, 9):
        ten, unit = ten - 1, unit + 10
    if unit == 0:
        return TENS[ten] + ("s" if ten == 8 else "")
    joined = " et " if unit in (1, 11) and ten != 8 else "-"
    return TENS[ten] + joined + in_words(unit)


WORDS = {in_words(number): number for number in range(2, 100)} | {"vingt-et-un": 21, "trente-et-un": 31, "cent": 100}
SPOKEN = "|".join(sorted((re.escape(word) for word in WORDS), key=len, reverse=True))
NUMBER = rf"(?<![\w,.{{-])(?:\d{{1,4}}(?:,\d)?|{SPOKEN})(?![\w,-]\w)"


def read(said: str) -> float:
    """The value of what NUMBER matched."""
    return WORDS[said.lower()] if said.lower() in WORDS else float(said.replace(",", "."))


def said_like(said: str, value) -> str:
    """`value` as `said` was written: in digits, or in words with the same first letter."""
    if said[0].isdigit() or value != int(value) or not 1 < value < 100:
        return f"{value:g}".replace(".", ",")
    words = in_words(int(value))
    return words[0].upper() + words[1:] if said[0].isupper() else words
