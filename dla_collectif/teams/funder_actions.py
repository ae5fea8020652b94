"""The usual funders of a DLA: written and taken away by its managers."""

from django.db import transaction

from dla_collectif.journal.actions import record
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal

from .funders import MOST
from .models import NamedFunder, UsualFunder

FIELDS = (*NamedFunder.TOLD, "version")


def write_usual_funder(dla, data, row=None, *, by) -> UsualFunder:
    """Add a funder to the DLA's list, or change one. `data`: name, mention, address, position, version, logo.

    `logo` is a picture drawn again, False to take it away, None to keep it. Raises Conflict, and Refusal past twelve.
    """
    if row is None and UsualFunder.objects.filter(dla=dla).count() >= MOST:
        raise Refusal(f"{MOST} financeurs au plus : retirez-en un d’abord.")
    row = store(row or UsualFunder(dla=dla), data, by=by)
    record(dla, f"a écrit le financeur habituel « {row.name} »", by=by)
    return row


def remove_usual_funder(dla, row, *, by) -> None:
    """Take a funder off the DLA's list; programmes that named it still do."""
    name = row.name
    delete(row)
    record(dla, f"a retiré le financeur habituel « {name} »", by=by)


def store(row, data, *, by):
    """Write a funder and its logo."""
    row = edit(row, {name: data[name] for name in (*FIELDS, "organisation", "since") if name in data}, by=by)
    if data.get("logo") is not None:
        former, storage = row.logo.name, row.logo.storage
        row.logo = data["logo"] or ""
        row.save(update_fields=["logo"])
        if former:
            transaction.on_commit(lambda: storage.delete(former))
    return row


def delete(row) -> None:
    """Delete a funder; its logo goes once that is certain."""
    logo, storage = row.logo.name, row.logo.storage
    row.delete()
    if logo:
        transaction.on_commit(lambda: storage.delete(logo))
