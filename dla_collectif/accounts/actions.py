"""What happens to accounts and links."""

from dla_collectif.journal.actions import record
from dla_collectif.outbox.actions import send
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal

from .models import PersonalLink, User


def open_link(token: str) -> PersonalLink:
    """The living link of a token, noted as opened. Raises Refusal when it is unknown, expired or revoked."""
    link = find_link(token)
    if link is None or not link.is_alive:
        raise Refusal("Ce lien ne s’ouvre plus. Demandez-en un nouveau avec votre adresse électronique.")
    if link.opened_at is None:
        link.opened_at = clock.now()
        link.save(update_fields=["opened_at"])
        record(None, "a ouvert son lien personnel", by=link.user)
    return link


def find_link(token: str) -> PersonalLink | None:
    """Look a token up without changing anything."""
    digest = PersonalLink.digest_of(token)
    return PersonalLink.objects.select_related("user__person").filter(digest=digest).first()


def request_link(email: str) -> None:
    """Send a fresh link to whoever owns this address; nothing tells whether anybody does."""
    user = User.objects.filter(email=email.lower().strip(), is_active=True).first()
    if user is not None:
        send("accounts/mail/link.txt", to=user, link="/", key=f"link:{user.pk}:{clock.now():%Y%m%d%H%M}")


def mail(person, template, /, **context):
    """Write to a person: their account is made if they have none. See `outbox.actions.send` for the rest."""
    return send(template, to=User.objects.of(person), **context)
