"""What meetings hold about people."""

from dla_collectif.services.holdings import KEPT, Basis, Holding, Kept

from .models import Attendance, Decision

HOLDINGS = [
    Holding(
        Attendance,
        "Réunions et présences",
        "person",
        {"réunion": "meeting__title", "pour": "participation__organisation__name", "état": "state"},
        Basis.MISSION,
        Kept.PROOF,
        "le groupe ; les financeurs, pour la preuve du service fait",
        KEPT,
    ),
    Holding(
        Decision,
        "Décisions que vous avez notées",
        "by",
        {"réunion": "meeting__title", "texte": "text", "le": "at"},
        Basis.MISSION,
        Kept.PROGRAM,
        "selon le niveau de lecture de la réunion",
        KEPT,
    ),
]
