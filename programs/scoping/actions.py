"""What happens while scoping: the note is written, partners join, associations are spotted."""

from associations.history import history_of
from associations.people import own_teams
from dla_collectif.journal.actions import record
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from programs.journey.models import Participation
from programs.journey.participations import seat_organisation, spot_association

from .models import ScopingNote

FIELDS = (*ScopingNote.SECTIONS, "half_days", "decided_on", "version")


def write_note(step, data, *, by) -> ScopingNote:
    """Write the scoping note.

    `data`: any of origin, finding, territory, field, added_value, sought_effects, calendar, half_days (in half-days),
    risks, decision, decided_on, and version when two may write. Raises Conflict.
    """
    note = ScopingNote.objects.filter(program=step.program).first() or ScopingNote(program=step.program)
    edit(note, {name: data[name] for name in FIELDS if name in data}, by=by)
    record(step, "a écrit la note de cadrage", by=by)
    return note


def add_partner(step, data, *, by) -> Participation:
    """The programme is led in partnership with an organisation. `data`: organisation."""
    return seat_organisation(step, data["organisation"], Participation.Role.PARTNER, by=by)


def remove_partner(step, seat, *, by) -> None:
    """Take away a partner noted by mistake. Raises Refusal once it was expected at a meeting."""
    if seat.attendances.exists():
        raise Refusal(f"{seat.organisation} figure déjà sur la liste d’une réunion : ce partenaire reste.")
    seat.delete()
    record(step, f"a retiré {seat.organisation} des partenaires", by=by)


def spot_associations(step, organisations, *, source="", by) -> list[Participation]:
    """Note associations of the directory as spotted; without a source, what the directory says of each.

    One that is in the programme already stays as it is.
    """
    known = () if source else own_teams(by)
    history = history_of([organisation.pk for organisation in organisations], known) if known else {}
    return [
        spot_association(step, organisation, source=source or origin(history.get(organisation.pk)), by=by)
        for organisation in organisations
    ]


def origin(lines) -> str:
    """How an association was spotted, told by its last support or request."""
    return lines[0].what if lines else "annuaire"


def unspot_association(step, seat, *, by) -> None:
    """Take away an association spotted by mistake. Raises Refusal once it was invited."""
    if seat.status != Participation.Status.SPOTTED:
        raise Refusal(f"{seat.organisation} a déjà été conviée : notez son retrait, avec son motif.")
    seat.delete()
    record(step, f"a retiré {seat.organisation} des associations repérées", by=by)
