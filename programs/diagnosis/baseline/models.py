"""The baseline: which figures of the questionnaire are asked again after the programme, and what they were at first."""

from django.db import models

from dla_collectif.services.models import Public
from programs.journey.models import Program

from ..answering.models import Answer, Response
from ..questionnaire.models import Question


class IndicatorQuerySet(models.QuerySet):
    """Readings of the indicators of a programme."""

    def of(self, program):
        """Those of a programme, in their order."""
        return self.filter(program=program).order_by("number", "id")

    def first_values(self, program) -> dict:
        """What each association told in the questionnaire that it sent: {(indicator, seat): (value, year)}.

        What nobody told, or told in words, is absent; never zero. One statement.
        """
        rows = Answer.objects.filter(
            question__indicator__program=program,
            response__participation__program=program,
            response__state=Response.State.SENT,
            stance=Answer.Stance.ANSWERED,
        )
        names = ("question__indicator", "response__participation", "value", "year")
        return {
            (indicator, seat): (value, year)
            for indicator, seat, value, year in rows.values_list(*names)
            if isinstance(value, int | float) and not isinstance(value, bool)
        }


class Indicator(Public):
    """A figure of the questionnaire that tells what a programme changes: asked again at 6, 12 and 24 months.

    Its words are those of the day it was chosen, so that both times ask the same.
    """

    FEWEST, MOST = 5, 8

    program = models.ForeignKey(Program, models.CASCADE, related_name="indicators")
    question = models.OneToOneField(Question, models.CASCADE, related_name="indicator")
    number = models.PositiveSmallIntegerField("rang")
    label = models.CharField("indicateur", max_length=300)
    unit = models.CharField("unité", max_length=40, blank=True)
    kind = models.CharField("forme", max_length=20)
    options = models.JSONField("échelle", default=list, blank=True)
    asked_again = models.BooleanField("demandé de nouveau", default=False, editable=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "indicateur"
        ordering = ["number", "id"]

    def __str__(self):
        return self.label

    @property
    def is_scale(self) -> bool:
        """Whether it is a mark on a scale rather than a figure."""
        return self.kind == "scale"
