"""What the directory holds about people."""

from dla_collectif.services.holdings import Basis, Holding, Kept

from .models import Affiliation

HOLDINGS = [
    Holding(
        Affiliation,
        "Organismes pour lesquels vous parlez",
        "person",
        {"organisme": "organisation__name", "fonction": "function", "jusqu’au": "until"},
        Basis.MISSION,
        Kept.CONTACT,
        "les chargé·es de mission des DLA",
    ),
]
