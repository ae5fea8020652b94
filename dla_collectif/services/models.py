"""What every floor's models share: public identifiers, versions, and the receipts of forms."""

from django.conf import settings
from django.db import models

from . import clock
from .ids import LENGTH, new_public_id


class Public(models.Model):
    """A row that has an address of its own."""

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that two people may edit: written only by `services.editing.edit`, which compares the version."""

    version = models.PositiveIntegerField(default=1, editable=False)
    edited_at = models.DateTimeField("modifié le", default=clock.now, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    def derived_fields(self):
        """Columns computed from the others, such as the search column: name → value."""
        return {}


class FormReceipt(models.Model):
    """One form instance that was accepted: the same form sent twice has one effect and the same answer."""

    key = models.CharField(max_length=64)
    user_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=500)
    location = models.CharField(max_length=1000)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="one_receipt_per_form")]

    def __str__(self):
        return self.key


class Tries(models.Model):
    """How often somebody tried something, and from when on they may again (`services.limits`)."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    free_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.key[:8]
