"""The verb of the sheet."""

from dla_collectif.journal.actions import record
from dla_collectif.services.editing import edit

from ..models import Sheet


def write_sheet(step, data, *, by) -> Sheet:
    """Write the summary and the sheet's own words. `data`: focus, setup, course, summary, contacts, version."""
    row = edit(Sheet.objects.filter(program=step.program).first() or Sheet(program=step.program), data, by=by)
    record(step, "a écrit le résumé et la fiche d’expérience", by=by)
    return row
