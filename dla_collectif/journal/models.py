"""Who did what, when: entries that are only ever added, each chained to the one before in its scope."""

import hashlib
import json

from django.conf import settings
from django.db import models


class Chain(models.Model):
    """The end of one scope's chain; locked while an entry is added, so that numbers have no gap and no twin."""

    scope = models.CharField(max_length=40, unique=True)
    number = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, default="", blank=True)

    def __str__(self):
        return f"{self.scope} ({self.number})"


class Entry(models.Model):
    """One act: « Alice Martin · a clos l’étape Cadrage »."""

    scope = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    who = models.CharField("auteur", max_length=200)
    phase = models.CharField(max_length=40, blank=True)
    sentence = models.CharField("acte", max_length=500)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_entry_per_number")]

    def __str__(self):
        return f"{self.who} {self.sentence}"

    def digest(self) -> str:
        """SHA-256 of what the entry says and of the hash before it."""
        facts = [self.scope, self.number, self.at.isoformat(), self.by_id, self.who, self.phase, self.sentence]
        return hashlib.sha256(json.dumps([*facts, self.previous], ensure_ascii=False).encode()).hexdigest()
