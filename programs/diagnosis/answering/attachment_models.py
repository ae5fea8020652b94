"""Files that answer a question: stored under random names, read by those who read the answer."""

from django.conf import settings
from django.db import models

from dla_collectif.services import clock
from dla_collectif.services.files import random_name
from dla_collectif.services.models import Public

from .models import Answer, Origin


class AnswerFileQuerySet(models.QuerySet):
    """Readings of files."""

    def read_by_dla(self):
        """Those that the DLA may read: of answers that were sent, and what it put in itself."""
        return self.filter(models.Q(answer__response__state="sent") | ~models.Q(origin=Origin.ONLINE))


class AnswerFile(Public):
    """One file of an answer; the answer's value lists them in order."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="files")
    file = models.FileField("fichier", upload_to=random_name, max_length=60)
    filename = models.CharField("nom du fichier", max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("taille, en octets")
    sha256 = models.CharField(max_length=64)
    origin = models.CharField("saisie", max_length=10, choices=Origin, default=Origin.ONLINE)
    at = models.DateTimeField("déposé le", default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AnswerFileQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier joint à une réponse"
        ordering = ["at", "id"]

    def __str__(self):
        return self.filename

    @property
    def size_words(self) -> str:
        """« 340 ko », « 2,4 Mo »."""
        if self.size < 1_000_000:
            return f"{max(self.size // 1000, 1)}\u00a0ko"
        return f"{self.size / 1_000_000:.1f}\u00a0Mo".replace(".", ",")
