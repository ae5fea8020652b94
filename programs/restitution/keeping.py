"""What leaves of the restitution: who undertook what, the contacts, the report's texts; effects stay, they count."""

from programs.retention.matters import GONE, Matter, documents
from programs.retention.rules import Lot

from .models import (
    Archive,
    Chapter,
    ChapterVersion,
    FollowUp,
    IndicatorAnswer,
    ReportEdition,
    ReportVoice,
    Sheet,
    Undertaking,
)

MATTERS = [
    *(Matter(lot, "dossiers complets", Archive) for lot in Lot),  # each holds a part of every lot
    Matter(Lot.PROOFS, "engagements d’institutions", Undertaking, emptied={"text": GONE, "person": None}),
    Matter(Lot.PROOFS, "nouvelles prises après la fin", FollowUp, emptied={"how_often": "", "text": ""}),
    Matter(Lot.PROOFS, "indicateurs donnés de nouveau", IndicatorAnswer, "term__program", emptied={"person": None}),
    Matter(Lot.PROOFS, "versions des chapitres du rapport", ChapterVersion, "chapter__program"),
    Matter(Lot.PROOFS, "chapitres du rapport", Chapter, emptied={"text": "", "figures": []}),
    Matter(Lot.PROOFS, "contacts de la fiche", Sheet, emptied={"contacts": ""}),
    Matter(Lot.PROOFS, "éditions du rapport", ReportEdition, emptied={"changes": "", "reason": GONE}),
    Matter(Lot.PROOFS, "avis sur le rapport", ReportVoice, "edition__program"),
    documents(Lot.PROOFS, "restitution", "documents de la restitution"),
]
