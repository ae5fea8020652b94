"""What the restitution holds about people."""

from dla_collectif.services.holdings import KEPT, Basis, Holding, Kept

from .models import Undertaking

HOLDINGS = [
    Holding(
        Undertaking,
        "Engagements que vous avez pris",
        "person",
        {
            "accompagnement": "program__title",
            "pour": "participation__organisation__name",
            "texte": "text",
            "dit le": "said_on",
            "pour le": "due_on",
            "tenu le": "done_on",
        },
        Basis.MISSION,
        Kept.PROGRAM,
        "le groupe, les institutions et les DLA qui portent l’accompagnement",
        KEPT,
    ),
]
