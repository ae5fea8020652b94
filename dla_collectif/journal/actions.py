"""Write in the journal; seal the ends of its chains; forget networks in time."""

import secrets
from datetime import timedelta

from django.db import transaction

from dla_collectif.services import clock, origin
from dla_collectif.services.search import normalise

from .models import Chain, Entry, Whereabouts

HOUSE = "maison"  # what belongs to no programme
SEALS = "sceaux"  # the chain of chains: where the others ended, day after day
HOUSE_NAME = "DLA collectif"
LONGEST = 500  # signs of a sentence; what is longer is cut
NETWORKS_KEPT = timedelta(days=365)  # CNIL, recommendation of 14 October 2021 on logs: six months to a year
SEALED_EVERY = timedelta(hours=20)  # once a day, whenever the worker comes by


def record(scope, sentence: str, *, by) -> Entry:
    """Add an entry: `scope` is a programme or a step (anything with `journal_scope`), or None for the house itself.

    `sentence` begins with a verb: « a clos l’étape ». Call it last in an action: it takes the lock of its chain.
    """
    name = getattr(scope, "journal_scope", HOUSE)
    phase = getattr(scope, "key", "") if scope is not None else ""
    return add(name, sentence, by=by, phase=phase)


def add(scope: str, sentence: str, *, by, phase="") -> Entry:
    """Add an entry to the chain named `scope`: three statements, and one more for the network of a visitor."""
    here, who, sentence = origin.here(), name_of(by), sentence[:LONGEST]
    salt = secrets.token_urlsafe(24) if here.network else ""
    with transaction.atomic(savepoint=False):
        chain = locked(scope)
        entry = Entry(
            scope=scope,
            number=chain.number + 1,
            at=clock.now(),
            by=by,
            who=who,
            phase=phase,
            sentence=sentence,
            channel=here.channel,
            place=Whereabouts.fingerprint(here.network, salt) if salt else "",
            search=normalise(who, sentence)[:750],
            salt=secrets.token_urlsafe(18),
            previous=chain.hash,
        )
        entry.hash = entry.digest()
        entry.save(force_insert=True)
        Chain.objects.filter(pk=chain.pk).update(number=entry.number, hash=entry.hash)
        if salt:
            Whereabouts.objects.create(entry=entry, network=here.network, salt=salt, at=entry.at)
    return entry


def name_of(by) -> str:
    """Who acts, and for which organisation where that is known: « Denis Leroy (Ciné-Club) »."""
    if by is None:
        return HOUSE_NAME
    return (f"{by} ({by.speaks_for})" if by.speaks_for else str(by))[:200]


def locked(scope: str) -> Chain:
    """The end of a chain, locked until the transaction ends (on SQLite a transaction begins with the lock of all)."""
    rows = Chain.objects.select_for_update().filter(scope=scope)
    found = rows.first()
    if found is None:
        Chain.objects.get_or_create(scope=scope)
        found = rows.get()
    return found


def seal_ends() -> int:
    """Write in the chain of chains where each chain ends that grew since its last seal. Returns how many.

    Whoever cuts off an end later, its chain's row too, must also rewrite this chain, whose own end is elsewhere.
    """
    sealed = dict(Entry.objects.filter(scope=SEALS).order_by("number").values_list("phase", "sentence"))
    count = 0
    for chain in Chain.objects.exclude(scope=SEALS).exclude(number=0).order_by("scope"):
        sentence = seal_of(chain.number, chain.hash)
        if sealed.get(chain.scope) != sentence:
            add(SEALS, sentence, by=None, phase=chain.scope)
            count += 1
    return count


def end_of(scope: str) -> str:
    """Where a chain ends now, as it is noted elsewhere: « 57:9f… »; « aucun acte » for one that has not begun."""
    chain = Chain.objects.filter(scope=scope).exclude(number=0).first()
    return f"{chain.number}:{chain.hash}" if chain else "aucun acte"


def seal_of(number: int, digest: str) -> str:
    """How a seal is written: « acte 57, empreinte 9f… »."""
    return f"acte {number}, empreinte {digest}"


def keep_house() -> None:
    """The worker's daily round: seal what grew, forget the networks of more than a year."""
    last = Entry.objects.of(SEALS).values_list("at", flat=True).first()
    if last is None or last < clock.now() - SEALED_EVERY:
        seal_ends()
    Whereabouts.objects.filter(at__lt=clock.now() - NETWORKS_KEPT).delete()
