"""Say who pays for a programme: one by one, or as a DLA that carries it usually does."""

from django.core.files.base import ContentFile

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from dla_collectif.teams import funder_actions
from dla_collectif.teams.funders import MOST
from dla_collectif.teams.models import NamedFunder, UsualFunder

from .models import Funder


def write_funder(program, data, row=None, *, by) -> Funder:
    """Add a funder, or change one. `data`: organisation, name, mention, address, position, since, version, logo.

    `logo` is a picture drawn again, False to take it away, None to keep it. Raises Conflict, and Refusal past twelve.
    """
    if row is None and Funder.objects.filter(program=program).count() >= MOST:
        raise Refusal(f"{MOST} financeurs au plus : retirez-en un d’abord.")
    row = funder_actions.store(row or Funder(program=program), data, by=by)
    record(program, f"a écrit le financeur « {row.name} »", by=by)
    return row


def remove_funder(program, row, *, by) -> None:
    """Take a funder off; what was frozen with it stays."""
    name = row.name
    funder_actions.delete(row)
    record(program, f"a retiré le financeur « {name} »", by=by)


def take_usual_funders(program, dla, *, by) -> list[Funder]:
    """Copy those of a DLA's usual funders that the programme does not name yet. Raises Refusal when there is none."""
    named = {name.casefold() for name in Funder.objects.filter(program=program).values_list("name", flat=True)}
    usual = [row for row in UsualFunder.objects.filter(dla=dla) if row.name.casefold() not in named]
    usual = usual[: max(MOST - len(named), 0)]
    if not usual:
        raise Refusal(f"Tous les financeurs habituels de {dla} y sont déjà.")
    taken = [copied(program, row, len(named) + place, by=by) for place, row in enumerate(usual, 1)]
    record(program, f"a repris les financeurs habituels de {dla} : {', '.join(row.name for row in taken)}", by=by)
    return taken


def copied(program, usual, position, *, by) -> Funder:
    """A funder of a DLA's list as the programme's own, its logo with it."""
    fields = {name: getattr(usual, name) for name in NamedFunder.TOLD} | {"position": position}
    row = Funder(program=program, edited_at=clock.now(), edited_by=by, **fields)
    if usual.logo:
        with usual.logo.open("rb") as logo:
            row.logo = ContentFile(logo.read(), name="logo.png")
    row.save()
    return row
