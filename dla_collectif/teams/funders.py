"""Who pays for what a DLA does, as its papers name them: the list that each programme of the DLA may begin from."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.html import format_html

from dla_collectif.accounts.models import Dla
from dla_collectif.services import images
from dla_collectif.services.files import random_name
from dla_collectif.services.models import Public, Versioned

MOST = 12  # of one list: more are no head of a paper


class NamedFunder(Public, Versioned):
    """A funder as papers name it: its logo, its address, the sentence that it asks for."""

    name = models.CharField("nom", max_length=120)
    mention = models.CharField("mention demandée", max_length=200, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    logo = models.FileField(upload_to=random_name, blank=True, max_length=60, editable=False)
    position = models.PositiveSmallIntegerField(
        "place", default=1, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )

    TOLD = ("name", "mention", "address", "position")  # what a programme copies

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def __str__(self):
        return self.name

    @property
    def logo_data(self) -> str:
        """The logo inside a printed page; the print reads no file."""
        return images.data_address(self.logo) if self.logo else ""

    @property
    def logo_tag(self) -> str:
        """The logo as a picture of a printed page."""
        return format_html('<img src="{}" alt="Logo de {}">', self.logo_data, self.name) if self.logo else ""


class UsualFunder(NamedFunder):
    """A funder that a DLA names on most of its papers."""

    dla = models.ForeignKey(Dla, models.CASCADE, related_name="usual_funders")

    class Meta(NamedFunder.Meta):
        verbose_name = "financeur habituel"
