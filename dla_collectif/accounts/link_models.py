"""Personal links, and what is kept of what came by them: entries, codes that confirmed an act, files in between."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from dla_collectif.services import clock
from dla_collectif.services.files import random_name
from dla_collectif.services.models import Public


class PersonalLinkQuerySet(models.QuerySet):
    """Readings of links."""

    def alive(self):
        """Those that still open."""
        return self.filter(revoked_at=None, expires_at__gt=clock.now())

    def listed(self):
        """Newest first, with how often and when last each was opened."""
        rows = self.annotate(times=models.Count("openings"), last_opened=models.Max("openings__at"))
        return rows.order_by("-created_at", "-id")


class PersonalLink(models.Model):
    """A way in without a password: random, stored hashed, expiring, revocable; it leads to one page."""

    class Ending(models.TextChoices):
        """Why a link was closed before its time."""

        BY_DLA = "dla", "fermé par le DLA"
        BY_OWNER = "owner", "fermé par la personne"
        RETURNED = "returned", "rendu par quelqu’un d’autre"

    LIFE = timedelta(days=30)
    RESET = "/mon-compte/mot-de-passe/"  # a link to there replaces a forgotten password: short, and once
    RESET_LIFE = timedelta(minutes=10)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=500, default="/")
    subject = models.CharField("envoyé dans", max_length=200, blank=True)
    scope = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField("ouvert le", null=True)
    revoked_at = models.DateTimeField("révoqué le", null=True)
    ending = models.CharField("fin", max_length=10, choices=Ending, blank=True)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien personnel"
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="link_expires_after_creation")
        ]

    def __str__(self):
        return f"lien de {self.user}"

    @staticmethod
    def digest_of(token: str) -> str:
        """What is stored of a token."""
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def issue(cls, user, path="/", subject="", scope=""):
        """A new link for `user`: returns (link, token); the token is nowhere else."""
        token = secrets.token_urlsafe(24)  # 192 bits
        now = clock.now()
        link = cls.objects.create(
            user=user,
            digest=cls.digest_of(token),
            path=path,
            subject=subject,
            scope=scope,
            created_at=now,
            expires_at=now + (cls.RESET_LIFE if path == cls.RESET else cls.LIFE),
        )
        return link, token

    @property
    def is_reset(self) -> bool:
        """Whether it replaces a forgotten password."""
        return self.path == self.RESET

    @property
    def is_over(self) -> bool:
        """Whether it was closed, has expired, or was of one use and used."""
        spent = self.is_reset and self.opened_at is not None
        return self.revoked_at is not None or spent or clock.now() >= self.expires_at

    @property
    def is_alive(self) -> bool:
        """Whether it still opens."""
        return not self.is_over and self.user.may_enter

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.revoked_at is not None:
            return self.get_ending_display() or "fermé"
        if self.is_reset and self.opened_at is not None:
            return "a servi"
        return "expiré" if self.is_over else "ouvre encore"


class LinkRequest(models.Model):
    """Somebody asked for a link at this address; the worker finds out whether anybody has it.

    So that the page that takes the request does the same for an address that is known and for one that is not.
    """

    address = models.EmailField()
    path = models.CharField(max_length=500, default="/")
    old = models.CharField(max_length=64, blank=True)  # the digest of an older link, if the request came from its page
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "demande de lien"

    def __str__(self):
        return f"demande du {self.at:%d/%m/%Y}"


class Opening(models.Model):
    """A personal link opened a session: when, from where. Revoking the link ends its sessions."""

    link = models.ForeignKey("accounts.PersonalLink", models.CASCADE, related_name="openings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    session = models.CharField(max_length=40, blank=True)  # the digest of its key (`entrance.models`)
    at = models.DateTimeField("le", default=clock.now)
    network = models.CharField("réseau", max_length=45, blank=True)
    browser = models.CharField("navigateur", max_length=80, blank=True)

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
    session = models.CharField(max_length=40)  # digest of the session's key
    kind = models.CharField("acte", max_length=20)
    words = models.CharField("acte en toutes lettres", max_length=300)
    seed = models.CharField(max_length=64)
    email = models.EmailField("envoyé à")
    sent_at = models.DateTimeField("demandé le", default=clock.now)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField("essais", default=0)
    verified_at = models.DateTimeField("vérifié le", null=True)
    network = models.CharField("réseau", max_length=45, blank=True)
    browser = models.CharField("navigateur", max_length=80, blank=True)

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
    session = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    file = models.FileField(upload_to=random_name, max_length=60)
    filename = models.CharField(max_length=150)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "fichier en attente d’un code"

    def __str__(self):
        return self.filename
