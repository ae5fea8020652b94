"""What a programme holds about people."""

from dla_collectif.services.holdings import Basis, Holding, Kept

from .models import CarrierRequest, Document

HOLDINGS = [
    Holding(
        Document,
        "Documents que vous avez remis",
        "by",
        {"accompagnement": "program__title", "titre": "title", "fichier": "filename", "le": "at"},
        Basis.MISSION,
        Kept.PROGRAM,
        "selon le niveau de lecture de chaque document",
    ),
    Holding(
        CarrierRequest,
        "Portages que vous avez demandés à un DLA",
        "asked_by",
        {"DLA": "dla__organisation__name", "demandé le": "asked_at", "état": "state"},
        Basis.MISSION,
        Kept.PROGRAM,
        "les deux DLA",
    ),
    Holding(
        CarrierRequest,
        "Demandes de portage auxquelles vous avez répondu",
        "answered_by",
        {"DLA": "asking__organisation__name", "répondu le": "answered_at", "état": "state", "motif": "reason"},
        Basis.MISSION,
        Kept.PROGRAM,
        "les deux DLA",
    ),
]
