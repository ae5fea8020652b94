"""What happens to accounts; links have their own verbs in `links`."""

from dla_collectif.journal.actions import record
from dla_collectif.outbox.actions import send

from .models import Membership, User


def mail(person, template, /, **context):
    """Write to a person: their account is made if they have none. See `outbox.actions.send` for the rest."""
    return send(template, to=User.objects.of(person), **context)


def join_team(user, dla, role=Membership.Role.OFFICER, *, by=None):
    """Give a person a role in a DLA's team."""
    membership, _ = Membership.objects.update_or_create(user=user, dla=dla, defaults={"role": role, "suspended": False})
    record(None, f"a donné à {user} le rôle « {membership.get_role_display()} » dans {dla}", by=by)
    return membership
