"""What the directory holds about people."""

from datetime import timedelta

from django.db.models import DateField, F, Value
from django.db.models.functions import Coalesce, Least

from dla_collectif.services import clock
from dla_collectif.services.holdings import AtErasure, Basis, Holding, Kept

from .models import Affiliation


def ended():
    """The day before, or the earlier day when somebody ceased to speak for an organisation."""
    eve = Value(clock.today() - timedelta(days=1), output_field=DateField())
    return Least(Coalesce(F("until"), eve), eve)


ENDED = AtErasure("terminé, sans la fonction, sous pseudonyme", sets={"function": "", "until": ended})

HOLDINGS = [
    Holding(
        Affiliation,
        "Organismes pour lesquels vous parlez",
        "person",
        {"organisme": "organisation__name", "fonction": "function", "jusqu’au": "until"},
        Basis.MISSION,
        Kept.CONTACT,
        "les chargé·es de mission des DLA",
        ENDED,
    ),
]
