"""Take due mails out of the outbox: nothing lost, nothing twice but in the one moment that nobody can know about.

A mail is marked as leaving, and that is committed, before the dialogue with the server. Killed in between, it goes
again later under the same Message-ID and says that it may have left twice.
"""

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta

from django.core.mail import get_connection
from django.db import transaction

from dla_collectif.services import clock

from .kinds import kinds, one_line
from .letters import compose
from .models import Message

ATTEMPTS = 8  # at a recipient that says « later »; the last some four hours after the first
PATIENCE = timedelta(days=5)  # with a server that cannot be reached
LONGEST_WAIT = timedelta(minutes=10)  # between two looks at it
STUCK = timedelta(minutes=5)  # longer than any dialogue: a mail still leaving by then was left by a dead worker
CUTS = 2  # dialogues broken one after the other, after which the server is left alone for a while
State = Message.State
log = logging.getLogger(__name__)

REFUSED = "La messagerie de cette personne refuse ce message"
REASONS = {  # RFC 3463, the digits after the class
    "1.1": "Cette adresse n’existe pas",
    "1.2": "Le domaine de cette adresse n’existe pas",
    "1.10": "Le domaine de cette adresse ne reçoit pas de courriel",
    "2.1": "Cette boîte est fermée",
    "2.2": "La boîte de cette personne est pleine",
    "2.3": "Ce message est trop lourd pour cette boîte",
    "7.1": "La messagerie de cette personne refuse nos messages",
}


class ServerAway(Exception):
    """The server cannot be reached, or will not talk to us: no mail is to blame."""


def deliver_due(limit=50) -> int:
    """Send what is due; returns how many left. A mail that fails waits longer each time, and is never lost."""
    free_the_stuck()
    due = list(Message.objects.due().select_related("to__person")[:limit])
    if not due:
        return 0
    count = cuts = 0
    connection = get_connection()
    try:
        for message in due:
            try:
                left = deliver(message, connection)
            except ServerAway:
                break
            count += left is True
            cuts = cuts + 1 if left is None else 0
            if cuts == CUTS:
                wait_for_server(clock.now() + timedelta(minutes=2))
                break
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.close()
    return count


def deliver(message, connection) -> bool | None:
    """Send one mail; True when it left, None when the dialogue broke. Raises ServerAway."""
    taken = Message.objects.filter(pk=message.pk, state=State.QUEUED)
    fields = {"state": State.SENDING, "attempts": message.attempts + 1, "due_at": clock.now() + STUCK}
    if not taken.update(**fields):
        return False
    message.refresh_from_db()
    try:
        mail = compose(message) if still_wanted(message) else None
    except Exception:  # whatever is wrong with this mail must not hold up the others
        log.exception("mail %s cannot be made", message.public_id)
        return give_up(message, "Ce message n’a pas pu être composé : écrivez à cette personne autrement.")
    if mail is None:
        note(message, state=State.DROPPED, error="Il n’y avait plus lieu de l’envoyer : le geste est fait, ou arrêté.")
        return False
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as problem:
        put_off(message, problem, server=True)
        wait_for_server(message.due_at)
        raise ServerAway from problem
    return talk(message, mail, connection)


def talk(message, mail, connection) -> bool | None:
    """The dialogue about one mail, and what becomes of it."""
    try:
        connection.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        return refused_with(message, code, said)
    except smtplib.SMTPSenderRefused as refused:  # our own address, or a server that had enough: not this mail's fault
        hang_up(connection)
        put_off(message, refused, server=True)
        return None
    except smtplib.SMTPResponseException as refused:
        return refused_with(message, refused.smtp_code, refused.smtp_error)
    except (smtplib.SMTPException, OSError) as problem:  # cut or hanging: perhaps after it was taken
        hang_up(connection)
        put_off(message, problem, server=True, maybe_twice=True)
        return None
    except Exception:
        log.exception("mail %s cannot be sent", message.public_id)
        return give_up(message, "Ce message n’a pas pu être envoyé : écrivez à cette personne autrement.")
    note(message, state=State.UNSURE if message.maybe_twice else State.SENT, sent_at=clock.now(), error="")
    return True


def still_wanted(message) -> bool:
    """Ask whether there is still a reason for this mail, and take the words that are true by now."""
    kind = kinds().get(message.kind)
    if kind is None or kind.refresh is None:
        return True
    words = kind.refresh(message)
    if words is None:
        return False
    note(message, subject=words.subject, body=words.body, link=message.link, words=message.words, button=message.button)
    return True


def refused_with(message, code, said) -> bool:
    """The server answered about this recipient: for good (5xx), or for now."""
    if code == 421:  # « closing »: about the server, whenever it is said
        put_off(message, smtplib.SMTPServerDisconnected(answer(code, said)), server=True)
    elif code >= 500:
        give_up(message, in_french(code, said))
    else:
        put_off(message, smtplib.SMTPResponseException(code, said))
    return False


def in_french(code, said) -> str:
    """Why a server refuses a mail for good, with its own words after ours."""
    text = answer(code, said)
    status = next((word for word in text.split() if word.startswith("5.") and word.count(".") == 2), "")
    reason = REASONS.get(status[2:])
    if reason is None:
        reason = REASONS["1.1"] if code in (550, 551, 553) and not status else REFUSED
    return f"{reason} (réponse du serveur : {text})."


def answer(code, said) -> str:
    """What a server said, on one line."""
    said = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return one_line(f"{code} {said}")[:160]


def put_off(message, problem, *, server=False, maybe_twice=False) -> None:
    """Try again later, at growing intervals; after the last try, say that it was not delivered."""
    now = clock.now()
    wait = timedelta(minutes=2 ** min(message.attempts, 9))
    final = now - message.queued_at > PATIENCE if server else message.attempts >= ATTEMPTS
    said = answer(problem.smtp_code, problem.smtp_error) if hasattr(problem, "smtp_code") else one_line(str(problem))
    where = "Le serveur d’envoi ne répond pas" if server else "La messagerie de cette personne demande d’attendre"
    note(
        message,
        state=State.FAILED if final else State.QUEUED,
        due_at=now + (min(wait, LONGEST_WAIT) if server else wait),
        error=f"{where} ({said})."[:300],
        maybe_twice=message.maybe_twice or maybe_twice,
    )


def give_up(message, reason) -> bool:
    """A mail that will never be taken: say why, to whoever wrote it."""
    note(message, state=State.FAILED, error=reason[:300])
    return False


def note(message, **fields) -> None:
    """Write what became of a mail."""
    for name, value in fields.items():
        setattr(message, name, value)
    Message.objects.filter(pk=message.pk).update(**fields)


def wait_for_server(until) -> None:
    """Leave a server alone for a while: what is due waits with the mail that found it away."""
    Message.objects.due().update(due_at=until)


def hang_up(connection) -> None:
    """End a broken dialogue; the next mail begins another."""
    with suppress(OSError, smtplib.SMTPException):
        connection.close()
    connection.connection = None


def free_the_stuck() -> None:
    """A mail left in the middle by a killed worker is sent again, under the same Message-ID."""
    with transaction.atomic():
        stuck = Message.objects.filter(state=State.SENDING, due_at__lt=clock.now())
        stuck.update(state=State.QUEUED, due_at=clock.now(), maybe_twice=True)
