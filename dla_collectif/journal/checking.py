"""Find what was changed, removed, reordered, inserted or cut off in the journal: one pass over its entries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q

from dla_collectif.services import clock, triggers
from dla_collectif.services.search import normalise

from .actions import NETWORKS_KEPT, SEALS
from .models import Chain, Entry, Whereabouts, digest_of

AT_ONCE = 5000  # entries in memory
FACTS = ("scope", "number", "at", "by_id", "who", "phase", "sentence")
OTHERS = ("channel", "place", "search", "previous", "hash", "whereabouts__network", "whereabouts__salt")
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


def faults(scope: str = "") -> list[Fault]:
    """The first fault of each broken scope, of all or of `scope` alone; none when the journal is whole."""
    found = {}
    for fault in walk(scope):
        found.setdefault(fault.scope, fault)
    return list(found.values())


def walk(scope: str) -> Iterator[Fault]:
    """Every fault, in the order of the entries; the ends of the chains last."""
    which = Q(scope=scope) if scope else Q()
    walks = sealed(scope)
    rows = Entry.objects.filter(which).order_by("scope", "number").values_list(*FACTS, *OTHERS)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield from check(row, walks.setdefault(row[0], Walk()))
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


def check(row, past: Walk) -> Iterator[Fault]:
    """The faults of one entry, seen from the one before it."""
    facts, (channel, place, search, previous, digest, network, salt) = row[: len(FACTS)], row[len(FACTS) :]
    scope, number, at, _, who, _, sentence = facts
    if number != past.number + 1:
        yield Fault(scope, past.number + 1, "il manque ici un acte, ou un numéro a changé")
    elif digest != digest_of(facts, channel, place, previous):
        yield Fault(scope, number, "cet acte n’est plus celui qui a été écrit")
    elif previous != past.hash:
        yield Fault(scope, number, "cet acte ne suit pas celui qui le précède")
    elif search and search != normalise(who, sentence)[: len(search)]:
        yield Fault(scope, number, "on ne trouve plus cet acte par ses propres mots")
    elif salt and Whereabouts.fingerprint(network, salt) != place:
        yield Fault(scope, number, "le réseau d’où vient cet acte n’est plus celui qui a été noté")
    elif place and not salt and at > clock.now() - NETWORKS_KEPT:
        yield Fault(scope, number, "le réseau d’où vient cet acte a été effacé avant son heure")
    if past.seals.pop(number, digest) != digest:
        yield Fault(scope, number, "cet acte n’est pas celui qui a été scellé : la suite a été récrite")
    past.number, past.hash = number, digest


def check_end(scope: str, past: Walk, end) -> Iterator[Fault]:
    """The faults of a chain's end: what its row, and its seals, say that the entries do not."""
    if past.seals:
        yield Fault(scope, past.number + 1, f"la fin est coupée : l’acte {max(past.seals)} avait été scellé")
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
