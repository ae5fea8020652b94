"""Find what was changed, removed, reordered, inserted or cut off in the journal: one pass over its entries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q

from dla_collectif.services import clock, triggers
from dla_collectif.services.search import normalise

from .actions import HOUSE, NETWORKS_KEPT, SEALS
from .models import Chain, Entry, Redaction, Whereabouts, digest_of, facts_of
from .redaction import ENTRIES, NOTICE, fingerprint, together

AT_ONCE = 5000  # entries in memory
COLUMNS = ("pk", "scope", "number", "at", "by_id", "who", "phase", "sentence", "channel", "place", "search", "salt")
COLUMNS += ("previous", "hash", "whereabouts__network", "whereabouts__salt")
SEAL = re.compile(r"acte (\d+), empreinte ([0-9a-f]{64})")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a scope, first of all: at which entry, in a French sentence."""

    scope: str
    number: int
    sentence: str


@dataclass
class Walk:
    """A chain while it is walked."""

    number: int = 0
    hash: str = ""
    seals: dict[int, str] = field(default_factory=dict)  # what the chain of chains says of it


@dataclass
class Redacted:
    """What erasures rewrote: what an entry says since, and the redactions that each notice closed."""

    entries: dict[int, str] = field(default_factory=dict)
    notices: dict[int | None, list[tuple[str, int, str]]] = field(default_factory=dict)


def faults(scope: str = "") -> list[Fault]:
    """The first fault of each broken scope, of all or of `scope` alone; none when the journal is whole."""
    found = {}
    for fault in walk(scope):
        found.setdefault(fault.scope, fault)
    return list(found.values())


def walk(scope: str) -> Iterator[Fault]:
    """Every fault, in the order of the entries; the ends of the chains last."""
    which = Q(scope=scope) if scope else Q()
    walks, past = sealed(scope), redacted()
    rows = Entry.objects.filter(which).order_by("scope", "number").values_list(*COLUMNS, named=True)
    for entry in rows.iterator(chunk_size=AT_ONCE):
        yield from check(entry, walks.setdefault(entry.scope, Walk()), past)
    if not scope:
        yield from check_notices(past)
    ends = {chain.scope: (chain.number, chain.hash) for chain in Chain.objects.filter(which)}
    for name in sorted({*walks, *ends}):
        yield from check_end(name, walks.get(name, Walk()), ends.get(name))


def sealed(scope: str) -> dict[str, Walk]:
    """What the chain of chains says of each chain."""
    walks = {}
    seals = Entry.objects.filter(scope=SEALS, **({"phase": scope} if scope else {})).order_by("number")
    for name, sentence in seals.values_list("phase", "sentence").iterator(chunk_size=AT_ONCE):
        seal = SEAL.fullmatch(sentence)
        if seal:
            walks.setdefault(name, Walk()).seals[int(seal[1])] = seal[2]
    return walks


def redacted() -> Redacted:
    """Every redaction; the last one of a row says what it holds now."""
    found = Redacted()
    rows = Redaction.objects.order_by("pk").values_list("notice_id", "subject", "subject_id", "digest")
    for notice, *facts in rows.iterator(chunk_size=AT_ONCE):
        found.notices.setdefault(notice, []).append(tuple(facts))
        if facts[0] == ENTRIES:
            found.entries[facts[1]] = facts[2]
    return found


def check(entry, past: Walk, erased: Redacted) -> Iterator[Fault]:
    """The faults of one entry, seen from the one before it."""
    scope, number, salt = entry.scope, entry.number, entry.whereabouts__salt
    if number != past.number + 1:
        yield Fault(scope, past.number + 1, "il manque ici un acte, ou un numéro a changé")
    elif (entry.pk in erased.entries and fingerprint(entry) != erased.entries[entry.pk]) or (
        entry.pk not in erased.entries
        and entry.hash != digest_of(facts_of(entry), entry.channel, entry.place, entry.previous, entry.salt)
    ):
        yield Fault(scope, number, "cet acte n’est plus celui qui a été écrit")
    elif entry.previous != past.hash:
        yield Fault(scope, number, "cet acte ne suit pas celui qui le précède")
    elif entry.search and entry.search != normalise(entry.who, entry.sentence)[: len(entry.search)]:
        yield Fault(scope, number, "on ne trouve plus cet acte par ses propres mots")
    elif salt and Whereabouts.fingerprint(entry.whereabouts__network, salt) != entry.place:
        yield Fault(scope, number, "le réseau d’où vient cet acte n’est plus celui qui a été noté")
    elif entry.place and not salt and entry.at > clock.now() - NETWORKS_KEPT:
        yield Fault(scope, number, "le réseau d’où vient cet acte a été effacé avant son heure")
    if past.seals.pop(number, entry.hash) != entry.hash:
        yield Fault(scope, number, "cet acte n’est pas celui qui a été scellé : la suite a été récrite")
    yield from check_notice(entry, erased)
    past.number, past.hash = number, entry.hash


def check_notice(entry, erased: Redacted) -> Iterator[Fault]:
    """The fault of an entry that says that words were rewritten, or that redactions lean on: they must agree."""
    said, those = NOTICE.fullmatch(entry.sentence), erased.notices.pop(entry.pk, [])
    if said and (int(said[1]), said[2]) != (len(those), together(those)):
        yield Fault(entry.scope, entry.number, "cet effacement ne dit plus ce qui a été récrit")
    elif those and not said:
        yield Fault(entry.scope, entry.number, "cet acte ne dit pas les textes qui ont été récrits en son nom")


def check_notices(erased: Redacted) -> Iterator[Fault]:
    """The fault of what was rewritten and no act says; asked once every entry was seen."""
    if erased.notices:
        some = sum(map(len, erased.notices.values()))
        yield Fault(HOUSE, 0, f"aucun acte ne dit que des textes ont été récrits ({some})")


def check_end(scope: str, past: Walk, end) -> Iterator[Fault]:
    """The faults of a chain's end: what its row, and its seals, say that the entries do not."""
    if past.seals:
        yield Fault(scope, past.number + 1, f"la fin est coupée : l’acte {max(past.seals)} avait été scellé")
    elif end is None and past.number:
        yield Fault(scope, past.number, "la fin de cette chaîne n’est plus notée")
    elif end is not None and end != (past.number, past.hash):
        yield Fault(scope, past.number + 1, f"la chaîne devrait finir à l’acte {end[0]}")


def unguarded() -> list[str]:
    """The triggers that the database has not: without them an entry can be changed, though not unseen."""
    return triggers.missing(connection)


def is_known(scope: str, end: str) -> bool:
    """Whether an end noted elsewhere, « 812:9f… », still is in its chain."""
    number, _, digest = end.partition(":")
    rows = Entry.objects.filter(scope=scope, hash=digest)
    return number.isdecimal() and len(number) < 10 and rows.filter(number=int(number)).exists()
