"""Put a mail in the outbox; take due mails out of it."""

import re
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from dla_collectif.services import clock
from dla_collectif.services.ids import new_public_id

from .models import CODE, LINK, Message

ATTEMPTS = 8
STUCK = timedelta(minutes=5)
MAYBE_TWICE = "le travail s’est arrêté pendant l’envoi"


def send(template, *, to, key, link="", about=None, by=None, **context):
    """Queue a mail: `template` is a text whose first line is the subject; `link` a path that `{{ link }}` opens.

    `to` is an account (`accounts.actions.mail` takes a person); `key` says what the mail is for, so that the same cause
    never sends two. `about` is the programme or step concerned; answers go to `by`.
    Returns the message, or the first of that key.
    """
    text = render_to_string(template, {**context, "to": to, "link": LINK, "code": CODE, "by": by})
    subject, _, body = text.strip().partition("\n")
    message_id = f"<{new_public_id()}{new_public_id()}@{settings.PUBLIC_URL.rpartition('//')[2].partition(':')[0]}>"
    message, _ = Message.objects.get_or_create(
        key=key[:120],
        defaults={
            "scope": getattr(about, "journal_scope", ""),
            "to": to,
            "address": to.email,
            "reply_to": by.email if by else "",
            "subject": one_line(subject),
            "body": body.strip() + "\n",
            "link": link,
            "message_id": message_id,
        },
    )
    return message


def deliver_due(limit=50) -> int:
    """Send what is due; returns how many left. A mail that fails waits longer each time, and is never lost."""
    free_the_stuck()
    count = 0
    for message in Message.objects.due()[:limit]:
        count += deliver(message)
    return count


def deliver(message) -> bool:
    """Send one mail. It is marked as leaving before the dialogue, so that a crash can be seen afterwards."""
    taken = Message.objects.filter(pk=message.pk, state=Message.State.QUEUED)
    if not taken.update(state=Message.State.SENDING, attempts=message.attempts + 1, due_at=clock.now() + STUCK):
        return False
    message.attempts += 1
    try:
        compose(message).send()
    except (smtplib.SMTPException, OSError) as problem:
        put_off(message, problem)
        return False
    state = Message.State.UNSURE if message.error == MAYBE_TWICE else Message.State.SENT
    Message.objects.filter(pk=message.pk).update(state=state, sent_at=clock.now(), error="")
    return True


def compose(message) -> EmailMessage:
    """The mail as it leaves, with a fresh personal link in place of its mark."""
    body = message.body
    if message.link and LINK in body:
        token = message.to.issue_link(message.link, subject=message.subject, scope=message.scope)
        body = body.replace(LINK, settings.PUBLIC_URL + reverse("accounts:link", args=[token]))
    if CODE in body:
        body = body.replace(CODE, message.to.tell_code(message.key))
    return EmailMessage(
        subject=message.subject,
        body=body,
        to=[message.address],
        reply_to=[message.reply_to] if message.reply_to else [],
        headers={"Message-ID": message.message_id},
    )


def put_off(message, problem):
    """Try again later, at growing intervals; after the last try, say that it was not delivered."""
    final = message.attempts >= ATTEMPTS
    Message.objects.filter(pk=message.pk).update(
        state=Message.State.FAILED if final else Message.State.QUEUED,
        due_at=clock.now() + timedelta(minutes=2**message.attempts),
        error=one_line(str(problem))[:300],
    )


def free_the_stuck():
    """A mail left in the middle by a killed worker is sent again, under the same Message-ID."""
    with transaction.atomic():
        stuck = Message.objects.filter(state=Message.State.SENDING, due_at__lt=clock.now())
        stuck.update(state=Message.State.QUEUED, due_at=clock.now(), error=MAYBE_TWICE)


def one_line(text: str) -> str:
    """A header never holds a line break; French spaces stay."""
    return re.sub(r"[\x00-\x20\x7f]+", " ", text).strip()[:200]
