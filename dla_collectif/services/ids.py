"""Identifiers that stand in addresses: random, so that none can be guessed."""

import re
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 14  # 14 signs out of 31: 69 bits


def new_public_id() -> str:
    """Draw an identifier of 69 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def public_id_in(text: str) -> str:
    """`text` if it looks like an identifier, else nothing: what a form sends may be anything."""
    return text if re.fullmatch(PublicIdConverter.regex, text) else ""


class PublicIdConverter:
    """The path converter `pid`."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return str(value)
