"""What the group says together: the shared diagnosis."""

from django.db import models

from dla_collectif.services.models import Versioned
from programs.journey.models import Program


class Synthesis(Versioned):
    """The shared diagnosis: written by the officer from the answers, worked on in the preparatory meetings."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="synthesis")
    text = models.TextField("synthèse")
    validated_on = models.DateField("validée par le groupe le", null=True, blank=True)

    class Meta:
        verbose_name = "diagnostic partagé"

    def __str__(self):
        return f"Diagnostic partagé : {self.program}"
