"""Who did what, when, from where: entries that are only ever added, each chained to the one before in its scope."""

import hashlib
import json

from django.conf import settings
from django.db import models

from dla_collectif.services.origin import Channel
from dla_collectif.services.triggers import Never

ONLY_ADDED = "Le journal ne fait que s’allonger : rien ne s’y change ni ne s’y efface."
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


NOT_A_CLOSING = """
    OLD.notice_id IS NOT NULL OR NEW.notice_id IS NULL
    OR NEW.id <> OLD.id OR NEW.subject <> OLD.subject OR NEW.subject_id <> OLD.subject_id OR NEW.digest <> OLD.digest
    OR NOT EXISTS (SELECT 1 FROM journal_entry AS e JOIN journal_chain AS c ON c.scope = e.scope AND c.number = e.number
                   WHERE e.id = NEW.notice_id)
"""  # the notice is the last act of its chain: no earlier one is made to say it


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
    salt = models.CharField(max_length=32, blank=True)  # so that the hash, once the words are gone, confirms no guess
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    never = [
        Never("only_added", ("UPDATE",), ONLY_ADDED, words=("who", "sentence", "search", "salt")),
        Never("only_added", ("DELETE", "TRUNCATE"), ONLY_ADDED),
        Never("the_next", ("INSERT",), ONLY_ADDED, when=NOT_THE_NEXT),
    ]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_entry_per_number")]

    def __str__(self):
        return f"{self.who} {self.sentence}"

    def digest(self) -> str:
        """SHA-256 of what the entry says, of its salt and of the hash before it."""
        return digest_of(facts_of(self), self.channel, self.place, self.previous, self.salt)

    @property
    def network(self) -> str:
        """From which network, while it is kept."""
        whereabouts = getattr(self, "whereabouts", None)
        return whereabouts.network if whereabouts else ""


def facts_of(entry) -> tuple:
    """What an entry says, or a row read with its columns."""
    return (entry.scope, entry.number, entry.at, entry.by_id, entry.who, entry.phase, entry.sentence)


def digest_of(facts, channel, place, previous, salt="") -> str:
    """SHA-256 of an entry; one written before its origin, or a salt, was noted is fingerprinted as it was then."""
    scope, number, at, *others = facts
    origin = [channel, place] if channel else []
    salted = [{"salt": salt}] if salt else []
    return sha256_of([scope, number, at.isoformat(), *others, *origin, *salted, previous])


def sha256_of(facts: list) -> str:
    """SHA-256 of a list, always written the same way."""
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


class Redaction(models.Model):
    """A row whose words were written again because a person's data were erased: what it says since.

    Open (without a notice) only inside the transaction that rewrites; the triggers of the row's table let its words
    change meanwhile. The `notice`, an entry of the chain, holds the fingerprint of all the redactions that it closes.
    """

    subject = models.CharField(max_length=63)  # a table
    subject_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    notice = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="redactions")

    never = [
        Never("only_added", ("DELETE", "TRUNCATE"), ONLY_ADDED),
        Never("only_closed", ("UPDATE",), ONLY_ADDED, when=NOT_A_CLOSING),
        Never(
            "begun_open",
            ("INSERT",),
            ONLY_ADDED,
            when="NEW.notice_id IS NOT NULL OR EXISTS (SELECT 1 FROM journal_redaction WHERE id = NEW.id)",
        ),
    ]

    class Meta:
        indexes = [models.Index(fields=["subject", "subject_id"], name="redactions_of_a_row")]

    def __str__(self):
        return f"{self.subject} {self.subject_id}"


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
