"""What requests for erasure, erasures and holds tell of people; a hold is in the way of an erasure."""

from dla_collectif.services.holdings import KEPT, AtErasure, Basis, Holding, Kept

from . import holds
from .models import Erasure, ErasureRequest, Hold, Voice

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
    Holding(
        Hold,
        "Gels qui retiennent vos données",
        "person",
        {"posé le": "placed_at", "jusqu’au": "until", "levé le": "lifted_at"},
        Basis.SECURITY,
        Kept.JOURNAL,
        TEAMS,
        KEPT,
    ),
    Holding(
        Hold,
        "Gels que vous avez posés",
        "placed_by",
        {"posé le": "placed_at", "motif": "reason", "jusqu’au": "until"},
        Basis.SECURITY,
        Kept.JOURNAL,
        TEAMS,
        KEPT,
    ),
    Holding(
        Hold,
        "Gels que vous avez levés",
        "lifted_by",
        {"levé le": "lifted_at", "motif": "lifted_reason"},
        Basis.SECURITY,
        Kept.JOURNAL,
        TEAMS,
        KEPT,
    ),
]


def obstacles(person) -> list[str]:
    """Nothing of a person on hold is erased."""
    return holds.told(person)
