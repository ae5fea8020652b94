"""What leaves of the scoping: the note says why public money was spent, so it leaves with the proofs."""

from programs.retention.matters import Matter, documents
from programs.retention.rules import Lot

from .models import ScopingNote

MATTERS = [
    Matter(Lot.PROOFS, "notes de cadrage", ScopingNote, emptied=dict.fromkeys(ScopingNote.SECTIONS, "")),
    documents(Lot.PROOFS, "scoping", "documents du cadrage"),
]
