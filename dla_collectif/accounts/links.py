"""What happens to personal links: asked for, sent, opened, closed, given back."""

from django.contrib.sessions.models import Session

from dla_collectif.journal.actions import record
from dla_collectif.outbox.actions import send
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal

from .models import Opening, PersonalLink, User

Ending = PersonalLink.Ending


def find_link(token: str) -> PersonalLink | None:
    """Look a token up without changing anything."""
    rows = PersonalLink.objects.select_related("user__person")
    return rows.filter(digest=PersonalLink.digest_of(token)).first()


def living_link(token: str) -> PersonalLink:
    """The link of a token. Raises Refusal when it is unknown, expired or closed."""
    link = find_link(token)
    if link is None or not link.is_alive:
        raise Refusal("Ce lien ne s’ouvre plus. Demandez-en un nouveau avec votre adresse électronique.")
    return link


def open_link(link, session_key, *, address="", browser="") -> Opening:
    """Note the session that a link opens. It opens again until it expires; the journal tells it once a day."""
    now = clock.now()
    told = link.openings.filter(at__date=clock.today()).exists()
    opening = Opening.objects.create(link=link, session_key=session_key, at=now, address=address, browser=browser)
    PersonalLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now)
    if not told:
        record(None, "a ouvert son lien personnel", by=link.user)
    return opening


def request_link(email: str, *, path="", old_token="") -> None:
    """Send a fresh link to whoever owns this address; nothing tells whether anybody does.

    It leads to `path`, or where their own `old_token` led; an old token of somebody else leads to the first page.
    """
    user = User.objects.filter(email=email.lower().strip(), is_active=True).first()
    if user is not None:
        old = find_link(old_token) if old_token else None
        path = path or (old.path if old is not None and old.user_id == user.pk else "") or "/"
        send("accounts/mail/link.txt", to=user, link=path[:500], key=key_of(user))


def send_link(user, path, *, about=None, by) -> None:
    """Send somebody a fresh link; those sent before still open. Answers go to `by`."""
    send("accounts/mail/link.txt", to=user, link=path, key=key_of(user), about=about, by=by)
    record(about, f"a envoyé un nouveau lien personnel à {user}", by=by)


def key_of(user) -> str:
    """One such letter a minute."""
    return f"link:{user.pk}:{clock.now():%Y%m%d%H%M}"


def close_links(links, ending, *, about=None, staying="", by) -> int:
    """Close living links before their time, and end the sessions that they opened; returns how many links.

    `links`: a queryset of one person's links; `staying`: the key of a session that goes on all the same.
    """
    closed = list(links.alive().select_related("user__person"))
    if not closed:
        return 0
    keys = Opening.objects.filter(link__in=closed).exclude(session_key=staying).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
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
