"""Erasure: who asks for it, who agrees, and what was done, naming nobody once it is done; holds, which forbid it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from dla_collectif.accounts.models import Dla, Membership
from dla_collectif.directory.models import Person
from dla_collectif.services import clock
from dla_collectif.services.models import Public


class Erasure(models.Model):
    """A person whose data were erased: what they are called since, when, by whom."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="erasure", verbose_name="personne")
    mark = models.CharField("pseudonyme", max_length=8, unique=True)
    at = models.DateTimeField("effacée le", default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="par")
    reason = models.CharField("motif", max_length=300, blank=True)
    texts = models.PositiveIntegerField("textes récrits", default=0)

    class Meta:
        verbose_name = "effacement"

    def __str__(self):
        return f"Personne effacée {self.mark}"


class ErasureRequestQuerySet(models.QuerySet):
    """Readings of requests."""

    def known_by(self, user):
        """Those of the people that a DLA of `user` knows."""
        mine = Membership.objects.filter(user=user).working().values("dla")
        return self.filter(voices__dla__in=mine).distinct()

    def pending(self):
        """Those that nobody has finished with."""
        return self.filter(state__in=ErasureRequest.PENDING)


class ErasureRequest(Public):
    """Somebody asks that their data be erased. Each DLA that knows them answers, by name."""

    class State(models.TextChoices):
        """Where a request stands."""

        WAITING = "waiting", "à examiner"
        ACCEPTED = "accepted", "acceptée, effacement en cours"
        REFUSED = "refused", "refusée"
        WITHDRAWN = "withdrawn", "retirée"
        DONE = "done", "faite"

    PENDING = (State.WAITING, State.ACCEPTED)

    person = models.ForeignKey(Person, models.PROTECT, related_name="erasure_requests", verbose_name="personne")
    words = models.TextField("précisions", max_length=2000, blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField("demandé le", default=clock.now)
    answered_at = models.DateTimeField("répondu le", null=True)
    reason = models.TextField("motif du refus", max_length=2000, blank=True)
    held_back = models.TextField("ce qui retient l’effacement", blank=True)
    done_at = models.DateTimeField("effacé le", null=True)

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande d’effacement"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["waiting", "accepted"]),
                name="one_pending_request_each",
                violation_error_message="Votre demande est déjà enregistrée.",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="refusal_has_a_reason",
                violation_error_message="Dites pourquoi l’effacement est refusé.",
            ),
        ]

    @property
    def due_on(self):
        """When the law wants an answer: one month (RGPD, article 12.3)."""
        return timezone.localdate(self.asked_at) + timedelta(days=30)

    @property
    def is_pending(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in self.PENDING

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == self.State.WAITING

    def is_managed_by(self, user) -> bool:
        """Whether the visitor answers for a DLA that knows the person."""
        led = Membership.objects.filter(user=user).managing().values("dla")
        return self.voices.filter(dla__in=led).exists()

    def get_absolute_url(self):
        return reverse("privacy:request", args=[self.public_id])

    def __str__(self):
        return f"Demande d’effacement du {self.asked_at:%d/%m/%Y}"


class Voice(models.Model):
    """What a DLA that knows the person answers: nothing yet, or yes by the name of one of its managers."""

    request = models.ForeignKey(ErasureRequest, models.CASCADE, related_name="voices")
    dla = models.ForeignKey(Dla, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("validé le", null=True)

    class Meta:
        verbose_name = "avis sur un effacement"
        constraints = [models.UniqueConstraint(fields=["request", "dla"], name="one_voice_each")]

    def __str__(self):
        return str(self.dla)


class HoldQuerySet(models.QuerySet):
    """Readings of holds."""

    def active(self):
        """Those that hold today: neither lifted nor past their day."""
        return self.filter(Q(until=None) | Q(until__gte=clock.Today()), lifted_at=None)


class Hold(Public):
    """Nothing of a programme (by its journal's scope) or of a person is destroyed: a control, a dispute, a request."""

    scope = models.CharField(max_length=40, blank=True, db_index=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="holds")
    reason = models.CharField("motif", max_length=300)
    until = models.DateField("jusqu’au", null=True, blank=True)
    placed_at = models.DateTimeField("posé le", default=clock.now)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField("levé le", null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_reason = models.CharField("motif de la levée", max_length=300, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = "gel"
        constraints = [
            models.CheckConstraint(condition=Q(person=None) ^ Q(scope=""), name="hold_is_of_one_thing"),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
        ]

    def __str__(self):
        return f"gel : {self.person or self.scope}"
