"""What reminders hold about people."""

from dla_collectif.services.holdings import DELETED, KEPT, Basis, Holding, Kept

from .models import Reminded, Silence

CARRIERS = "les DLA qui portent l’accompagnement"

HOLDINGS = [
    Holding(
        Reminded,
        "Rappels que vous avez reçus",
        "person",
        {"accompagnement": "participation__program__title", "le": "on"},
        Basis.MISSION,
        Kept.PROGRAM,
        CARRIERS,
        DELETED,
    ),
    Holding(
        Silence,
        "Rappels qui ne vous sont plus envoyés",
        "person",
        {"accompagnement": "program__title", "depuis le": "at"},
        Basis.MISSION,
        Kept.PROGRAM,
        CARRIERS,
        DELETED,
    ),
    Holding(
        Silence,
        "Rappels que vous avez arrêtés",
        "by",
        {"accompagnement": "program__title", "depuis le": "at"},
        Basis.MISSION,
        Kept.PROGRAM,
        CARRIERS,
        KEPT,
    ),
]
