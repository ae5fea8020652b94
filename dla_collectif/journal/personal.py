"""What the journal holds about people."""

from dla_collectif.services.holdings import KEPT, Basis, Holding, Kept

from .models import Entry

HOLDINGS = [
    Holding(
        Entry,
        "Ce que vous avez fait ici",
        "by",
        {"le": "at", "acte": "sentence", "depuis le réseau": "whereabouts__network"},
        Basis.SECURITY,
        Kept.JOURNAL,
        "les DLA qui portent l’accompagnement",
        KEPT,
    ),
]
