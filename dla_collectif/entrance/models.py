"""What opens the door and what keeps it open: sessions, the second factor, its recovery codes."""

import hashlib
import secrets

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac
from django_otp.oath import TOTP

from dla_collectif.services import clock
from dla_collectif.services.ids import ALPHABET, LENGTH


class SessionQuerySet(models.QuerySet):
    """Readings of sessions."""

    def living(self):
        """Those that still open pages, the latest seen first."""
        return self.filter(expire_date__gt=clock.now()).order_by("-seen_at", "-began_at")


class Session(AbstractBaseSession):
    """Django's session with the columns of « Mes connexions »; its key is stored hashed (`entrance.sessions`)."""

    public_id = models.CharField(max_length=LENGTH, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")
    began_at = models.DateTimeField("ouverte le", null=True)
    seen_at = models.DateTimeField("dernier geste", null=True)
    browser = models.CharField("navigateur", max_length=80, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "connexion"

    @staticmethod
    def digest_of(key: str) -> str:
        """What is stored of a session's key: 160 bits of its SHA-256."""
        return hashlib.sha256(key.encode()).hexdigest()[:40]

    @staticmethod
    def public_id_of(digest: str) -> str:
        """What stands in addresses for a session."""
        return "".join(ALPHABET[byte % len(ALPHABET)] for byte in hashlib.sha256(digest.encode()).digest()[:LENGTH])


class Factor(models.Model):
    """The application on somebody's phone that shows a code of six figures every half minute (RFC 6238).

    What the phone holds is made of the row's seed and of the installation's key: the database alone tells no code.
    """

    STEP, DIGITS = 30, 6
    TOLERANCE = 1  # steps before and after: phones are late or early

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="factor")
    seed = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField("activé le", null=True)
    drift = models.SmallIntegerField(default=0)  # steps by which the phone is known to differ
    last_step = models.BigIntegerField(default=-1)

    class Meta:
        verbose_name = "second facteur"

    def __str__(self):
        return f"second facteur de {self.user}"

    @property
    def secret(self) -> bytes:
        """What the phone holds: 160 bits."""
        return salted_hmac("second factor", self.seed, algorithm="sha256").digest()[:20]

    def takes(self, code: str) -> bool:
        """Whether this is a code of now that was never used; it is used from now on."""
        if not (code.isascii() and code.isdigit() and len(code) == self.DIGITS):
            return False
        totp = TOTP(self.secret, self.STEP, digits=self.DIGITS, drift=self.drift)
        totp.time = clock.now().timestamp()
        if not totp.verify(int(code), tolerance=self.TOLERANCE, min_t=self.last_step + 1):
            return False
        unused = Factor.objects.filter(pk=self.pk, last_step__lt=totp.t())
        return bool(unused.update(last_step=totp.t(), drift=totp.drift))


class RecoveryCode(models.Model):
    """A code on paper that opens once, for whoever lost the phone."""

    COUNT, SIGNS = 10, 12  # 12 signs out of 31: 59 bits

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField("utilisé le", null=True)

    class Meta:
        verbose_name = "code de secours"
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="one_recovery_code_each")]

    def __str__(self):
        return f"code de secours de {self.user}"

    @staticmethod
    def draw() -> str:
        """A new code: « abcd-efgh-jkmn »."""
        signs = "".join(secrets.choice(ALPHABET) for _ in range(RecoveryCode.SIGNS))
        return "-".join(signs[start : start + 4] for start in range(0, RecoveryCode.SIGNS, 4))

    @staticmethod
    def digest_of(code: str) -> str:
        """What is stored of a code; spaces, hyphens and capitals do not count."""
        plain = "".join(sign for sign in code.lower() if sign in ALPHABET)
        return salted_hmac("recovery", plain, algorithm="sha256").hexdigest()
