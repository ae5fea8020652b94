"""Who did what, when, from where: entries that are only ever added, each chained to the one before in its scope."""

import hashlib
import json

from django.conf import settings
from django.db import models

from dla_collectif.services.origin import Channel
from dla_collectif.services.triggers import Never

ONLY_ADDED = "Le journal ne fait que s’allonger : rien ne s’y change ni ne s’y efface."
NOT_THE_NEXT = """
    NEW.previous <> COALESCE(
        (SELECT hash FROM journal_entry WHERE scope = NEW.scope AND number = NEW.number - 1), '')
    OR (NEW.number <> 1 AND NEW.previous = '')
    OR EXISTS (SELECT 1 FROM journal_entry WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM journal_entry WHERE scope = NEW.scope AND number = NEW.number)
"""  # the last two lines: on SQLite, INSERT OR REPLACE would take the place of a row without a DELETE
NOT_A_STEP_ON = """
    NEW.scope <> OLD.scope OR NEW.number <> OLD.number + 1
    OR NOT EXISTS (SELECT 1 FROM journal_entry WHERE scope = NEW.scope AND number = NEW.number AND hash = NEW.hash)
"""


class Chain(models.Model):
    """The end of one scope's chain; locked while an entry is added, so that numbers have no gap and no twin."""

    scope = models.CharField(max_length=40, unique=True)
    number = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, default="", blank=True)

    never = [
        Never("only_added", ("DELETE", "TRUNCATE"), ONLY_ADDED),
        Never("one_step_on", ("UPDATE",), ONLY_ADDED, when=NOT_A_STEP_ON),
        Never(
            "no_twin",
            ("INSERT",),
            ONLY_ADDED,
            when="EXISTS (SELECT 1 FROM journal_chain WHERE id = NEW.id OR scope = NEW.scope)",
        ),
    ]

    def __str__(self):
        return f"{self.scope} ({self.number})"


class EntryQuerySet(models.QuerySet):
    """Readings of the journal."""

    def of(self, scope: str):
        """The entries of one scope, the newest first."""
        return self.filter(scope=scope).order_by("-number")


class Entry(models.Model):
    """One act: « Alice Martin · a clos l’étape Cadrage »."""

    scope = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    who = models.CharField("auteur", max_length=200)
    phase = models.CharField(max_length=40, blank=True)
    sentence = models.CharField("acte", max_length=500)
    channel = models.CharField("d’où", max_length=10, choices=Channel, blank=True)  # blank: before it was noted
    place = models.CharField(max_length=64, blank=True)  # the fingerprint of its whereabouts
    search = models.CharField(max_length=750, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    never = [
        Never("only_added", ("UPDATE", "DELETE", "TRUNCATE"), ONLY_ADDED),
        Never("the_next", ("INSERT",), ONLY_ADDED, when=NOT_THE_NEXT),
    ]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_entry_per_number")]

    def __str__(self):
        return f"{self.who} {self.sentence}"

    def digest(self) -> str:
        """SHA-256 of what the entry says and of the hash before it."""
        facts = (self.scope, self.number, self.at, self.by_id, self.who, self.phase, self.sentence)
        return digest_of(facts, self.channel, self.place, self.previous)

    @property
    def network(self) -> str:
        """From which network, while it is kept."""
        whereabouts = getattr(self, "whereabouts", None)
        return whereabouts.network if whereabouts else ""


def digest_of(facts, channel, place, previous) -> str:
    """SHA-256 of an entry; one written before its origin was noted is fingerprinted as it was then."""
    scope, number, at, *others = facts
    origin = [channel, place] if channel else []
    text = json.dumps([scope, number, at.isoformat(), *others, *origin, previous], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Whereabouts(models.Model):
    """From which network an act came: kept a year, apart, since the entry itself stays for good.

    The entry holds the fingerprint of the network and of a random salt: while both are kept nobody can change them
    unseen, and once they are gone the fingerprint tells nothing any more.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="whereabouts")
    network = models.CharField("réseau", max_length=50)
    salt = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)

    never = [Never("fixed", ("UPDATE", "TRUNCATE"), ONLY_ADDED)]

    def __str__(self):
        return self.network

    @staticmethod
    def fingerprint(network: str, salt: str) -> str:
        """What the entry holds of it."""
        return hashlib.sha256(f"{salt}:{network}".encode()).hexdigest()
