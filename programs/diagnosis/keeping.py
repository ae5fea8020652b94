"""What leaves of the diagnosis: answers with the everyday matter; the shared result and the letters with the proofs."""

from programs.retention.matters import GONE, Matter, documents
from programs.retention.rules import Lot

from .models import Answer, AnswerFile, Commitment, NeedRating, Response, Synthesis

SEAT = "participation__program"
MATTERS = [
    Matter(Lot.WORKING, "fichiers joints aux réponses", AnswerFile, f"answer__response__{SEAT}", files=("file",)),
    Matter(Lot.WORKING, "réponses à une question", Answer, f"response__{SEAT}"),
    Matter(Lot.WORKING, "besoins pesés", NeedRating, f"response__{SEAT}"),
    Matter(Lot.WORKING, "questionnaires reçus", Response, SEAT, emptied={"sent_by": None}),
    Matter(Lot.PROOFS, "diagnostics partagés", Synthesis, emptied={"text": GONE}),
    Matter(Lot.PROOFS, "lettres d’engagement", Commitment, SEAT),
    documents(Lot.PROOFS, "diagnosis", "documents du diagnostic"),
]
