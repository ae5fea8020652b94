"""The switches: reminders off and on, for a programme, for a person in it, for oneself everywhere."""

from dla_collectif.journal.actions import record
from dla_collectif.outbox.models import Message
from dla_collectif.services.refusals import Refusal

from .models import Reminded, Silence


def stop_reminders(journey, person=None, *, by) -> Silence:
    """No reminder any more in a programme, to anybody or to one person. Raises Refusal when it is so already."""
    silence, created = Silence.objects.get_or_create(program=journey.program, person=person, defaults={"by": by})
    if not created:
        raise Refusal("Les rappels sont déjà arrêtés.")
    record(journey.program, f"a arrêté les rappels{aside(person)}", by=by)
    return silence


def resume_reminders(journey, person=None, *, by) -> None:
    """Reminders again. Raises Refusal when nothing stopped them."""
    rows = Silence.objects.filter(program=journey.program, person=person)
    if not rows.delete()[0]:
        raise Refusal("Les rappels n’étaient pas arrêtés.")
    record(journey.program, f"a repris les rappels{aside(person)}", by=by)


def set_own_reminders(on: bool, *, by) -> None:
    """Somebody wants reminders, or wants none, in all the programmes where they take part."""
    if on:
        Silence.objects.of_person(by.person).delete()
    else:
        Silence.objects.get_or_create(program=None, person=by.person, defaults={"by": by})
    record(None, "reçoit de nouveau les rappels" if on else "a arrêté ses rappels", by=by)


def aside(person) -> str:
    """« à Denis Leroy », or nothing for everybody."""
    return f" à {person}" if person else ""


def note_reminded(letters, gesture: str) -> None:
    """Note the reminders that an officer just sent by hand: `letters` of a batch, each with its seat."""
    sent = dict(Message.objects.filter(key__in=[letter.key for letter in letters]).values_list("key", "pk"))
    rows = [
        Reminded(participation=letter.seat, person=letter.person, gesture=gesture, message_id=sent[letter.key])
        for letter in letters
    ]
    Reminded.objects.bulk_create(rows, ignore_conflicts=True)
