"""What the workshops hold about people."""

from dla_collectif.services.holdings import KEPT, Basis, Holding, Kept
from programs.journey.personal import left_alone, seats_of

from .models import Adoption, Agreement

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
        KEPT,
    ),
]


def obstacles(person) -> list[str]:
    """Who alone speaks for the provider of an agreement names a successor first."""
    return left_alone(person, seats_of(person).filter(pk__in=Agreement.objects.values("participation")))
