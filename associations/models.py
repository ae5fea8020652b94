"""What belongs to an association whatever the programme: its profile, its past supports, its requests."""

from django.db import models

from dla_collectif.accounts.models import Dla
from dla_collectif.directory.models import Organisation
from dla_collectif.directory.vocabulary import SECTORS, THEMES
from dla_collectif.services.models import Public, Versioned


class Association(Versioned):
    """The profile of an organisation that is an association; figures go with their year."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="association")
    purpose = models.TextField("objet", blank=True)
    sector = models.CharField("secteur", max_length=20, blank=True)
    employees = models.DecimalField("salariés (ETP)", max_digits=7, decimal_places=2, null=True, blank=True)
    volunteers = models.PositiveIntegerField("bénévoles", null=True, blank=True)
    budget = models.PositiveIntegerField("budget annuel, en euros", null=True, blank=True)
    figures_year = models.PositiveSmallIntegerField("année de ces chiffres", null=True, blank=True)

    class Meta:
        verbose_name = "association"

    def __str__(self):
        return str(self.organisation)

    def get_sector_display(self):
        """The sector in French."""
        return SECTORS.get(self.sector, "")


class PastSupport(Public):
    """An individual support already given by a DLA."""

    association = models.ForeignKey(Association, models.CASCADE, related_name="past_supports")
    dla = models.ForeignKey(Dla, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("année")
    theme = models.CharField("thème", max_length=20)
    consultancy = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="supports_led", verbose_name="prestataire"
    )
    summary = models.TextField("résumé", blank=True)

    class Meta:
        verbose_name = "accompagnement individuel antérieur"
        ordering = ["-year", "-id"]

    def __str__(self):
        return f"{self.get_theme_display()} ({self.year})"

    def get_theme_display(self):
        """The theme in French."""
        return THEMES.get(self.theme, self.theme)


class SupportRequest(Public):
    """A request for support received by a DLA."""

    association = models.ForeignKey(Association, models.CASCADE, related_name="support_requests")
    dla = models.ForeignKey(Dla, models.PROTECT, related_name="+")
    received_on = models.DateField("reçue le")
    theme = models.CharField("thème", max_length=20)
    text = models.TextField("demande", blank=True)

    class Meta:
        verbose_name = "demande d’accompagnement"
        ordering = ["-received_on", "-id"]

    def __str__(self):
        return f"{self.get_theme_display()} ({self.received_on:%d/%m/%Y})"

    def get_theme_display(self):
        """The theme in French."""
        return THEMES.get(self.theme, self.theme)
