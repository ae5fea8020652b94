"""The whole file of a programme: asked for by whom, how far it is, its fingerprint. Its bytes are in a folder."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from dla_collectif.services import archives, clock
from dla_collectif.services.models import Public
from programs.journey.models import Program

SOON = timedelta(minutes=10)  # the worker, if it runs, has begun by then


class Archive(Public):
    """One whole file: every document, the journal, the figures, in a zip that is removed after some days."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="archives")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="demandé par")
    asked_at = models.DateTimeField("demandé le", default=clock.now)
    done = models.PositiveIntegerField("documents prêts", default=0)
    total = models.PositiveIntegerField("documents en tout", null=True)  # unknown until the worker looks
    made_at = models.DateTimeField("réuni le", null=True)
    size = models.PositiveBigIntegerField("taille, en octets", null=True)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    problem = models.CharField("ce qui l’a arrêté", max_length=300, blank=True)

    class Meta:
        verbose_name = "dossier complet"
        verbose_name_plural = "dossiers complets"
        ordering = ["-asked_at", "-id"]

    def __str__(self):
        return f"Dossier complet : {self.program}"

    @property
    def path(self):
        """Where its bytes are."""
        return archives.folder() / f"{self.public_id}.zip"

    @property
    def is_waiting(self) -> bool:
        """Whether the worker still has to do with it."""
        return self.made_at is None and not self.problem

    @property
    def is_forgotten(self) -> bool:
        """Whether nobody has begun with it for so long that the worker does not run."""
        return self.is_waiting and self.total is None and clock.now() - self.asked_at > SOON

    @property
    def is_there(self) -> bool:
        """Whether it can be taken: made, and not removed since."""
        return self.made_at is not None and self.path.exists()
