"""What leaves of the diagnosis: answers with the everyday matter; the shared result and the letters with the proofs."""

from programs.retention.matters import GONE, Matter, documents
from programs.retention.rules import Lot

from .models import (
    Answer,
    AnswerFile,
    Ballot,
    Commitment,
    CommitmentFile,
    Departure,
    LetterText,
    NeedRating,
    Presence,
    Response,
    SharedEdition,
    SharedVoice,
    Synthesis,
    ToldResults,
)

SEAT = "participation__program"
NOBODY = {"sent_by": None, "validated_by": None, "validated_as": ""}
MATTERS = [
    Matter(Lot.WORKING, "fichiers joints aux réponses", AnswerFile, f"answer__response__{SEAT}", files=("file",)),
    Matter(Lot.WORKING, "réponses à une question", Answer, f"response__{SEAT}"),
    Matter(Lot.WORKING, "besoins pesés", NeedRating, f"response__{SEAT}"),
    Matter(Lot.WORKING, "questionnaires reçus", Response, SEAT, emptied=NOBODY),
    Matter(Lot.WORKING, "éditions des résultats sans les noms", ToldResults),
    Matter(Lot.WORKING, "voix données aux votes", Ballot, "vote__meeting__program"),
    Matter(Lot.WORKING, "brouillons du diagnostic partagé", Synthesis, emptied={"text": GONE}),
    Matter(Lot.PROOFS, "versions du diagnostic partagé", SharedEdition, emptied={"text": GONE, "changes": ""}),
    Matter(Lot.PROOFS, "paroles sur le diagnostic partagé", SharedVoice, "edition__program"),
    Matter(Lot.PROOFS, "pièces des lettres d’engagement", CommitmentFile, f"commitment__{SEAT}", files=("file",)),
    Matter(Lot.WORKING, "présences dans un questionnaire", Presence, f"response__{SEAT}"),
    Matter(Lot.PROOFS, "lettres d’engagement", Commitment, SEAT),
    Matter(Lot.PROOFS, "textes de la lettre d’engagement", LetterText),
    Matter(Lot.PROOFS, "motifs de retrait", Departure, SEAT, emptied={"reason": GONE}),
    documents(Lot.PROOFS, "diagnosis", "documents du diagnostic"),
]
