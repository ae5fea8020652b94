"""What leaves of the diagnosis: answers with the everyday matter; the shared result and the letters with the proofs."""

from programs.retention.matters import GONE, Matter, documents
from programs.retention.rules import Lot

from .models import Answer, Commitment, NeedRating, Presence, Response, Synthesis

SEAT = "participation__program"
NOBODY = {"sent_by": None, "validated_by": None, "validated_as": ""}
MATTERS = [
    Matter(Lot.WORKING, "réponses à une question", Answer, f"response__{SEAT}"),
    Matter(Lot.WORKING, "besoins pesés", NeedRating, f"response__{SEAT}"),
    Matter(
        Lot.WORKING,
        "questionnaires reçus",
        Response,
        SEAT,
        emptied={"sent_by": None, "validated_by": None, "validated_as": ""},
    ),
    Matter(Lot.WORKING, "présences dans un questionnaire", Presence, f"response__{SEAT}"),
    Matter(Lot.PROOFS, "diagnostics partagés", Synthesis, emptied={"text": GONE}),
    Matter(Lot.PROOFS, "lettres d’engagement", Commitment, SEAT),
    documents(Lot.PROOFS, "diagnosis", "documents du diagnostic"),
]
