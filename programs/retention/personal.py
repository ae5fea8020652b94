"""What retention holds about people."""

from dla_collectif.services.holdings import Basis, Holding, Kept

from .models import Destruction, Warned

HOLDINGS = [
    Holding(
        Destruction,
        "Destructions que vous avez validées",
        "validated_by",
        {"accompagnement": "program__title", "lot": "lot", "le": "validated_at", "règle": "rule"},
        Basis.SECURITY,
        Kept.JOURNAL,
        "les DLA qui portent l’accompagnement",
    ),
    Holding(
        Warned,
        "Échéances de conservation dont vous avez été prévenu·e",
        "user",
        {"accompagnement": "program__title", "lot": "lot", "conservé jusqu’au": "kept_until"},
        Basis.MISSION,
        Kept.PROGRAM,
        "vous seul·e",
    ),
]
