"""One normalised column for searching: no accents, lower case, single spaces."""

import re
import unicodedata


def normalise(*parts: str) -> str:
    """« Évreux  Ciné-Club » → "evreux cine club"."""
    text = " ".join(part for part in parts if part).lower().replace("œ", "oe").replace("æ", "ae")
    text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", " ", text).strip()
