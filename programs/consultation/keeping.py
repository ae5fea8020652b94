"""What leaves of the consultation: partners' words as everyday matter, the committee's with the proofs."""

from programs.retention.matters import Matter, documents
from programs.retention.rules import Lot

from .models import CommitteeOpinion, Hearing

MATTERS = [
    Matter(
        Lot.WORKING,
        "entretiens avec des partenaires",
        Hearing,
        "meeting__program",
        emptied={"view_of_field": "", "role_accepted": ""},
    ),
    Matter(Lot.PROOFS, "avis du comité d’appui", CommitteeOpinion, emptied={"members": "", "text": ""}),
    documents(Lot.PROOFS, "consultation", "documents de la concertation"),
]
