"""What is kept of entries and of codes: by which link somebody came in, how they confirmed an act, files in between."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

from dla_collectif.services import clock
from dla_collectif.services.files import random_name
from dla_collectif.services.models import Public


class Opening(models.Model):
    """A personal link opened a session: when, from where. Revoking the link ends its sessions."""

    link = models.ForeignKey("accounts.PersonalLink", models.CASCADE, related_name="openings")
    session_key = models.CharField(max_length=40)
    at = models.DateTimeField("le", default=clock.now)
    address = models.CharField("adresse du réseau", max_length=45, blank=True)
    browser = models.CharField("navigateur", max_length=200, blank=True)

    class Meta:
        verbose_name = "ouverture"
        indexes = [models.Index(fields=["link", "-at"], name="openings_newest_first")]

    def __str__(self):
        return f"{self.link}, {self.at:%d/%m/%Y}"


class CodeQuerySet(models.QuerySet):
    """Readings of codes."""

    def of(self, session, kind, words):
        """Those asked for in a session for one act."""
        return self.filter(session=session, kind=kind, words=words)

    def usable(self):
        """Those that can still be typed."""
        return self.filter(verified_at=None, expires_at__gt=clock.now(), tries__lt=Code.TRIES)


class Code(Public):
    """A one-time code, asked for one act in one session; once verified it is the proof kept with that act.

    The digits are nowhere: they are computed from the row's seed and the installation's secret key.
    """

    LIFE = timedelta(minutes=10)
    TRIES = 5
    HOLDS = {"proposal": timedelta(hours=2)}  # a proposal takes long to write, and its deadline allows no second code
    HOLDS_OTHERS = timedelta(minutes=10)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="codes")
    session = models.CharField(max_length=64)  # digest of the session's key
    kind = models.CharField("acte", max_length=20)
    words = models.CharField("acte en toutes lettres", max_length=300)
    seed = models.CharField(max_length=64)
    email = models.EmailField("envoyé à")
    sent_at = models.DateTimeField("demandé le", default=clock.now)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField("essais", default=0)
    verified_at = models.DateTimeField("vérifié le", null=True)
    address = models.CharField("adresse du réseau", max_length=45, blank=True)
    browser = models.CharField("navigateur", max_length=200, blank=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        verbose_name = "code"
        indexes = [
            models.Index(fields=["session", "kind", "-sent_at"], name="codes_of_a_session"),
            models.Index(fields=["user", "-sent_at"], name="codes_of_a_person"),
        ]

    def __str__(self):
        return f"code pour {self.words}"

    @property
    def digits(self) -> str:
        """The six digits."""
        drawn = salted_hmac("accounts.code", self.seed, algorithm="sha256").digest()
        return f"{int.from_bytes(drawn[:8], 'big') % 1_000_000:06d}"

    @property
    def holds_until(self):
        """Until when a verified code stands for the person's agreement."""
        return self.verified_at + self.HOLDS.get(self.kind, self.HOLDS_OTHERS)


class HeldUpload(Public):
    """A file that was sent before its code was typed: kept for that session alone until the act is done."""

    LIFE = timedelta(days=1)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    session = models.CharField(max_length=64)
    field = models.CharField(max_length=60)
    file = models.FileField(upload_to=random_name, max_length=60)
    filename = models.CharField(max_length=150)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "fichier en attente d’un code"

    def __str__(self):
        return self.filename
