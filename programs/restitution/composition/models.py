"""The plan of a report: which chapters, in which order, how far in detail, for whom."""

from django.db import models

from dla_collectif.services.models import Versioned
from programs.journey.models import Program


class Plan(Versioned):
    """What the officers chose for the report of a programme; there is none as long as they keep the usual one."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="report_plan")
    lines = models.JSONField("chapitres", default=list)  # as `plan.Line.stored`, in their order

    class Meta:
        verbose_name = "composition du rapport"

    def __str__(self):
        return f"Composition du rapport : {self.program}"
