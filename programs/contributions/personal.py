"""What was said, and by whom."""

from dla_collectif.services.holdings import AtErasure, Basis, Holding, Kept

from .models import Contribution

UNNAMED = AtErasure("gardé sous pseudonyme, et plus jamais cité sous un nom", sets={"quotable": False})

HOLDINGS = [
    Holding(
        Contribution,
        "Ce que vous avez dit",
        "person",
        {
            "accompagnement": "program__title",
            "nature": "kind",
            "texte": "text",
            "qui peut le lire": "visibility",
            "peut être cité avec votre nom": "quotable",
        },
        Basis.MISSION,
        Kept.PROGRAM,
        "selon le niveau de lecture de chaque parole",
        UNNAMED,
    ),
]
