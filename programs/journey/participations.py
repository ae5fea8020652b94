"""What happens to those who take part: spotted, invited, committed, withdrawn. Several rooms need these verbs."""

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal

from .models import Participation

Role, Status = Participation.Role, Participation.Status


def spot_association(step, organisation, *, source="", by) -> Participation:
    """Note an association as spotted; an association already there is returned as it is."""
    seat, created = Participation.objects.get_or_create(
        program=step.program,
        organisation=organisation,
        role=Role.ASSOCIATION,
        defaults={"source": source, "spotted_on": clock.today()},
    )
    if created:
        record(step, f"a repéré {organisation}", by=by)
    return seat


def seat_organisation(step, organisation, role, *, by) -> Participation:
    """Give a consultancy, an institution or a partner its seat."""
    seat, created = Participation.objects.get_or_create(
        program=step.program,
        organisation=organisation,
        role=role,
        defaults={"status": Status.INVITED, "spotted_on": clock.today(), "invited_on": clock.today()},
    )
    if created:
        record(step, f"a convié {organisation} ({seat.get_role_display()})", by=by)
    return seat


def invite_association(step, seat, *, by) -> Participation:
    """A spotted association is invited; one that was invited already stays so."""
    if seat.status == Status.SPOTTED:
        seat.status, seat.invited_on = Status.INVITED, clock.today()
        seat.save(update_fields=["status", "invited_on"])
        record(step, f"a convié {seat.organisation}", by=by)
    return seat


def commit_association(step, seat, *, by) -> Participation:
    """An invited association commits. Raises Refusal for one that withdrew or was never invited."""
    if seat.status not in (Status.INVITED, Status.COMMITTED):
        raise Refusal(f"{seat.organisation} n’est pas conviée : invitez-la d’abord.")
    if seat.status == Status.INVITED:
        seat.status, seat.committed_on = Status.COMMITTED, clock.today()
        seat.save(update_fields=["status", "committed_on"])
        record(step, f"a noté l’engagement de {seat.organisation}", by=by)
    return seat


def withdraw_association(step, seat, reason, *, on=None, by) -> Participation:
    """An association leaves, or will not commit; the reason is kept. `on`: the day, today by default. Raises Refusal
    without a reason."""
    if not reason.strip():
        raise Refusal("Dites en une phrase pourquoi l’association se retire.", "reason")
    seat.status, seat.withdrawn_on, seat.reason = Status.WITHDRAWN, on or clock.today(), reason.strip()
    seat.save(update_fields=["status", "withdrawn_on", "reason"])
    record(step, f"a noté le retrait de {seat.organisation}", by=by)
    return seat


def return_association(step, seat, *, by) -> Participation:
    """An association that had left takes its place again, where it stood: committed, invited or spotted.

    Raises Refusal for one that did not leave.
    """
    if seat.status != Status.WITHDRAWN:
        raise Refusal(f"{seat.organisation} n’est pas retirée.")
    seat.status = Status.COMMITTED if seat.committed_on else Status.INVITED if seat.invited_on else Status.SPOTTED
    seat.withdrawn_on, seat.reason = None, ""
    seat.save(update_fields=["status", "withdrawn_on", "reason"])
    record(step, f"a noté le retour de {seat.organisation} ({seat.get_status_display()})", by=by)
    return seat


def raise_reading_level(step, seat, level, *, by) -> None:
    """Let an organisation read as the group does: the provider once chosen."""
    if seat.level != level:
        seat.level = level
        seat.save(update_fields=["level"])
        record(step, f"a ouvert à {seat.organisation} les pages du groupe", by=by)
