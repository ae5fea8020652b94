"""What the outbox holds about people."""

from dla_collectif.services.holdings import AtErasure, Basis, Holding, Kept

from .models import Message

EMPTIED = AtErasure(
    "texte et adresse effacés ; la date, l’objet et l’état restent",
    sets={"body": "Texte effacé avec les données de la personne.\n", "words": dict, "link": "", "error": ""},
)

HOLDINGS = [
    Holding(
        Message,
        "Messages que nous vous avons écrits",
        "to",
        {"objet": "subject", "adresse": "address", "écrit le": "created_at", "état": "state", "envoyé le": "sent_at"},
        Basis.MISSION,
        Kept.MAIL,
        "les DLA qui portent l’accompagnement",
        EMPTIED,
    ),
]
