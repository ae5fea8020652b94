"""Who leaves and who comes back: said by the association itself or noted by the DLA, dated, with its reason."""

from dla_collectif.accounts.actions import mail
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import day
from programs.journey.models import Participation
from programs.journey.participations import return_association, withdraw_association
from programs.meetings.models import people_reached

from ..models import Commitment, Departure, Origin

Kind, Status = Departure.Kind, Participation.Status


def leave(step, seat, data, *, by, origin=Origin.ONLINE) -> Departure:
    """An association will not commit, or leaves after it had. `data`: reason; left_on and person where noted for it.

    The letter and its proofs stay; its people no longer read the programme's pages. All who speak for it are told by
    mail. Raises Refusal without a reason, when it left already, or once the programme ended.
    """
    seat = Participation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=seat.pk)
    if not step.program.is_under_way:
        raise Refusal("Cet accompagnement est terminé ou arrêté : il n’y a plus à s’en retirer.")
    if seat.status == Status.WITHDRAWN:
        raise Refusal(f"Le retrait de {seat.organisation} est déjà noté.")
    left_on = data.get("left_on") or clock.today()
    last = seat.departures.order_by("-left_on").first()
    if last is not None and last.back_on and left_on < last.back_on:
        raise Refusal(f"{seat.organisation} est revenue le {day(last.back_on)} : son retrait vient après.", "left_on")
    people = people_reached([seat.organisation_id], step.program).get(seat.organisation_id, ())
    withdraw_association(step, seat, data["reason"], on=left_on, by=by)
    departure = Departure.objects.create(
        participation=seat,
        kind=Kind.WITHDRAWAL if Commitment.objects.filter(participation=seat).exists() else Kind.REFUSAL,
        reason=seat.reason,
        left_on=left_on,
        person=data.get("person") or (by.person if origin == Origin.ONLINE else None),
        origin=origin,
    )
    for person in people:
        mail(
            person,
            "programs/diagnosis/mail/left.txt",
            key=f"diagnosis:left:{seat.public_id}:{departure.pk}:{person.pk}",
            about=step,
            by=by,
            program=step.program,
            departure=departure,
            seat=seat,
        )
    noted = "" if origin == Origin.ONLINE else f", noté par le DLA ({departure.get_origin_display()})"
    record(step, f"{seat.organisation} {departure.get_kind_display()}, le {day(left_on)}{noted}", by=by)
    return departure


def come_back(step, seat, data, *, by) -> Departure | None:
    """An association that had left takes its place again; a letter that it signed holds again. `data`: back_on.

    Raises Refusal for one that did not leave, for a day before it did, or once the programme ended.
    """
    if not step.program.is_under_way:
        raise Refusal("Cet accompagnement est terminé ou arrêté.")
    seat = Participation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=seat.pk)
    back_on = data.get("back_on") or clock.today()
    departure = seat.departures.filter(back_on=None).first()
    left_on = departure.left_on if departure else seat.withdrawn_on
    if left_on and back_on < left_on:
        raise Refusal(f"{seat.organisation} est retirée depuis le {day(left_on)} : son retour vient après.", "back_on")
    return_association(step, seat, by=by)
    if departure is not None:
        departure.back_on = back_on
        departure.save(update_fields=["back_on"])
    record(step, f"a noté que {seat.organisation} est revenue le {day(back_on)}", by=by)
    return departure
