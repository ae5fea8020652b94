"""What « voir comme » leaves about people: who looked, at whose space, when."""

from dla_collectif.services.holdings import KEPT, Basis, Holding, Kept

from .models import Viewing

FACTS = {"accompagnement": "program__title", "de": "began_at", "à": "ended_at", "au plus tard": "until"}
CARRIERS = "les DLA qui portent l’accompagnement, au journal"

HOLDINGS = [
    Holding(
        Viewing,
        "Quand un DLA a regardé vos pages comme vous les voyez",
        "seen",
        {"par": "viewer__person__last_name", "prénom": "viewer__person__first_name", **FACTS},
        Basis.MISSION,
        Kept.PROGRAM,
        f"vous\u202f; {CARRIERS}",
        KEPT,
    ),
    Holding(
        Viewing,
        "Pages que vous avez regardées comme quelqu’un d’autre",
        "viewer",
        {"organisme": "seat__organisation__name", "niveau": "level", **FACTS},
        Basis.MISSION,
        Kept.PROGRAM,
        f"la personne dont vous avez regardé les pages\u202f; {CARRIERS}",
        KEPT,
    ),
]
