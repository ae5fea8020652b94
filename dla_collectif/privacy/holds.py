"""Holds: nothing on hold is destroyed or erased. Whoever destroys asks `refuse_if_held` first, in its transaction."""

from django.db.models import Q

from dla_collectif.directory.models import Person
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import day

from .models import Hold

LONGEST = 500  # signs of a sentence of the journal


def of(thing) -> Q:
    """The holds of a programme (anything with `journal_scope`) or of a person, themselves."""
    return Q(person=thing) if isinstance(thing, Person) else Q(scope=thing.journal_scope)


def hold_on(thing) -> Hold | None:
    """What keeps a programme or a person from being destroyed."""
    return Hold.objects.active().filter(of(thing)).select_related("placed_by__person").order_by("pk").first()


def told(thing) -> list[str]:
    """What there is to know of a hold on a programme or a person, in a sentence; nothing where there is none."""
    found = hold_on(thing)
    if found is None:
        return []
    since = f"posé par {found.placed_by} le {day(found.placed_at)}"
    return [f"Un gel retient «\u00a0{thing}\u00a0», {since}\u00a0: {found.reason}"]


def refuse_if_held(thing) -> None:
    """Raises Refusal for a programme or a person on hold, with who put it and why."""
    for sentence in told(thing):
        raise Refusal(sentence)


def place_hold(thing, data, *, by, scope=None) -> Hold:
    """Keep a programme or a person from being destroyed. `data`: reason, until. Raises Refusal when it is so already.

    `scope`: in whose journal it is written, where the thing has none.
    """
    locked(thing)
    if Hold.objects.active().filter(of(thing)).exists():
        raise Refusal("Un gel est déjà posé\u00a0: levez-le d’abord pour en changer le motif ou la date.")
    if data.get("until") and data["until"] < clock.today():
        raise Refusal("Cette date est passée\u00a0: choisissez-en une à venir, ou aucune.", "until")
    named = {"person": thing} if isinstance(thing, Person) else {"scope": thing.journal_scope}
    reason = data["reason"].strip()
    hold = Hold.objects.create(**named, reason=reason, until=data.get("until"), placed_at=clock.now(), placed_by=by)
    until = f" jusqu’au {day(hold.until)}" if hold.until else ""
    record(scope or thing, f"a gelé toute destruction pour {thing}{until}\u00a0: {reason}"[:LONGEST], by=by)
    return hold


def lift_hold(thing, reason, *, by, scope=None) -> None:
    """End a hold. Raises Refusal when there is none any more, or without a reason."""
    locked(thing)
    if not reason.strip():
        raise Refusal("Dites en une phrase pourquoi le gel est levé.", "reason")
    active = Hold.objects.active().filter(of(thing))
    if not active.update(lifted_at=clock.now(), lifted_by=by, lifted_reason=reason.strip()[:300]):
        raise Refusal("Ce gel n’est plus posé\u00a0: quelqu’un vient de le lever, ou sa date est passée.")
    record(scope or thing, f"a levé le gel de {thing}\u00a0: {reason.strip()}"[:LONGEST], by=by)


def locked(thing) -> None:
    """One change at a time: a hold and a destruction must not pass each other by."""
    type(thing)._default_manager.select_for_update().get(pk=thing.pk)
