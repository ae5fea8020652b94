"""Find a person in texts, however they are written there, and put a pseudonym in their place.

Accents, case, order of the names and what stands between them do not matter: « WATTEL, Denis » is « Denis Wattel ».
A family name alone is left: it may be a word, a town, somebody else.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from .search import normalise

MARKS = "[\u0300-\u036f]*"
BETWEEN = r"(?:<[^<>]{0,200}>|&(?:nbsp|#x?[0-9a-f]{1,5});|%20|[^\w<&%]|_|[<&%])+"  # also what HTML writes for a space
PARTED = r"[\s.\-/]*"  # what people write between the digits of a telephone
TAG = re.compile(r"<[^<>]{0,200}>")
PHONE_GONE = "téléphone effacé"


@cache
def signs() -> dict[str, str]:
    """{« e » → « eèéêë… »}: the letters of the Latin alphabets, by the one that `normalise` makes of them."""
    found: dict[str, str] = {}
    for code in (*range(0x61, 0x250), *range(0x1E00, 0x1F00)):
        base = normalise(chr(code))
        if len(base) == 1:
            found[base] = found.get(base, "") + chr(code)
    return found


def word_pattern(word: str) -> str:
    """A normalised word in whatever accents and case."""
    letters = [f"[{signs().get(sign, '')}{sign}]{MARKS}" for sign in word]
    pattern = "".join(letters)
    for pair, ligature in (("oe", "œ"), ("ae", "æ")):
        if pair in word:
            spelled = "".join(f"[{signs()[sign]}{sign}]{MARKS}" for sign in pair)
            pattern = pattern.replace(spelled, f"(?:{spelled}|{ligature})")
    return pattern


def name_pattern(first: str, last: str) -> str:
    """First and last name in either order; nothing when one of them holds no letter."""
    orders = {normalise(f"{first} {last}"), normalise(f"{last} {first}")} - {""}
    if not normalise(first) or not normalise(last):
        orders = set()
    each = [BETWEEN.join(word_pattern(word) for word in order.split()) for order in sorted(orders)]
    return rf"(?<![^\W_])(?:{'|'.join(each)})(?![^\W_])" if each else ""


def address_pattern(address: str) -> str:
    """An electronic address, also as it stands in a web address."""
    local, _, domain = address.partition("@")
    return rf"(?<![\w.+-]){re.escape(local)}(?:@|%40|&#64;){re.escape(domain)}(?![\w-])" if local and domain else ""


def phone_pattern(phone: str) -> str:
    """A French number, from within or from abroad, its digits parted in any way; others digit by digit."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) < 8:
        return ""
    own = digits[-9:] if re.match(r"0[1-9]\d{8}$|(00)?33\d{9}$", digits) else digits
    prefix = r"(?:\+|00)33[\s().\-\u202f]*0?[\s().\-\u202f]*|0" if own != digits or len(own) == 9 else ""
    parted = PARTED.join(own)
    return rf"(?<!\d)(?:{prefix}){parted}(?!\d)"


@dataclass(frozen=True)
class Mentions:
    """How somebody is written, and what takes their place.

    `names`: pairs of first and last names, of today and of earlier days; `addresses`, `phones`; `pseudonym` stands for
    a name, `address` for an address.
    """

    names: frozenset[tuple[str, str]]
    addresses: frozenset[str]
    phones: frozenset[str]
    pseudonym: str
    address: str
    patterns: tuple = field(init=False)

    def __post_init__(self):
        groups = (
            [name_pattern(*name) for name in sorted(self.names)],
            [address_pattern(address) for address in sorted(self.addresses)],
            [phone_pattern(phone) for phone in sorted(self.phones)],
        )
        compiled = [re.compile("|".join(filter(None, group)) or r"(?!)", re.IGNORECASE) for group in groups]
        object.__setattr__(self, "patterns", tuple(compiled))

    def are_in(self, text: str) -> bool:
        """Whether a text names the person."""
        return any(pattern.search(text) for pattern in self.patterns)

    def rewrite(self, text: str) -> str:
        """A text with the pseudonym in their place; the tags of HTML between two names stay."""
        names, addresses, phones = self.patterns
        text = addresses.sub(self.address, text)
        text = names.sub(lambda found: self.pseudonym + "".join(TAG.findall(found[0])), text)
        return phones.sub(PHONE_GONE, text)

    def rewrite_value(self, value):
        """The same inside what JSON holds."""
        if isinstance(value, str):
            return self.rewrite(value)
        if isinstance(value, list):
            return [self.rewrite_value(each) for each in value]
        if isinstance(value, dict):
            return {self.rewrite(key): self.rewrite_value(each) for key, each in value.items()}
        return value
