"""What requests for erasure, and erasures, hold about people."""

from dla_collectif.services.holdings import KEPT, AtErasure, Basis, Holding, Kept

from .models import Erasure, ErasureRequest, Voice

TEAMS = "les équipes des DLA qui vous connaissent"

SILENT = AtErasure("gardé sous pseudonyme, sans ce qui y était précisé", sets={"words": ""})

HOLDINGS = [
    Holding(
        ErasureRequest,
        "Demandes d’effacement que vous avez faites",
        "person",
        {
            "demandé le": "asked_at",
            "précisions": "words",
            "état": "state",
            "répondu le": "answered_at",
            "motif": "reason",
        },
        Basis.MISSION,
        Kept.ERASURE,
        TEAMS,
        SILENT,
    ),
    Holding(
        Voice,
        "Effacements que vous avez validés",
        "by",
        {"DLA": "dla__organisation__name", "le": "at"},
        Basis.MISSION,
        Kept.ERASURE,
        TEAMS,
        KEPT,
    ),
    Holding(
        Erasure,
        "L’effacement de vos données",
        "person",
        {"le": "at", "pseudonyme": "mark"},
        Basis.MISSION,
        Kept.ERASURE,
        "les équipes des DLA",
        KEPT,
    ),
    Holding(
        Erasure,
        "Effacements faits en votre nom",
        "by",
        {"le": "at", "pseudonyme": "mark", "motif": "reason"},
        Basis.MISSION,
        Kept.ERASURE,
        TEAMS,
        KEPT,
    ),
]
