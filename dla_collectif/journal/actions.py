"""Write in the journal, and check that nobody changed it."""

from django.db.models import F

from dla_collectif.services import clock

from .models import Chain, Entry

HOUSE = "maison"  # what belongs to no programme


def record(scope, sentence: str, *, by) -> Entry:
    """Add an entry: `scope` is a programme or a step (anything with `journal_scope`), or None for the house itself.

    `sentence` begins with a verb: « a clos l’étape ». Call it last in an action: it takes the lock of its chain.
    """
    name = getattr(scope, "journal_scope", HOUSE)
    phase = getattr(scope, "key", "") if scope is not None else ""
    Chain.objects.get_or_create(scope=name)
    Chain.objects.filter(scope=name).update(number=F("number") + 1)  # the row's lock, on both engines
    chain = Chain.objects.get(scope=name)
    entry = Entry(
        scope=name,
        number=chain.number,
        at=clock.now(),
        by=by,
        who=name_of(by),
        phase=phase,
        sentence=sentence[:500],
        previous=chain.hash,
    )
    entry.hash = entry.digest()
    entry.save(force_insert=True)
    Chain.objects.filter(pk=chain.pk).update(hash=entry.hash)
    return entry


def name_of(by) -> str:
    """Who acts, and for which organisation where that is known: « Denis Leroy (Ciné-Club) »."""
    if by is None:
        return "DLA collectif"
    return f"{by} ({by.speaks_for})"[:200] if by.speaks_for else str(by)


def broken(scope: str) -> int | None:
    """The number of the first entry of `scope` that was changed, removed or reordered; None when the chain is whole."""
    previous, number = "", 0
    for entry in Entry.objects.filter(scope=scope).order_by("number").iterator():
        number += 1
        if (entry.number, entry.previous, entry.hash) != (number, previous, entry.digest()):
            return number
        previous = entry.hash
    chain = Chain.objects.filter(scope=scope).first()
    return None if chain is None or (chain.number, chain.hash) == (number, previous) else number + 1
