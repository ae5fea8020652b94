"""Who can sign in, what they are in a DLA, and the personal links of those who have no password."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from dla_collectif.directory.models import Organisation, Person
from dla_collectif.services import clock
from dla_collectif.services.models import Public


class UserQuerySet(models.QuerySet):
    """Readings of accounts."""

    def with_roles(self):
        """With `works_in_dla`, so that a page knows an officer without one more statement."""
        working = Membership.objects.filter(user=OuterRef("pk")).active()
        return self.select_related("person").annotate(works_in_dla=Exists(working))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """How accounts are made."""

    def create_user(self, email, person=None, password=None):
        """An account; without a password its person signs in by personal link."""
        user = self.model(email=self.normalize_email(email).lower(), person=person)
        user.set_password(password) if password else user.set_unusable_password()
        user.save()
        return user

    def of(self, person):
        """The account of a person, made when they are first written to."""
        user = self.filter(Q(person=person) | Q(email=person.email.lower())).first()
        return user or self.create_user(person.email, person)


class User(AbstractBaseUser, Public):
    """Somebody who can sign in."""

    email = models.EmailField("adresse électronique", unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, related_name="user", verbose_name="personne")
    is_active = models.BooleanField("compte ouvert", default=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    speaks_for = ""  # the organisation that an act is done for, said by whoever opens the way to it

    class Meta:
        verbose_name = "compte"

    def __str__(self):
        return str(self.person or self.email)

    @property
    def is_officer(self) -> bool:
        """Whether this person works in a DLA (officer or manager), today."""
        if "works_in_dla" not in self.__dict__:
            self.works_in_dla = self.memberships.all().active().exists()
        return self.works_in_dla

    def issue_link(self, path="/", **sent) -> str:
        """The token of a new personal link that leads to `path`; `sent`: the subject and scope of its letter."""
        return PersonalLink.issue(self, path, **sent)[1]

    def tell_code(self, key) -> str:
        """The digits of the code that a message carries, asked for at the moment of sending."""
        return self.codes.get(public_id=key.rpartition(":")[2]).digits

    @property
    def role_label(self) -> str:
        """What the header says beside the name."""
        return "DLA" if self.is_officer else ""


class Dla(models.Model):
    """A DLA: the host body, seen as a tenant."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="dla", verbose_name="organisme")
    territory = models.CharField("territoire", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "DLA"

    def __str__(self):
        return str(self.organisation)


class MembershipQuerySet(models.QuerySet):
    """Readings of who works where."""

    def active(self):
        """Those of today: a suspended membership opens nothing."""
        return self.filter(suspended=False)


class Membership(models.Model):
    """A person's role in a DLA."""

    class Role(models.TextChoices):
        """What a member of a DLA's team does there."""

        OFFICER = "officer", "chargé·e de mission"
        MANAGER = "manager", "responsable"
        REGIONAL = "regional", "lecture régionale"

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    dla = models.ForeignKey(Dla, models.CASCADE, related_name="memberships")
    role = models.CharField("rôle", max_length=20, choices=Role, default=Role.OFFICER)
    suspended = models.BooleanField("suspendu", default=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "membre de l’équipe"
        constraints = [models.UniqueConstraint(fields=["user", "dla"], name="one_membership_each")]

    def __str__(self):
        return f"{self.user} ({self.get_role_display()}, {self.dla})"


class PersonalLinkQuerySet(models.QuerySet):
    """Readings of links."""

    def alive(self):
        """Those that still open."""
        return self.filter(revoked_at=None, expires_at__gt=clock.now())

    def listed(self):
        """Newest first, with how often and when last each was opened."""
        rows = self.annotate(times=models.Count("openings"), last_opened=models.Max("openings__at"))
        return rows.select_related("user").order_by("-created_at", "-id")


class PersonalLink(models.Model):
    """A way in without a password: random, stored hashed, expiring, revocable; it leads to one page."""

    class Ending(models.TextChoices):
        """Why a link was closed before its time."""

        BY_DLA = "dla", "fermé par le DLA"
        BY_OWNER = "owner", "fermé par la personne"
        RETURNED = "returned", "rendu par quelqu’un d’autre"

    LIFE = timedelta(days=30)

    user = models.ForeignKey(User, models.CASCADE, related_name="links")
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
        facts = {"path": path, "subject": subject, "scope": scope, "created_at": now, "expires_at": now + cls.LIFE}
        link = cls.objects.create(user=user, digest=cls.digest_of(token), **facts)
        return link, token

    @property
    def is_alive(self) -> bool:
        """Whether it still opens."""
        return self.revoked_at is None and clock.now() < self.expires_at and self.user.is_active

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.revoked_at is not None:
            return self.get_ending_display() or "fermé"
        return "ouvre encore" if self.is_alive else "expiré"


from .evidence import Code, HeldUpload, Opening  # noqa: E402, F401 (the rest of this floor's tables)
