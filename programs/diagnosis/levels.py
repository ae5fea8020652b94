"""The shared diagnosis, once validated, has a level of its own."""

from django.urls import reverse

from programs.journey.readers import Levelled

from .models import SharedEdition

LEVELS = [
    Levelled(
        "Diagnostic partagé",
        rows=lambda program: SharedEdition.objects.of(program).validated(),
        shown=lambda program, reader: SharedEdition.objects.visible_to(program),
        said=lambda row: f"Version {row.number}, validée",
        url=lambda row: row.get_absolute_url(),
        change=lambda row: reverse("diagnosis:readers", args=[row.program.public_id, row.number]),
        phase=lambda row: "diagnosis",
        otherwise="une version plus récente a été validée",
    ),
]
