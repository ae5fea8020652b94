"""A DLA asks another one to carry a programme with it; a DLA leaves. All carriers are of equal standing."""

from dla_collectif.accounts.models import Dla, Membership
from dla_collectif.journal.actions import record
from dla_collectif.outbox.actions import send
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal

from .models import Carrier, CarrierRequest, Program

State = CarrierRequest.State


def ask_carrier(program, dla: Dla, *, by) -> CarrierRequest:
    """Ask a DLA to carry the programme too. Those who manage it are written to; until it accepts it reads the request.

    Raises Refusal when it carries it already, when it was asked already, or when nobody works there.
    """
    locked(program)
    if Carrier.objects.filter(program=program, dla=dla).exists():
        raise Refusal(f"{dla} porte déjà cet accompagnement.", "dla")
    if CarrierRequest.objects.waiting().filter(program=program, dla=dla).exists():
        raise Refusal(f"{dla} n’a pas encore répondu à votre demande.", "dla")
    people = people_of(dla)
    if not people:
        raise Refusal(
            f"Personne ne travaille encore dans l’outil pour {dla} : sa demande n’arriverait à personne.", "dla"
        )
    request = CarrierRequest.objects.create(
        program=program, dla=dla, asking=own_carrier(program, by).dla, asked_by=by, asked_at=clock.now()
    )
    tell(request, people, "programs/journey/mail/carrier_request.txt", request.get_absolute_url(), by=by)
    record(program, f"a demandé à {dla} de porter l’accompagnement", by=by)
    return request


def withdraw_request(program, request, *, by) -> None:
    """Take a request back. Raises Refusal once it was answered."""
    settle(request, State.WITHDRAWN, by=by)
    record(program, f"a retiré la demande faite à {request.dla}", by=by)


def accept_request(request, *, by) -> Carrier:
    """The DLA that was asked carries the programme from now on. Raises Refusal for a request that is over."""
    program = locked(request.program)
    if not program.is_under_way:
        raise Refusal("Cet accompagnement est terminé ou arrêté : il n’y a plus rien à porter.")
    settle(request, State.ACCEPTED, by=by)
    carrier, _ = Carrier.objects.get_or_create(program=program, dla=request.dla, defaults={"since": clock.today()})
    tell(request, [request.asked_by], "programs/journey/mail/carrier_answer.txt", program.get_absolute_url(), by=by)
    record(program, f"a accepté, pour {request.dla}, de porter l’accompagnement", by=by)
    return carrier


def decline_request(request, reason, *, by) -> None:
    """The DLA that was asked will not. Raises Refusal without a reason, or for a request that is over."""
    if not reason.strip():
        raise Refusal("Dites en une phrase pourquoi votre DLA décline.", "reason")
    locked(request.program)
    settle(request, State.DECLINED, reason.strip(), by=by)
    to = request.program.get_absolute_url()
    tell(request, [request.asked_by], "programs/journey/mail/carrier_answer.txt", to, by=by)
    record(
        request.program, f"a décliné, pour {request.dla}, de porter l’accompagnement : {reason.strip()[:300]}", by=by
    )


def remove_carrier(program, carrier, reason, *, by) -> None:
    """A DLA stops carrying: its own team says so; another carrier only where nobody works any more.

    Raises Refusal without a reason, for the last carrier, and for an equal that can speak for itself.
    """
    if not reason.strip():
        raise Refusal("Dites en une phrase pourquoi ce DLA ne porte plus l’accompagnement.", "reason")
    locked(program)
    rows = Carrier.objects.endable_by(by).select_related("dla__organisation")
    carrier = rows.filter(pk=carrier.pk, program=program).first()
    if carrier is None:
        raise Refusal("Ce DLA ne porte déjà plus l’accompagnement.")
    if not Carrier.objects.filter(program=program).exclude(pk=carrier.pk).exists():
        raise Refusal("Un accompagnement a toujours un DLA porteur : demandez d’abord à un autre de le porter.")
    if not carrier.may_end:
        raise Refusal(f"Les porteurs sont à égalité : seule l’équipe de {carrier.dla} peut cesser de porter.")
    carrier.delete()
    CarrierRequest.objects.waiting().filter(program=program, asking=carrier.dla).update(state=State.WITHDRAWN)
    record(program, f"a noté que {carrier.dla} ne porte plus l’accompagnement : {reason.strip()[:300]}", by=by)


def own_carrier(program, user) -> Carrier:
    """The carrier that somebody works in; the first one where they work in several."""
    mine = Dla.objects.worked_in_by(user).order_by().values("pk")
    return Carrier.objects.filter(program=program, dla__in=mine).select_related("dla").order_by("id")[0]


def people_of(dla) -> list:
    """Who is written to in a DLA: those who manage it, else all who work there."""
    team = Membership.objects.filter(dla=dla, user__is_active=True).working().select_related("user__person")
    team = list(team.order_by("id"))
    return [row.user for row in team if row.role == Membership.Role.MANAGER] or [row.user for row in team]


def tell(request, people, template, link, *, by) -> None:
    """Write to people about a request."""
    for user in people:
        key = f"carrier:{request.public_id}:{request.state}:{user.pk}"
        send(template, to=user, key=key, link=link, about=request.program, by=by, request=request)


def settle(request, state, reason="", *, by) -> None:
    """Answer a request, once. Raises Refusal for one that is over."""
    answered = {"state": state, "reason": reason, "answered_by": by, "answered_at": clock.now()}
    if not CarrierRequest.objects.waiting().filter(pk=request.pk).update(**answered):
        raise Refusal("Cette demande a déjà reçu sa réponse, ou a été retirée.")
    for name, value in answered.items():
        setattr(request, name, value)


def locked(program) -> Program:
    """One change of the carriers at a time: two that leave at once must not leave nobody."""
    return Program.objects.select_for_update().get(pk=program.pk)
