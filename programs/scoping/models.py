"""The scoping note: why a collective support, for whom, to what effect."""

from django.db import models

from dla_collectif.services.models import Versioned
from programs.journey.models import Program


class ScopingNote(Versioned):
    """The opportunity note of a programme; it becomes the first chapter of the report."""

    SECTIONS = {  # the order of reading
        "origin": "Origine",
        "finding": "Constat",
        "territory": "Territoire",
        "field": "Secteur et champ d’activité",
        "added_value": "Ce que le collectif apporte de plus",
        "sought_effects": "Effets recherchés",
        "calendar": "Calendrier envisagé",
        "risks": "Risques et conditions",
        "decision": "Décision",
    }

    program = models.OneToOneField(Program, models.CASCADE, related_name="scoping_note")
    origin = models.TextField("origine", blank=True)
    finding = models.TextField("constat", blank=True)
    territory = models.TextField("territoire", blank=True)
    field = models.TextField("secteur et champ d’activité", blank=True)
    added_value = models.TextField("ce que le collectif apporte de plus", blank=True)
    sought_effects = models.TextField("effets recherchés", blank=True)
    calendar = models.TextField("calendrier envisagé", blank=True)
    half_days = models.PositiveSmallIntegerField("demi-journées de prestation envisagées", null=True, blank=True)
    risks = models.TextField("risques et conditions", blank=True)
    decision = models.TextField("décision", blank=True)
    decided_on = models.DateField("décidé le", null=True, blank=True)

    class Meta:
        verbose_name = "note de cadrage"

    def __str__(self):
        return f"Note de cadrage : {self.program}"

    @property
    def sections(self) -> list[tuple[str, str]]:
        """What is written, under its title; what is not written has no title either."""
        return [(title, getattr(self, name)) for name, title in self.SECTIONS.items() if getattr(self, name)]

    @property
    def unwritten(self) -> list[str]:
        """The titles of what is not written yet."""
        return [title for name, title in self.SECTIONS.items() if not getattr(self, name)]
