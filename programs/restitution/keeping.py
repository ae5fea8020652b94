"""What leaves of the restitution: who undertook what, the contacts, the report's texts; effects stay, they count."""

from programs.retention.matters import GONE, Matter, documents
from programs.retention.rules import Lot

from .models import Archive, Chapter, FollowUp, IndicatorAnswer, Sheet, Undertaking

MATTERS = [
    *(Matter(lot, "dossiers complets", Archive) for lot in Lot),  # each holds a part of every lot
    Matter(Lot.PROOFS, "engagements d’institutions", Undertaking, emptied={"text": GONE, "person": None}),
    Matter(Lot.PROOFS, "nouvelles prises après la fin", FollowUp, emptied={"how_often": "", "text": ""}),
    Matter(Lot.PROOFS, "indicateurs donnés de nouveau", IndicatorAnswer, "term__program", emptied={"person": None}),
    Matter(Lot.PROOFS, "chapitres du rapport", Chapter, emptied={"text": ""}),
    Matter(Lot.PROOFS, "contacts de la fiche", Sheet, emptied={"contacts": ""}),
    documents(Lot.PROOFS, "restitution", "documents de la restitution"),
]
