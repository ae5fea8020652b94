"""Reading together: whether the associations may read what the group answered."""

from django.db import models

from dla_collectif.services.models import Versioned
from dla_collectif.services.triggers import Never
from programs.journey.models import Program

TOLD = "Des chiffres qui ont été dits ne changent plus : dites-en d’autres dans une nouvelle édition."


class ResultsShared(Versioned):
    """The group may read its results, without names and without small counts, since a day; without a row it may not."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="results_shared")
    since = models.DateField("partagés depuis le", null=True)

    class Meta:
        verbose_name = "résultats partagés avec le groupe"

    def __str__(self):
        return f"Résultats partagés : {self.program}"


class ToldResults(models.Model):
    """An edition of the results without names: its figures as they were told, and whose answers they count.

    `counted`: {response: since when its answers are what they are}; `content`: see `editions.content_of`.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField("édition")
    told_on = models.DateField("chiffres du")
    counted = models.JSONField(default=dict)
    content = models.JSONField(default=dict)

    never = [Never("rewritten", ("UPDATE",), TOLD)]

    class Meta:
        verbose_name = "édition des résultats sans les noms"
        constraints = [models.UniqueConstraint(fields=["program", "number"], name="one_edition_of_results_each")]

    def __str__(self):
        return f"Résultats sans les noms, édition {self.number}"

    @property
    def count(self) -> int:
        """How many associations it counts."""
        return len(self.counted)
