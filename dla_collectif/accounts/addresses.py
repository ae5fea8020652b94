"""A person changes the address that opens their space: the new one answers first, the old one is told."""

from django.db import IntegrityError, transaction

from dla_collectif.directory.models import Person
from dla_collectif.entrance.models import Session
from dla_collectif.journal.actions import record
from dla_collectif.outbox.actions import send
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal

from .links import Ending, close_links
from .models import PersonalLink, User

NOT_THIS_CODE = "Ce n’est pas ce code, ou il ne sert plus. Vérifiez-le, ou recommencez."


def is_taken(address, user) -> bool:
    """Whether an address is known as somebody else's. Nobody is told but that address."""
    accounts = User.objects.filter(email=address).exclude(pk=user.pk)
    people = Person.objects.filter(email__iexact=address).exclude(pk=user.person_id)
    return accounts.exists() | people.exists()


def change_address(user, new, *, kept, by) -> None:
    """The account of `user` opens with another address from now on; links and sessions of the old one end.

    `kept`: the key of the session at hand, which goes on. Raises Refusal, with what is said of a wrong code, for
    an address that somebody else took meanwhile.
    """
    old, user.email = user.email, new
    try:
        with transaction.atomic():
            if is_taken(new, user):
                raise Refusal(NOT_THIS_CODE, "code")
            user.save(update_fields=["email"])
    except IntegrityError:
        raise Refusal(NOT_THIS_CODE, "code") from None
    if user.person is not None and user.person.email.lower() == old.lower():
        edit(user.person, {"email": new}, by=by)
    close_links(PersonalLink.objects.filter(user=user), Ending.BY_OWNER, staying=kept, by=by)
    user.sessions.exclude(pk=Session.digest_of(kept)).delete()
    waiting = Message.objects.filter(to=user, address=old, state__in=[Message.State.QUEUED, Message.State.FAILED])
    waiting.update(address=new)
    moment = clock.now()
    told = {"to": user, "address": old, "at": moment, "key": f"address:{user.pk}:{moment:%Y%m%d%H%M%S%f}"}
    send("accounts/mail/address_changed.txt", **told)
    record(None, "a changé son adresse électronique", by=by)
