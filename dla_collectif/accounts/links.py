"""What happens to personal links: asked for, sent, opened, closed, given back."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from dla_collectif.entrance.models import Session
from dla_collectif.journal.actions import record
from dla_collectif.outbox.actions import send
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal

from .models import LinkRequest, Opening, PersonalLink, User

Ending = PersonalLink.Ending
LINKS_KEPT = timedelta(days=30)  # after their end: so that somebody who comes late is told why


def find_link(token: str) -> PersonalLink | None:
    """Look a token up without changing anything."""
    rows = PersonalLink.objects.select_related("user__person")
    return rows.filter(digest=PersonalLink.digest_of(token)).first()


def open_link(token: str) -> PersonalLink:
    """The living link of a token, noted as opened. Raises Refusal when it is unknown, expired or closed."""
    link = find_link(token)
    if link is None or not link.is_alive:
        raise Refusal("Ce lien ne s’ouvre plus. Demandez-en un nouveau avec votre adresse électronique.")
    first = PersonalLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=clock.now())
    if link.is_reset and not first:
        raise Refusal("Ce lien a déjà servi. Demandez-en un nouveau avec votre adresse électronique.")
    if first:
        record(None, "a ouvert son lien personnel", by=link.user)
    return link


def note_opening(link, session_key, *, network="", browser="") -> Opening:
    """Note the session that a link opened: closing the link will end it.

    `session_key` is empty when a second factor is still to come: a session that it confirms is no link's any more.
    """
    session = Session.digest_of(session_key) if session_key else ""
    return Opening.objects.create(link=link, user=link.user, session=session, network=network, browser=browser)


def request_link(email: str, path="/", old_token="") -> None:
    """Note that a fresh link is wanted at this address; whether anybody has it is not looked up here.

    It leads to `path`, or where an older link of the same person led (`old_token`).
    """
    old = PersonalLink.digest_of(old_token) if old_token else ""
    LinkRequest.objects.create(address=email.lower().strip(), path=path[:500], old=old)


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
    old = PersonalLink.objects.filter(user=user, digest=request.old).first() if request.old else None
    path = old.path if old is not None and request.path == "/" else request.path
    template = "accounts/mail/reset.txt" if path == PersonalLink.RESET else "accounts/mail/link.txt"
    return bool(send(template, to=user, link=path, key=f"link:{request.pk}:{request.at:%Y%m%d%H%M%S%f}"))


def send_link(user, path, *, about=None, by) -> None:
    """Send somebody a fresh link; those sent before still open. Answers go to `by`; one such letter a minute."""
    key = f"link-by:{user.pk}:{clock.now():%Y%m%d%H%M}"
    send("accounts/mail/link.txt", to=user, link=path, key=key, about=about, by=by)
    record(about, f"a envoyé un nouveau lien personnel à {user}", by=by)


def close_links(links, ending, *, about=None, staying="", by) -> int:
    """Close living links before their time, and end the sessions that they opened; returns how many links.

    `links`: a queryset of one person's links; `staying`: the key of a session that goes on all the same.
    """
    closed = list(links.alive().select_related("user__person"))
    if not closed:
        return 0
    opened = Opening.objects.filter(link__in=closed).exclude(session="")
    if staying:
        opened = opened.exclude(session=Session.digest_of(staying))
    Session.objects.filter(session_key__in=list(opened.values_list("session", flat=True))).delete()
    PersonalLink.objects.filter(pk__in=[link.pk for link in closed]).update(revoked_at=clock.now(), ending=ending)
    record(about, sentence_of_closing(closed, ending, by), by=by)
    return len(closed)


def sentence_of_closing(closed, ending, by) -> str:
    """How the journal tells that links were closed."""
    which = "un lien personnel" if len(closed) == 1 else f"{len(closed)} liens personnels"
    if ending == Ending.RETURNED:
        return f"a noté que {which} de {closed[0].user} est arrivé chez quelqu’un d’autre, et l’a fermé"
    return f"a fermé {which}" if by == closed[0].user else f"a fermé {which} de {closed[0].user}"


def give_back(token: str) -> None:
    """Whoever received somebody else's link closes it; a link that is over, or never was, is answered the same."""
    link = find_link(token)
    if link is not None:
        close_links(PersonalLink.objects.filter(pk=link.pk), Ending.RETURNED, by=None)


def forget_links() -> int:
    """Remove the links that ended a month ago; what they opened is in the journal. Returns how many."""
    before = clock.now() - LINKS_KEPT
    return PersonalLink.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before)).delete()[0]
