"""Write words of the journal, and of other rows that never change, again when a person's data are erased.

An entry keeps its hash, so the chain holds; what it says since is fingerprinted in a `Redaction`, and the fingerprint
of all the redactions of one chain stands in a notice, an entry like any other. So nobody rewrites a word without an act
that says so, and nobody alters what was rewritten unseen.
"""

import re
from collections.abc import Iterable

from django.db.models import Q

from dla_collectif.services.mentions import Mentions
from dla_collectif.services.search import normalise

from .actions import HOUSE, add
from .models import Entry, Redaction, sha256_of

ENTRIES = Entry._meta.db_table
AT_ONCE = 500
NOTICE = re.compile(
    r"a effacé les données d’une personne\u00a0: (\d+) textes? de ce journal et des pièces closes (?:dit|disent) "
    r"désormais un pseudonyme, empreinte ([0-9a-f]{64})"
)


def notice_of(count: int, digest: str) -> str:
    """How a notice is written."""
    texts, say = ("textes", "disent") if count > 1 else ("texte", "dit")
    return (
        f"a effacé les données d’une personne\u00a0: {count} {texts} de ce journal et des pièces closes {say} "
        f"désormais un pseudonyme, empreinte {digest}"
    )


def fingerprint(entry) -> str:
    """SHA-256 of a rewritten entry: its words, all the rest, and the hash of what it said."""
    scope, number, at, *others = entry.facts
    rest = [entry.channel, entry.place, entry.search, entry.salt, entry.previous, entry.hash]
    return sha256_of([scope, number, at.isoformat(), *others, *rest])


def together(redactions: Iterable[tuple[str, int, str]]) -> str:
    """The one fingerprint of several redactions: (table, row, fingerprint)."""
    return sha256_of(sorted(map(list, redactions)))


def open_redactions(subject: str, digests: dict[int, str]) -> None:
    """Say which rows of a table are about to be rewritten, and what they will say: {row: fingerprint}."""
    rows = [Redaction(subject=subject, subject_id=pk, digest=digest) for pk, digest in digests.items()]
    Redaction.objects.bulk_create(rows, batch_size=AT_ONCE)


def rewrite_entries(mentions: Mentions, account) -> None:
    """Put the pseudonym in the journal, wherever the person acted or is named; the redactions stay open."""
    changed = []
    for entry in naming(mentions, account).order_by("scope", "number").iterator(chunk_size=AT_ONCE):
        before = (entry.who, entry.sentence)
        if account and entry.by_id == account.pk:
            entry.who = mentions.pseudonym
        elif entry.by_id is None:  # a name beside another account is the name of somebody else
            entry.who = mentions.rewrite(entry.who)[:200]
        entry.sentence = mentions.rewrite(entry.sentence)[:500]
        if before != (entry.who, entry.sentence):
            entry.search, entry.salt = normalise(entry.who, entry.sentence)[:750], ""
            changed.append(entry)
    open_redactions(ENTRIES, {entry.pk: fingerprint(entry) for entry in changed})
    for entry in changed:
        Entry.objects.filter(pk=entry.pk).update(
            who=entry.who, sentence=entry.sentence, search=entry.search, salt=entry.salt
        )


def naming(mentions: Mentions, account):
    """The entries that may name the person: found by their normalised words, or by their author."""
    found = Q(search="") | (Q(by=account) if account else Q(pk=None))
    for first, last in mentions.names:
        found |= Q(search__contains=normalise(first, last)) | Q(search__contains=normalise(last, first))
    for address in mentions.addresses:
        found |= Q(search__contains=normalise(address))
    for phone in mentions.phones:
        end = "".join(sign for sign in phone if sign.isdigit())[-8:]
        found |= Q(search__contains=end) | Q(search__contains=" ".join(end[at : at + 2] for at in range(0, 8, 2)))
    return Entry.objects.filter(found)


def close_redactions(*, by) -> int:
    """Write the notices: one in each chain that was touched, the house's for what is no entry. Returns how many rows.

    Called last, like `record`.
    """
    rows = list(
        Redaction.objects.filter(notice=None).order_by("pk").values_list("pk", "subject", "subject_id", "digest")
    )
    pks = [subject_id for _, subject, subject_id, _ in rows if subject == ENTRIES]
    scopes = {}
    for at in range(0, len(pks), AT_ONCE):
        scopes |= dict(Entry.objects.filter(pk__in=pks[at : at + AT_ONCE]).values_list("pk", "scope"))
    chains: dict[str, list] = {}
    for pk, subject, subject_id, digest in rows:
        scope = scopes[subject_id] if subject == ENTRIES else HOUSE
        chains.setdefault(scope, []).append((pk, subject, subject_id, digest))
    for scope, those in sorted(chains.items()):
        digest = together((subject, subject_id, each) for _, subject, subject_id, each in those)
        notice = add(scope, notice_of(len(those), digest), by=by)
        numbers = [pk for pk, *_ in those]
        for at in range(0, len(numbers), AT_ONCE):
            Redaction.objects.filter(pk__in=numbers[at : at + AT_ONCE]).update(notice=notice)
    return len(rows)
