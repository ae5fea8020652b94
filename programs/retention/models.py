"""What is stored of retention: who pays for a programme, who was warned, what was destroyed and by whose word."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.models import Public, Versioned
from dla_collectif.services.triggers import Never
from dla_collectif.teams.models import FundingScheme
from programs.journey.models import Program

from .rules import Lot

FOR_GOOD = "Un procès-verbal de destruction ne change plus."


class Keeping(Versioned):
    """Who pays for a programme, and the day of the last payment: what its proofs are kept for."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="keeping")
    paid_on = models.DateField("dernier paiement le", null=True, blank=True)
    schemes = models.ManyToManyField(FundingScheme, blank=True, related_name="+", verbose_name="financements")

    class Meta:
        verbose_name = "financement de l’accompagnement"

    def __str__(self):
        return f"Financement : {self.program}"


class Destruction(Public):
    """A named person had a lot of a programme destroyed: what, how much, by which rule. The row is the certificate.

    While `emptied_at` is empty the database lets the guarded rows of this very lot be deleted; it is written in the
    same transaction, so that nobody ever finds the door open. `files_left` are stored files not removed yet.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="destructions")
    lot = models.CharField("lot", max_length=10, choices=Lot)
    kept_until = models.DateField("conservé jusqu’au")
    rule = models.CharField("règle", max_length=300)
    counts = models.JSONField("ce qui est détruit", default=list)  # [[title, number], …]
    validated_at = models.DateTimeField("validée le", default=clock.now)
    validated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    emptied_at = models.DateTimeField(null=True)
    files_left = models.JSONField(default=list)
    done_at = models.DateTimeField("achevée le", null=True)

    never = [
        Never("for_good", ("DELETE", "TRUNCATE"), FOR_GOOD),
        Never(
            "for_good",
            ("UPDATE",),
            FOR_GOOD,
            when="NEW.program_id <> OLD.program_id OR NEW.lot <> OLD.lot OR NEW.kept_until <> OLD.kept_until "
            "OR NEW.rule <> OLD.rule OR NEW.validated_at <> OLD.validated_at OR NEW.validated_by_id <> "
            "OLD.validated_by_id OR (OLD.emptied_at IS NOT NULL AND (NEW.emptied_at IS NULL "
            "OR NEW.emptied_at <> OLD.emptied_at OR CAST(NEW.counts AS TEXT) <> CAST(OLD.counts AS TEXT)))",
        ),
    ]

    class Meta:
        verbose_name = "destruction"
        constraints = [
            models.UniqueConstraint(fields=["program", "lot", "kept_until"], name="one_destruction_per_term"),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(emptied_at__isnull=False), name="destroyed_before_it_is_done"
            ),
        ]

    def __str__(self):
        return f"{self.get_lot_display()}, {self.program}"


class Warned(models.Model):
    """A manager was written to that a lot comes to its term: once per manager, lot and day."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="+")
    lot = models.CharField(max_length=10, choices=Lot)
    kept_until = models.DateField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "avis d’échéance"
        constraints = [
            models.UniqueConstraint(fields=["program", "lot", "kept_until", "user"], name="one_warning_per_term")
        ]

    def __str__(self):
        return f"{self.user} : {self.get_lot_display()}, {self.program}"
