"""What leaves of the workshops: each association's situation first; the adoptions and what was paid for later."""

from programs.retention.matters import Matter, documents
from programs.retention.rules import Lot

from .models import Adoption, Agreement, Baseline

SITUATION = dict.fromkeys(("activities", "publics", "places", "means"), "")
MATTERS = [
    Matter(Lot.WORKING, "états des lieux", Baseline, "participation__program", emptied=SITUATION),
    Matter(Lot.PROOFS, "adoptions de la charte", Adoption, "charter__program"),
    Matter(Lot.ACCOUNTS, "conventions", Agreement, emptied={"payment": ""}),
    documents(Lot.ACCOUNTS, "workshops", "documents des ateliers"),
]
