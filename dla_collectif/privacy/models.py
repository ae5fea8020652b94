"""What is stored to keep things from being destroyed: holds."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dla_collectif.directory.models import Person
from dla_collectif.services import clock
from dla_collectif.services.models import Public


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
        return f"gel : {self.person or self.scope}"
