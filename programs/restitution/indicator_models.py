"""The figures asked again after the restitution: at which term, and what each association told."""

from django.db import models

from dla_collectif.directory.models import Person
from dla_collectif.services.models import Public, Versioned
from programs.diagnosis.models import Indicator, Origin
from programs.journey.models import Participation, Program


class IndicatorTerm(Public, Versioned):
    """A term at which the indicators are asked of the group: 6, 12 or 24 months after."""

    class Months(models.IntegerChoices):
        """When."""

        SIX = 6, "6 mois"
        TWELVE = 12, "12 mois"
        TWENTY_FOUR = 24, "24 mois"

    program = models.ForeignKey(Program, models.CASCADE, related_name="indicator_terms")
    months = models.PositiveSmallIntegerField("mois après la restitution", choices=Months)
    asked_on = models.DateField("demandés le")
    closes_on = models.DateField("à donner avant le", null=True, blank=True)

    class Meta:
        verbose_name = "échéance des indicateurs"
        ordering = ["months"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "months"],
                name="one_indicator_term",
                violation_error_message="Cette échéance est déjà demandée.",
            )
        ]

    def __str__(self):
        return f"Indicateurs à {self.months} mois"


class IndicatorAnswer(Versioned):
    """What an association tells of one indicator at a term; « we do not know » is an answer, and no figure."""

    term = models.ForeignKey(IndicatorTerm, models.CASCADE, related_name="answers")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="answers")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="indicator_answers")
    value = models.DecimalField("valeur", max_digits=14, decimal_places=2, null=True, blank=True)
    is_unknown = models.BooleanField("nous ne savons pas", default=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dit par")
    origin = models.CharField("dit", max_length=10, choices=Origin, default=Origin.ONLINE)

    class Meta:
        verbose_name = "indicateur donné"
        constraints = [
            models.UniqueConstraint(fields=["term", "indicator", "participation"], name="one_indicator_answer_each"),
            models.CheckConstraint(
                condition=models.Q(is_unknown=False) | models.Q(value__isnull=True),
                name="unknown_has_no_figure",
                violation_error_message="Donnez un chiffre, ou dites que vous ne savez pas.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator} : {self.value}"
