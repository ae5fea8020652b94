"""Which DLA carry a programme, and those that are asked to."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from dla_collectif.accounts.models import Dla, Membership
from dla_collectif.services import clock
from dla_collectif.services.models import Public


class CarrierQuerySet(models.QuerySet):
    """Readings of who carries."""

    def endable_by(self, user):
        """Each with `may_end`: the team itself ends what it carries, or its equals once nobody works there any more."""
        team = Membership.objects.filter(dla=OuterRef("dla"), user__is_active=True).working()
        return self.annotate(may_end=Exists(team.filter(user=user)) | ~Exists(team))


class Carrier(models.Model):
    """A DLA carries a programme; all its carriers are of equal standing."""

    program = models.ForeignKey("journey.Program", models.CASCADE, related_name="carriers")
    dla = models.ForeignKey(Dla, models.PROTECT, related_name="carried", verbose_name="DLA")
    since = models.DateField("depuis le", default=clock.today)

    objects = CarrierQuerySet.as_manager()

    class Meta:
        verbose_name = "DLA porteur"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "dla"],
                name="one_carrier_each",
                violation_error_message="Ce DLA porte déjà l’accompagnement.",
            )
        ]

    def __str__(self):
        return str(self.dla)


class CarrierRequestQuerySet(models.QuerySet):
    """Readings of what DLA ask of one another."""

    def waiting(self):
        """Those that were not answered yet."""
        return self.filter(state=CarrierRequest.State.ASKED)

    def asked_of(self, user):
        """Those that somebody may answer: put to a DLA where they work today."""
        return self.filter(dla__in=Dla.objects.worked_in_by(user).order_by().values("pk"))

    def told(self):
        """With all that a request says: the title, and who asks."""
        rows = self.select_related("dla__organisation", "asking__organisation", "asked_by__person")
        return rows.annotate(title=F("program__title")).order_by("asked_at", "pk")


class CarrierRequest(Public):
    """A DLA asks another one to carry a programme with it; until it accepts, the other reads the request alone."""

    class State(models.TextChoices):
        """What became of it."""

        ASKED = "asked", "en attente de réponse"
        ACCEPTED = "accepted", "acceptée"
        DECLINED = "declined", "déclinée"
        WITHDRAWN = "withdrawn", "retirée"

    program = models.ForeignKey("journey.Program", models.CASCADE, related_name="carrier_requests")
    dla = models.ForeignKey(Dla, models.PROTECT, related_name="+", verbose_name="DLA")
    asking = models.ForeignKey(Dla, models.PROTECT, related_name="+", verbose_name="DLA qui demande")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("demandé le", default=clock.now)
    state = models.CharField("état", max_length=10, choices=State, default=State.ASKED)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("répondu le", null=True)
    reason = models.TextField("motif", blank=True)

    objects = CarrierRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de portage"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "dla"], condition=Q(state="asked"), name="one_carrier_request_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="declining_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.asking} → {self.dla}"

    def get_absolute_url(self):
        return reverse("journey:carrier_request", args=[self.public_id])

    def is_asked_of(self, user) -> bool:
        """Whether the visitor works in the DLA that is asked."""
        return Dla.objects.worked_in_by(user).filter(pk=self.dla_id).exists()


class Carried:
    """What a programme knows of those who carry it."""

    def is_answered_for_by(self, user) -> bool:
        """Whether the visitor is a manager of one of the DLA that carry it."""
        return self.carriers.filter(dla__in=Membership.objects.filter(user=user).managing().values("dla")).exists()

    @property
    def hosts(self) -> list[int]:
        """The host bodies of the DLA that carry it: whose word on people holds here."""
        return list(self.carriers.values_list("dla__organisation_id", flat=True))

    @property
    def carrier_names(self) -> list[str]:
        """The DLA that carry it, in the order they came; read once, by `name_carriers` where there are many."""
        if "named_carriers" not in vars(self):
            name_carriers([self])
        return self.named_carriers


def name_carriers(programs) -> None:
    """Tell many programmes who carries them; one statement."""
    named = {program.pk: [] for program in programs}
    for pk, name in (
        Carrier.objects.filter(program__in=named).order_by("id").values_list("program", "dla__organisation__name")
    ):
        named[pk].append(name)
    for program in programs:
        program.named_carriers = named[program.pk]
