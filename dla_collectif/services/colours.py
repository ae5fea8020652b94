"""Colours that people choose for what is printed: read well on paper, or refused with a French sentence."""

import re

from django.core.exceptions import ValidationError

PAPERS = ("#ffffff", "#f3efe6")  # what our prints write on
LEAST = 4.5  # WCAG 2.2, 1.4.3
HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def legible(colour: str) -> None:
    """Refuse what is no colour, and what would not be read on paper. Raises ValidationError."""
    if not HEX.fullmatch(colour):
        raise ValidationError("Écrivez la couleur en six signes après un dièse, par exemple #0b5c6b.")
    found = min(contrast(colour, paper) for paper in PAPERS)
    if found < LEAST:
        told = f"{found:.1f}".replace(".", ",")
        raise ValidationError(
            f"Cette couleur se lirait mal sur le papier\u00a0: son contraste est de {told} pour 1, il en faut 4,5. "
            "Choisissez-la plus foncée."
        )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """How bright a colour is, from 0 to 1."""
    parts = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
