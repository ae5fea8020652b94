"""What happens to contributions: noted, changed, taken away while nothing cites them."""

from dla_collectif.journal.actions import record
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal

from .models import Contribution

FIELDS = ("kind", "theme", "text", "organisation", "person", "meeting", "visibility", "quotable", "said_on")


def contribute(step, data, *, by) -> Contribution:
    """Note what was said.

    `data`: kind, text (both necessary), theme, organisation, person, meeting, visibility, quotable, said_on.
    """
    row = Contribution(program=step.program, phase=step.key)
    edit(row, given(data), by=by, lookup=("public_id",))
    record(step, f"a noté ce qu’a dit {row.author} ({row.get_kind_display()})", by=by)
    return row


def change_contribution(step, contribution, data, *, by) -> Contribution:
    """Change a contribution. `data`: as for `contribute`, with version. Raises Conflict."""
    fields = given(data) | ({"version": data["version"]} if "version" in data else {})
    edit(contribution, fields, by=by, lookup=("public_id",))
    record(step, f"a modifié ce qu’a dit {contribution.author} ({contribution.get_kind_display()})", by=by)
    return contribution


def remove_contribution(step, contribution, *, by) -> None:
    """Take a contribution away. Raises Refusal while something cites it."""
    count = contribution.citations.count()  # the specification's own relation
    if count:
        where = "une ligne du cahier des charges" if count == 1 else f"{count} lignes du cahier des charges"
        raise Refusal(f"Cette contribution est citée par {where} : retirez d’abord la citation.")
    sentence = f"a retiré ce qu’avait dit {contribution.author} ({contribution.get_kind_display()})"
    contribution.delete()
    record(step, sentence, by=by)


def given(data) -> dict:
    """The fields of a contribution, found in `data`; one that nobody gave keeps its value."""
    return {name: data[name] for name in FIELDS if name in data}
