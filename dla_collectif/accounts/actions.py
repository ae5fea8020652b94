"""What happens to accounts; links have their own verbs in `links`."""

from dla_collectif.journal.actions import record
from dla_collectif.outbox.actions import send

from .models import User


def note_leaving(*, by) -> None:
    """The journal of the house tells who left; `entrance.arrivals.let_in` tells who came, and how."""
    record(None, "a fermé sa session", by=by)


def mail(person, template, /, **context):
    """Write to a person: their account is made if they have none. See `outbox.actions.send` for the rest."""
    return send(template, to=User.objects.of(person), **context)
