"""What the workshops hold about people."""

from dla_collectif.services.holdings import Basis, Holding, Kept

from .models import Adoption

HOLDINGS = [
    Holding(
        Adoption,
        "Chartes que vous avez adoptées pour votre association",
        "person",
        {
            "accompagnement": "charter__program__title",
            "pour": "participation__organisation__name",
            "en qualité de": "capacity",
            "le": "adopted_on",
            "réserve": "reservation",
        },
        Basis.MISSION,
        Kept.PROOF,
        "le groupe et les DLA qui portent l’accompagnement",
    ),
]
