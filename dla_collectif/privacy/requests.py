"""A request for erasure: asked, withdrawn, accepted by each DLA that knows the person, refused with a reason, done."""

from datetime import timedelta

from dla_collectif.accounts.actions import mail
from dla_collectif.accounts.models import Dla, Membership
from dla_collectif.journal.actions import record
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock, holdings
from dla_collectif.services.refusals import Refusal

from .erasure import erase_person
from .models import ErasureRequest, Voice

State = ErasureRequest.State
MAIL_WAITED_FOR = timedelta(days=2)  # the answer leaves before the address goes; not for ever


def ask_erasure(person, words, *, by) -> ErasureRequest:
    """Ask that one's data be erased; the managers of the DLA that know the person are written to.

    Raises Refusal when a request is pending already.
    """
    if ErasureRequest.objects.filter(person=person).pending().exists():
        raise Refusal("Votre demande est déjà enregistrée.")
    request = ErasureRequest.objects.create(person=person, words=words.strip())
    known = holdings.known_to(person) or Dla.objects.values_list("pk", flat=True)  # somebody has to answer
    Voice.objects.bulk_create(Voice(request=request, dla_id=pk) for pk in sorted(known))
    for member in readers(request):
        mail(
            member.user.person,
            "privacy/mail/asked.txt",
            key=f"erasure-asked:{request.public_id}:{member.user.public_id}",
            link=request.get_absolute_url(),
            person=person,
            due=request.due_on,
        )
    record(None, "a demandé l’effacement de ses données", by=by)
    return request


def readers(request):
    """Who is told of a request: the managers of its DLA, each once; the officers of those that have none."""
    working = Membership.objects.filter(dla__in=request.voices.values("dla")).working().select_related("user__person")
    rows = list(working.filter(user__is_active=True, user__person__isnull=False).order_by("pk"))
    led = {row.dla_id for row in rows if row.role == Membership.Role.MANAGER}
    wanted = [row for row in rows if row.role == Membership.Role.MANAGER or row.dla_id not in led]
    return {row.user_id: row for row in wanted if row.user.person_id != request.person_id}.values()


def withdraw_erasure(request, *, by) -> None:
    """The person changes their mind, until it is done."""
    if not ErasureRequest.objects.filter(pk=request.pk).pending().update(state=State.WITHDRAWN):
        raise Refusal("Cette demande n’est plus en cours.")
    record(None, "a retiré sa demande d’effacement", by=by)


def accept_erasure(request, *, by) -> ErasureRequest:
    """A manager agrees for their DLA, by name; once all have, the person is told and the worker erases.

    Raises Refusal when something must be settled first, for one's own request, or when it is answered already.
    """
    request = locked(request, by)
    waiting_for = holdings.obstacles(request.person)
    if waiting_for:
        raise Refusal(" ".join(waiting_for))
    led = Membership.objects.filter(user=by).managing().values("dla")
    if not request.voices.filter(dla__in=led, by=None).update(by=by, at=clock.now()):
        raise Refusal("Votre DLA a déjà accepté cette demande.")
    if not request.voices.filter(by=None).exists():
        request.state, request.answered_at = State.ACCEPTED, clock.now()
        request.save(update_fields=["state", "answered_at"])
        mail(request.person, "privacy/mail/accepted.txt", key=key_of(request), by=by)
    record(None, "a accepté une demande d’effacement", by=by)
    return request


def refuse_erasure(request, reason, *, by) -> ErasureRequest:
    """A manager refuses; the person is told why, and what they may do. Raises Refusal as `accept_erasure` does."""
    request = locked(request, by)
    if not reason.strip():
        raise Refusal("Dites pourquoi l’effacement est refusé.", "reason")
    request.state, request.answered_at, request.reason = State.REFUSED, clock.now(), reason.strip()
    request.save(update_fields=["state", "answered_at", "reason"])
    mail(request.person, "privacy/mail/refused.txt", key=key_of(request), by=by, reason=request.reason)
    record(None, "a refusé une demande d’effacement", by=by)
    return request


def locked(request, by) -> ErasureRequest:
    """A request that can still be answered, by somebody else than who asks."""
    request = ErasureRequest.objects.select_for_update().get(pk=request.pk)
    if request.state != State.WAITING:
        raise Refusal(f"Cette demande est {request.get_state_display()}\u00a0: elle n’attend plus de réponse.")
    if request.person_id == by.person_id:
        raise Refusal("Vous ne pouvez pas répondre à votre propre demande\u00a0: un·e autre responsable le fera.")
    return request


def key_of(request) -> str:
    """The key of the mail that answers."""
    return f"erasure-answered:{request.public_id}"


def erase_accepted() -> int:
    """The worker's part: erase those who were told. Returns how many; what holds one back is noted on the request."""
    count = 0
    for request in ErasureRequest.objects.filter(state=State.ACCEPTED).order_by("pk"):
        answer = Message.objects.filter(key=key_of(request)).first()
        waits = answer is not None and answer.state in (Message.State.QUEUED, Message.State.SENDING)
        if waits and request.answered_at > clock.now() - MAIL_WAITED_FOR:
            continue
        last = request.voices.select_related("by__person").order_by("at").last()
        try:
            erase_person(request.person, by=last.by, reason=f"Demande du {request.asked_at:%d/%m/%Y}, acceptée.")
        except Refusal as no:
            ErasureRequest.objects.filter(pk=request.pk).update(held_back=no.sentence)
            continue
        count += 1
    return count
