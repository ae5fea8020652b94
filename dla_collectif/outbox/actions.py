"""Put a mail in the outbox; send one again; change the words of a kind of mail."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template.loader import render_to_string

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.ids import new_public_id
from dla_collectif.services.refusals import Refusal

from .kinds import Kind, Words, filled, one_line
from .models import CODE, LINK, Message, Text

State = Message.State


def send(template, *, to, key, link="", about=None, by=None, address="", **context) -> Message:
    """Queue a mail: `template` is a text whose first line is the subject; `link` a path that `{{ link }}` opens.

    `to` is an account (`accounts.actions.mail` takes a person); `key` says what the mail is for, so that the same cause
    never sends two. `about` is the programme or step concerned; answers go to `by`; `address`: where it goes, if not to
    the account's own address. Returns the message, or the first of that key.
    """
    text = render_to_string(template, {**context, "to": to, "link": LINK, "code": CODE, "by": by})
    subject, _, body = text.strip().partition("\n")
    mail, more = Words(one_line(subject), body.strip() + "\n"), {"address": address} if address else {}
    return queue(mail, to=to, key=key, link=link, about=about, by=by, **more)


def post(kind: Kind, *, to, key, words, link="", about=None, by=None, text: Words | None = None, button="") -> Message:
    """Queue a mail of a kind: `words` says what its variables stand for; `text` is `text_of(kind, by=by)` if known.

    The rest as for `send`. Returns the message, or the first of that key.
    """
    words = {name: str(value) for name, value in words.items() if value}
    words = {"destinataire": str(to), "signature": str(by or ""), **words}
    mail = filled(text or texts_of([kind], by=by)[kind.key], words)
    button = button or kind.button
    return queue(mail, to=to, key=key, link=link, about=about, by=by, kind=kind.key, words=words, button=button)


def queue(mail: Words, *, to, key, link, about, by, **fields) -> Message:
    """Store a mail, once per key."""
    message_id = f"<{new_public_id()}{new_public_id()}@{settings.PUBLIC_URL.rpartition('//')[2].partition(':')[0]}>"
    defaults = {
        "scope": getattr(about, "journal_scope", ""),
        "to": to,
        "address": to.email,
        "from_name": one_line(str(by))[:120] if by else "",
        "reply_to": by.email if by else "",
        "subject": mail.subject,
        "body": mail.body,
        "link": link,
        "message_id": message_id,
        **fields,
    }
    return Message.objects.get_or_create(key=key[:120], defaults=defaults)[0]


def texts_of(kinds, *, by, batch="") -> dict[str, Words]:
    """The words of kinds of mail, by key: those of the batch, else those of the DLA of `by`, else the product's.

    One statement. An officer of two DLAs writes with the words of the first one joined.
    """
    own = Q(batch="", dla__memberships__user=by, dla__memberships__suspended=False) if by else Q(pk=None)
    mine = Q(batch=batch) if batch else Q(pk=None)
    rows = Text.objects.filter(own | mine, kind__in=[kind.key for kind in kinds]).order_by("batch", "-dla_id")
    found = {kind.key: kind.own_words for kind in kinds}
    found.update({row.kind: Words(row.subject, row.body) for row in rows})
    return found


def write_text(kind: Kind, row: Text, data, *, by) -> Text:
    """Change the words of a kind of mail, for a DLA or for one batch. `data`: subject, body, version.

    Raises Refusal for a variable that this kind does not have, or Conflict.
    """
    subject, body = one_line(data["subject"]), data["body"].strip()
    kind.check(subject, body)
    fields = {"subject": subject, "body": body}
    if "version" in data:
        fields["version"] = data["version"]
    row = edit(row, fields, by=by, lookup=("batch", "kind") if row.batch else ("dla", "kind", "batch"))
    if not row.batch:
        record(None, f"a changé le texte du message « {kind.title} »", by=by)
    return row


def reset_text(kind: Kind, row: Text, *, by) -> None:
    """Go back to the words that stood before: the product's for a DLA, the DLA's for a batch."""
    if row.pk is None:
        raise Refusal("Ce texte est déjà celui d’origine.")
    row.delete()
    if not row.batch:
        record(None, f"a repris le texte d’origine du message « {kind.title} »", by=by)


def send_again(message, *, by) -> Message:
    """Send a mail again that was not delivered. Raises Refusal for one that left or waits."""
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if locked.state != State.FAILED:
        raise Refusal(f"Ce message est {locked.get_state_display()} : il ne se renvoie pas.")
    now = clock.now()
    fields = {"state": State.QUEUED, "attempts": 0, "queued_at": now, "due_at": now, "error": ""}
    Message.objects.filter(pk=locked.pk).update(**fields)
    record(None, f"a renvoyé à {locked.to} le message « {locked.subject} »", by=by)
    locked.refresh_from_db()
    return locked


def correct_address(message, address, *, by) -> Message:
    """Correct an address that was typed wrong, in the directory too, and send the mail again.

    Raises Refusal once its owner came in: from then on they alone change it, since this address opens their space.
    """
    address = address.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Refusal(
            "Cette adresse n’est pas complète : écrivez-la comme prenom.nom@example.org.", "address"
        ) from None
    account = message.to
    if account.last_login is not None or account.is_officer:
        raise Refusal(
            f"{account} est déjà entré·e avec son adresse : elle seule, ou lui seul, peut en changer.", "address"
        )
    if address == message.address.lower():
        raise Refusal("C’est l’adresse qui n’a pas répondu : écrivez la bonne, ou renvoyez le message.", "address")
    old, account.email = account.email, address
    try:
        with transaction.atomic():
            account.save(update_fields=["email"])
    except IntegrityError:
        raise Refusal("Cette adresse est déjà celle d’une autre personne.", "address") from None
    if account.person is not None and account.person.email.lower() == old.lower():
        edit(account.person, {"email": address}, by=by)
    waiting = Message.objects.filter(to=account, state__in=[State.QUEUED, State.FAILED])
    waiting.update(address=address)
    record(None, f"a corrigé l’adresse de {account}", by=by)
    return send_again(message, by=by)
