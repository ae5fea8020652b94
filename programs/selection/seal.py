"""The receipt of a proposal: a fingerprint of everything it says, that anybody can recompute once it is opened."""

import hashlib
import json
from decimal import Decimal

from dla_collectif.services import files

TEXTS = ("summary", "team", "filename", "file_sha256")
HALF_DAYS = ("individual_half_days", "group_half_days", "interview_half_days", "restitution_half_days")
AMOUNTS = ("day_rate", "price", "vat_rate")
CENT = Decimal("0.01")


def canonical(content) -> str:
    """Everything a proposal says, always written the same way."""
    facts = {name: getattr(content, name) for name in TEXTS}
    facts |= {name: int(getattr(content, name)) for name in HALF_DAYS}
    facts |= {name: str(Decimal(getattr(content, name)).quantize(CENT)) for name in AMOUNTS}
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def receipt_of(content) -> str:
    """SHA-256 of a proposal, its document included through its own fingerprint."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def is_intact(content, receipt: str) -> bool:
    """Whether a proposal, document included, still is what the receipt was given for."""
    if receipt_of(content) != receipt:
        return False
    if not content.file:
        return True
    try:
        with content.file.open("rb") as stored:
            return files.fingerprint(stored) == content.file_sha256
    except OSError:  # the stored document is gone
        return False
