"""What the outbox holds about people."""

from dla_collectif.services.holdings import Basis, Holding, Kept

from .models import Message

HOLDINGS = [
    Holding(
        Message,
        "Messages que nous vous avons écrits",
        "to",
        {"objet": "subject", "adresse": "address", "écrit le": "created_at", "état": "state", "envoyé le": "sent_at"},
        Basis.MISSION,
        Kept.MAIL,
        "les DLA qui portent l’accompagnement",
    ),
]
