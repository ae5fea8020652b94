"""What happens to accounts and links."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from dla_collectif.journal.actions import record
from dla_collectif.outbox.actions import send
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal

from .models import LinkRequest, PersonalLink, User

LINKS_KEPT = timedelta(days=30)  # after their end: so that somebody who comes late is told why


def open_link(token: str) -> PersonalLink:
    """The living link of a token, noted as opened. Raises Refusal when it is unknown, expired or revoked."""
    link = find_link(token)
    if link is None or not link.is_alive:
        raise Refusal("Ce lien ne s’ouvre plus. Demandez-en un nouveau avec votre adresse électronique.")
    first = PersonalLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=clock.now())
    if link.is_reset and not first:
        raise Refusal("Ce lien a déjà servi. Demandez-en un nouveau avec votre adresse électronique.")
    if first:
        record(None, "a ouvert son lien personnel", by=link.user)
    return link


def find_link(token: str) -> PersonalLink | None:
    """Look a token up without changing anything."""
    digest = PersonalLink.digest_of(token)
    return PersonalLink.objects.select_related("user__person").filter(digest=digest).first()


def request_link(email: str, path="/") -> None:
    """Note that a fresh link is wanted at this address; whether anybody has it is not looked up here."""
    LinkRequest.objects.create(address=email.lower().strip(), path=path)


def answer_link_requests(limit=50) -> int:
    """Write to whoever owns the addresses of waiting requests; returns how many mails were queued."""
    count = 0
    for request in LinkRequest.objects.order_by("pk")[:limit]:
        with transaction.atomic():
            if LinkRequest.objects.filter(pk=request.pk).delete()[0]:
                count += answer(request)
    return count


def answer(request) -> bool:
    """Queue the mail that a request asks for, if its address is somebody's."""
    user = User.objects.filter(email=request.address, is_active=True).first()
    if user is None:
        return False
    template = "accounts/mail/reset.txt" if request.path == PersonalLink.RESET else "accounts/mail/link.txt"
    return bool(send(template, to=user, link=request.path, key=f"link:{request.pk}:{request.at:%Y%m%d%H%M%S%f}"))


def forget_links() -> int:
    """Remove the links that ended a month ago; what they opened is in the journal. Returns how many."""
    before = clock.now() - LINKS_KEPT
    return PersonalLink.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before)).delete()[0]


def note_leaving(*, by) -> None:
    """The journal of the house tells who left; `entrance.arrivals.let_in` tells who came, and how."""
    record(None, "a fermé sa session", by=by)


def mail(person, template, /, **context):
    """Write to a person: their account is made if they have none. See `outbox.actions.send` for the rest."""
    return send(template, to=User.objects.of(person), **context)
