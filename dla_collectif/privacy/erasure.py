"""Erase a person: a pseudonym everywhere, counts and proofs as they were. One transaction; nothing undoes it."""

import json
import secrets
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.db import transaction

from dla_collectif.accounts.models import LinkRequest, User
from dla_collectif.directory.models import Person
from dla_collectif.journal import redaction
from dla_collectif.journal.actions import record
from dla_collectif.journal.models import Entry
from dla_collectif.outbox import folder
from dla_collectif.outbox.models import Message
from dla_collectif.services import archives, clock, holdings, printing
from dla_collectif.services.mentions import Mentions
from dla_collectif.services.refusals import Refusal

from . import sweep
from .models import Erasure, ErasureRequest

UNSENT = (Message.State.QUEUED, Message.State.SENDING, Message.State.FAILED)


def erase_person(person: Person, *, by, reason: str) -> Erasure:
    """Erase a person's data. `by`: the account of the named validator, None for the house itself; `reason`: why.

    Raises Refusal, with what to do first, while somebody still needs them (`obstacles` of the apps' `personal`
    modules), or when it is done already.
    """
    waiting_for = holdings.obstacles(person)
    if waiting_for:
        raise Refusal(" ".join(waiting_for))
    return anonymise(person, mark=new_mark(), by=by, reason=reason)


def new_mark() -> str:
    """What tells an erased person from another: random, so that nothing of the name remains in it."""
    taken = set(Erasure.objects.values_list("mark", flat=True))
    return next(mark for mark in iter(lambda: secrets.token_hex(2).upper(), None) if mark not in taken)


@transaction.atomic
def anonymise(person: Person, *, mark: str, by, reason: str) -> Erasure:
    """What `erase_person` does once nothing is in the way; a restored backup is done again as it was."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if Erasure.objects.filter(person=person).exists():
        raise Refusal("Les données de cette personne sont déjà effacées.")
    account = User.objects.filter(person=person).first()
    mentions = mentions_of(person, account, mark)
    done = Erasure.objects.create(person=person, mark=mark, by=by, reason=reason[:300])
    forget_holdings(person, account)
    forget_identity(person, account, mentions)
    requests = ErasureRequest.objects.filter(person=person).pending()
    requests.update(state=ErasureRequest.State.DONE, done_at=clock.now(), held_back="")
    sweep.rewrite_everything(mentions)
    redaction.rewrite_entries(mentions, account)
    folder.forget(mentions)
    done.texts = redaction.close_redactions(by=by)
    done.save(update_fields=["texts"])
    record(None, f"a effacé les données d’une personne, désormais «\u00a0{done}\u00a0»", by=by)
    transaction.on_commit(lambda: forget_files(mentions, done))
    done.refresh_from_db()
    return done


def mentions_of(person, account, mark) -> Mentions:
    """How the person was written, today and before: the journal and the mails remember former names and addresses."""
    names, addresses = {(person.first_name, person.last_name)}, {person.email}
    if account:
        addresses |= {account.email, *Message.objects.filter(to=account).values_list("address", flat=True).distinct()}
        for who in Entry.objects.filter(by=account).order_by().values_list("who", flat=True).distinct():
            first, space, last = who.partition(" ")
            if space:
                names.add((first, last))
    return Mentions(
        names=frozenset(names),
        addresses=frozenset(address.lower() for address in addresses if address),
        phones=frozenset({person.phone} - {""}),
        pseudonym=f"Personne effacée {mark}",
        address=f"efface-{secrets.token_hex(6)}@personne.invalid",  # RFC 2606: belongs to nobody, ever
    )


def forget_holdings(person, account) -> None:
    """What each app declared that it does with what it holds."""
    for holding in holdings.declared():
        what, rows = holding.erasure, holding.rows(person, account).order_by().select_related(None)
        if what.deletes:
            rows.delete()
        elif what.sets:
            rows.update(**what.values())


def forget_identity(person, account, mentions) -> None:
    """Names, ways to reach them, ways in; what waits to be sent to them, and answers that would come to them."""
    first, _, last = mentions.pseudonym.partition(" ")
    Person.objects.filter(pk=person.pk).update(
        first_name=first, last_name=last, email="", phone="", version=person.version + 1, edited_by=None
    )
    LinkRequest.objects.filter(address__in=mentions.addresses).delete()
    Message.objects.filter(reply_to__in=mentions.addresses, state__in=UNSENT).update(reply_to="", from_name="")
    if account:
        sent_to = Message.objects.filter(to=account)
        sent_to.filter(state__in=UNSENT).update(state=Message.State.DROPPED)
        sent_to.update(address=mentions.address)
        account.email, account.is_active, account.last_login = mentions.address, False, None
        account.set_unusable_password()
        account.save(update_fields=["email", "is_active", "last_login", "password"])


def forget_files(mentions, done) -> None:
    """Once all is stored: every print made before, the mails in the folder; and the line that a restore will need."""
    printing.forget()
    archives.forget()
    folder.forget(mentions)
    path, line = register_file(), line_of(done)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or line_mark(done) not in path.read_text(encoding="utf-8"):  # a replayed one is in it already
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def register_file() -> Path:
    """The list of erasures that a restored backup is replayed from: no name in it."""
    return Path(settings.VAR_DIR) / "erasures.jsonl"


def line_mark(done: Erasure) -> str:
    """What tells a person's line from the others."""
    return json.dumps(done.person.public_id)


def line_of(done: Erasure) -> str:
    """An erasure as that list holds it."""
    return json.dumps({"person": done.person.public_id, "mark": done.mark, "at": done.at.isoformat()})


def replay(lines) -> tuple[Counter, list[int]]:
    """Do again, in a restored database, the erasures of a list; nothing holds them back: they were decided.

    Returns how many were done, were there already (`known`) or are about nobody here (`absent`), and the numbers of
    the lines that cannot be read.
    """
    counts, unread = Counter(done=0, known=0, absent=0), []
    for number, line in enumerate(lines, 1):
        try:
            wanted = json.loads(line)
            person = Person.objects.filter(public_id=wanted["person"]).first()
            mark = str(wanted["mark"])[:8]
        except (ValueError, KeyError, TypeError):
            unread.append(number)
            continue
        if person is None:
            counts["absent"] += 1
        elif Erasure.objects.filter(person=person).exists():
            counts["known"] += 1
        else:
            mark = new_mark() if Erasure.objects.filter(mark=mark).exists() else mark
            anonymise(person, mark=mark, by=None, reason="Rejoué après la restauration d’une sauvegarde.")
            counts["done"] += 1
    return counts, unread
