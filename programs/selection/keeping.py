"""What leaves of the choice of a provider: rival proposals first; the chosen one and its file with the accounts.

Who was consulted, who answered, and the fingerprint of each proposal stay.
"""

from django.db.models import F, OuterRef, Q, Subquery

from programs.retention.matters import Matter, documents
from programs.retention.rules import Lot

from .models import Ballot, Choice, Interest, Proposal, Score, SealedContent

CHOSEN = Q(proposal=F("proposal__call__choice__proposal"))
NOT_CHOSEN = Q(proposal__call__choice=None) | ~CHOSEN
OF_BID = "proposal__call__program"
BEGINS = {Lot.BIDS: Subquery(Choice.objects.filter(call__program=OuterRef("pk")).values("decided_on")[:1])}
SAID = {"reason": "", "intent_reason": "", "strengths": "", "gaps": ""}
MATTERS = [
    Matter(Lot.BIDS, "contenus de propositions non retenues", SealedContent, OF_BID, NOT_CHOSEN, files=("file",)),
    Matter(Lot.BIDS, "notes et remarques", Score, OF_BID),
    Matter(Lot.BIDS, "appréciations écrites aux prestataires", Proposal, "call__program", emptied=SAID),
    Matter(Lot.ACCOUNTS, "contenus de la proposition retenue", SealedContent, OF_BID, CHOSEN, files=("file",)),
    Matter(Lot.ACCOUNTS, "déclarations d’intérêts", Interest, OF_BID),
    Matter(Lot.ACCOUNTS, "grilles envoyées", Ballot, "call__program"),
    Matter(Lot.ACCOUNTS, "motifs du choix", Choice, "call__program"),
    documents(Lot.ACCOUNTS, "selection", "documents du choix du prestataire"),
]
