"""What holds say about people."""

from dla_collectif.services.holdings import Basis, Holding, Kept

from .models import Hold

TEAMS = "les équipes des DLA concernés"

HOLDINGS = [
    Holding(
        Hold,
        "Gels qui retiennent vos données",
        "person",
        {"posé le": "placed_at", "jusqu’au": "until", "levé le": "lifted_at"},
        Basis.SECURITY,
        Kept.JOURNAL,
        TEAMS,
    ),
    Holding(
        Hold,
        "Gels que vous avez posés",
        "placed_by",
        {"posé le": "placed_at", "motif": "reason", "jusqu’au": "until"},
        Basis.SECURITY,
        Kept.JOURNAL,
        TEAMS,
    ),
    Holding(
        Hold,
        "Gels que vous avez levés",
        "lifted_by",
        {"levé le": "lifted_at", "motif": "lifted_reason"},
        Basis.SECURITY,
        Kept.JOURNAL,
        TEAMS,
    ),
]
