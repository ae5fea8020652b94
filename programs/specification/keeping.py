"""What leaves of the specification: what was handed out; its objectives name nobody and stay, for the thread."""

from programs.retention.matters import documents
from programs.retention.rules import Lot

MATTERS = [documents(Lot.PROOFS, "specification", "documents du cahier des charges")]
