"""Reading together: whether the associations may read what the group answered."""

from django.db import models

from dla_collectif.services.models import Versioned
from programs.journey.models import Program


class ResultsShared(Versioned):
    """The group may read its results, without names and without small counts, since a day; without a row it may not."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="results_shared")
    since = models.DateField("partagés depuis le", null=True)

    class Meta:
        verbose_name = "résultats partagés avec le groupe"

    def __str__(self):
        return f"Résultats partagés : {self.program}"
