"""What was said, and by whom."""

from dla_collectif.services.holdings import Basis, Holding, Kept

from .models import Contribution

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
    ),
]
