"""What the page that sets up a second factor shows: the secret as text, and as a picture for the phone's camera."""

from base64 import b32encode
from urllib.parse import quote, urlencode

import segno

PRODUCT = "DLA collectif"


def secret_in_words(factor) -> str:
    """The secret by groups of four: « ABCD EFGH… »."""
    text = b32encode(factor.secret).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(factor) -> str:
    """What the phone's application understands (otpauth)."""
    query = {"secret": secret_in_words(factor).replace(" ", ""), "issuer": PRODUCT}
    return f"otpauth://totp/{quote(f'{PRODUCT}:{factor.user.email}')}?{urlencode(query, quote_via=quote)}"


def picture(factor) -> str:
    """The QR code, an SVG in an address: drawn here, nothing of it leaves."""
    return segno.make(address(factor), error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
