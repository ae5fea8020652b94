"""Who can sign in, and what they are in a DLA; personal links have their tables in `link_models`."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q

from dla_collectif.directory.models import Affiliation, Organisation, Person
from dla_collectif.services import clock
from dla_collectif.services.models import Public


class UserQuerySet(models.QuerySet):
    """Readings of accounts."""

    def with_roles(self):
        """With what every page asks of the visitor, so that none of it costs one more statement."""
        roles = Membership.objects.filter(user=OuterRef("pk"))
        elsewhere = Affiliation.objects.filter(
            Q(until__isnull=True) | Q(until__gte=clock.Today()), person=OuterRef("person"), organisation__dla=None
        )
        return self.select_related("person").annotate(
            works_in_dla=Exists(roles.working()),
            leads_dla=Exists(roles.managing()),
            reads_region=Exists(roles.active().filter(role=Membership.Role.REGIONAL)),
            is_shut_out=Exists(roles.filter(suspended=True)) & ~Exists(roles.active()) & ~Exists(elsewhere),
        )

    def led_by(self, user):
        """The team of a manager: who works or worked in the DLA that `user` leads today."""
        led = Membership.objects.filter(user=user).managing().values("dla")
        return self.filter(memberships__dla__in=led).distinct()


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

    def known_to_be(self, name) -> bool:
        """What `with_roles` read along, or reads now."""
        if name not in self.__dict__:
            self.__dict__[name] = bool(
                User.objects.with_roles().filter(pk=self.pk).values_list(name, flat=True).first()
            )
        return self.__dict__[name]

    @property
    def is_in_team(self) -> bool:
        """Whether this person has a role in a DLA's team, whatever it is: they have a password and a second factor."""
        return self.is_officer or self.is_regional_reader

    @property
    def must_have_factor(self) -> bool:
        """Whether a DLA of theirs lets nobody in without a second factor."""
        return self.memberships.active().filter(dla__requires_factor=True).exists()

    def known_names(self) -> list[str]:
        """Names that a password must not be made of: the person's and those of their DLA."""
        names = [str(self.person)] if self.person else []
        teams = Organisation.objects.filter(dla__memberships__user=self)
        return names + list(teams.values_list("name", flat=True))

    @property
    def is_officer(self) -> bool:
        """Whether this person works in a DLA (officer or manager), today."""
        return self.known_to_be("works_in_dla")

    @property
    def is_regional_reader(self) -> bool:
        """Whether a DLA lets this person read its programmes from afar, today."""
        return self.known_to_be("reads_region")

    @property
    def may_enter(self) -> bool:
        """Whether the door opens: the account is open, and they are more than a suspended member of a team."""
        return self.is_active and not self.known_to_be("is_shut_out")

    @property
    def is_manager(self) -> bool:
        """Whether this person leads a DLA, today."""
        return self.known_to_be("leads_dla")

    def issue_link(self, path="/", **sent) -> str:
        """The token of a new personal link that leads to `path`; `sent`: the subject and scope of its letter."""
        return PersonalLink.issue(self, path, **sent)[1]

    def tell_code(self, key) -> str:
        """The digits of the code that a message carries, asked for at the moment of sending."""
        return self.codes.get(public_id=key.rpartition(":")[2]).digits

    @property
    def role_label(self) -> str:
        """What the header says beside the name."""
        if self.is_officer:
            return "DLA"
        return "lecture régionale" if self.is_regional_reader else ""


class DlaQuerySet(models.QuerySet):
    """Readings of DLA."""

    def worked_in_by(self, user):
        """Where somebody works today, each with `reader_role`, what they are there; the house itself (None) nowhere."""
        mine = Membership.objects.filter(user_id=user.pk if user else None, dla=OuterRef("pk")).working()
        rows = self.annotate(reader_role=models.Subquery(mine.values("role")[:1])).filter(reader_role__isnull=False)
        return rows.select_related("organisation").order_by("organisation__search", "pk")

    def managed_by(self, user):
        """Those that `user` is the manager of, today."""
        return self.filter(pk__in=Membership.objects.filter(user=user).managing().values("dla"))


class Dla(models.Model):
    """A DLA: the host body, seen as a tenant."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="dla", verbose_name="organisme")
    territory = models.CharField("territoire", max_length=200, blank=True)
    requires_factor = models.BooleanField("second facteur exigé de l’équipe", default=False)

    objects = DlaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "DLA"

    def __str__(self):
        return str(self.organisation)

    @property
    def journal_scope(self) -> str:
        """The chain of the journal that this team's own acts are written in: no other team reads it."""
        return f"dla-{self.pk}"

    def is_worked_in_by(self, user) -> bool:
        """Whether the visitor works here (read along by `worked_in_by`)."""
        return bool(self.reader_role)

    def is_managed_by(self, user) -> bool:
        """Whether the visitor answers for this team (read along by `worked_in_by`)."""
        return self.reader_role == Membership.Role.MANAGER


class MembershipQuerySet(models.QuerySet):
    """Readings of who works where."""

    def active(self):
        """Those of today: a suspended membership opens nothing."""
        return self.filter(suspended=False)

    def working(self):
        """Those who carry programmes: officers, and managers, who may all that officers may."""
        return self.active().filter(role__in=Membership.WORKING)

    def managing(self):
        """Those who answer for their team, and can still enter."""
        return self.active().filter(role=Membership.Role.MANAGER, user__is_active=True)


class Membership(models.Model):
    """A person's role in a DLA: one in each, since a role includes the one below it; several in several DLA."""

    class Role(models.TextChoices):
        """What a member of a DLA's team does there."""

        OFFICER = "officer", "chargé·e de mission"
        MANAGER = "manager", "responsable"
        REGIONAL = "regional", "lecture régionale"

    WORKING = (Role.OFFICER, Role.MANAGER)

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    dla = models.ForeignKey(Dla, models.CASCADE, related_name="memberships")
    role = models.CharField("rôle", max_length=20, choices=Role, default=Role.OFFICER)
    suspended = models.BooleanField("suspendu", default=False)
    since = models.DateField("depuis le", default=clock.today)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "membre de l’équipe"
        constraints = [models.UniqueConstraint(fields=["user", "dla"], name="one_membership_each")]

    def __str__(self):
        return f"{self.user} ({self.get_role_display()}, {self.dla})"


from .link_models import Code, HeldUpload, LinkRequest, Opening, PersonalLink  # noqa: E402, F401 (this floor's other tables)
