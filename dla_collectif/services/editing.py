"""The one way to change a row that two people may edit at the same time."""

from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F

from . import clock
from .refusals import Conflict, Refusal


def edit(
    row: models.Model, data: dict[str, Any], *, by, lookup: tuple[str, ...] = ("program",), held: bool = False
) -> models.Model:
    """Write `data` on `row` if nobody did since its form was drawn.

    `data` holds the fields to write and `version`, the version that the form showed (0 for a row not yet stored).
    A new row is stored; `lookup` names the fields that make it unique, to find the one that somebody else stored first.
    `held`: the row was read under a lock without which nobody changes it, so that it is not read again.
    Returns the row. Raises `Conflict` with the stored row when the version is not the one that was shown, and
    `Refusal` when the row is gone.
    """
    fields = dict(data)
    expected = fields.pop("version", None)
    model = type(row)
    stamp = {"edited_at": clock.now(), "edited_by": by}
    for name, value in fields.items():
        setattr(row, name, value)
    for name, value in row.derived_fields().items():
        fields[name] = value
        setattr(row, name, value)
    if row._state.adding:
        row.edited_at, row.edited_by = stamp["edited_at"], by
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            first = model.objects.filter(**{name: getattr(row, name) for name in lookup}).first()
            if first is None:
                raise
            raise Conflict(first) from None
        return row
    rows = model.objects.filter(pk=row.pk, version=row.version if expected is None else expected)
    if not rows.update(version=F("version") + 1, **stamp, **fields):
        current = model.objects.filter(pk=row.pk).first()
        if current is None:
            raise Refusal(
                "Quelqu’un vient de retirer ce que vous modifiez : copiez votre texte avant de quitter la page."
            )
        raise Conflict(current)
    if held:
        row.version, row.edited_at, row.edited_by = row.version + 1, stamp["edited_at"], by
    else:
        row.refresh_from_db()
    return row
