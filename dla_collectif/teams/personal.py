"""What teams hold about people."""

from dla_collectif.services.holdings import KEPT, Basis, Holding, Kept

from .models import RuleSet

HOLDINGS = [
    Holding(
        RuleSet,
        "Règles que vous avez écrites pour votre DLA",
        "added_by",
        {"DLA": "dla__organisation__name", "valables à partir du": "valid_from", "écrites le": "added_at"},
        Basis.MISSION,
        Kept.PROGRAM,
        "l’équipe du DLA",
        KEPT,
    ),
]
