"""A viewing begins and ends; both are written in the programme's journal."""

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import hour
from dla_collectif.services.visibility import Visibility

from .models import LEVELS, Viewing
from .readings import people_to_see, seats_to_see

NOBODY = (
    "Cette personne ne prend pas part à l’accompagnement, ou travaille dans un DLA\u00a0: "
    "ses pages ne se regardent pas."
)


def see_as_person(journey, seat, person, *, by) -> Viewing:
    """Look at a person's pages of a programme. Raises Refusal for whoever takes no part, or works in a DLA."""
    if (seat, person) not in people_to_see(journey.program, seats_to_see(journey.program)):
        raise Refusal(NOBODY)
    return begin(journey, by=by, seat=seat, seen=person)


def see_as_seat(journey, seat, *, by) -> Viewing:
    """Look at a programme as an organisation would, whoever speaks for it. Raises Refusal for one without a seat."""
    if seat not in seats_to_see(journey.program):
        raise Refusal("Cet organisme ne prend pas part à l’accompagnement.")
    return begin(journey, by=by, seat=seat)


def see_as_level(journey, level, *, by) -> Viewing:
    """Look at a programme as the readers of a level do. Raises Refusal for a level that has no reader of its own."""
    if level not in LEVELS:
        raise Refusal("Choisissez le groupe, les institutions ou tout le monde.")
    return begin(journey, by=by, level=level)


def begin(journey, *, by, **whom) -> Viewing:
    """Write the viewing, and in the journal that it began."""
    viewing = Viewing.objects.create(program=journey.program, viewer=by, **whom)
    record(journey.program, f"a commencé à regarder {space_of(viewing)}, jusqu’à {hour(viewing.until)}", by=by)
    return viewing


def end_viewing(viewing, *, by) -> None:
    """Stop looking; one that is over stays as it is."""
    if viewing.ended_at is None:
        close(viewing, min(clock.now(), viewing.until), by=by)


def close_left_open() -> int:
    """Note the end of what time ended; for the worker. Returns how many."""
    rows = list(Viewing.objects.left_open().select_related("program", "viewer__person", "seen", "seat__organisation"))
    for viewing in rows:
        close(viewing, viewing.until, by=viewing.viewer)
    return len(rows)


def close(viewing, at, *, by) -> None:
    """Note when it ended."""
    if Viewing.objects.filter(pk=viewing.pk, ended_at=None).update(ended_at=at):
        record(viewing.program, f"a cessé de regarder {space_of(viewing)}, à {hour(at)}", by=by)


def space_of(viewing) -> str:
    """« l’espace de Denis Petit (Ciné-Club des Lilas) », « ce que lisent les institutions »."""
    if viewing.seen:
        return f"l’espace de {viewing.whom}"
    verb = "lisent" if viewing.level == Visibility.INSTITUTIONS else "lit"
    return f"ce que {verb} {viewing.whom}"
