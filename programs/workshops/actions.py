"""The verbs of the delivery."""

from django.db.models import Max

from dla_collectif.journal.actions import record
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from programs.journey import actions as corridor
from programs.journey.models import Participation
from programs.meetings.actions import plan_meeting
from programs.meetings.models import Meeting
from programs.selection.models import Choice

from .models import Agreement, Baseline, Output, Workshop


def sign_agreement(step, data, *, by) -> Agreement:
    """Note (or change) the agreement. `data`: the fields of `AgreementForm`, version. Raises Conflict."""
    row = Agreement.objects.filter(program=step.program).first() or Agreement(program=step.program)
    row = edit(row, data, by=by)
    record(step, f"a noté la convention {row.number} avec {row.participation.organisation}", by=by)
    return row


def agreement_draft(program) -> dict:
    """What the choice already says of the agreement: provider, days, rate, price; empty before the choice."""
    choice = Choice.objects.filter(call__program=program).select_related("proposal__participation").first()
    if choice is None:
        return {}
    draft = {"participation": choice.proposal.participation, "number": f"{program.reference.upper()}-1"}
    content = getattr(choice.proposal, "content", None)
    if content is not None:
        draft |= {"half_days": content.half_days, "day_rate": content.day_rate, "price": content.price}
        draft |= {"vat_rate": content.vat_rate}
    return draft


def plan_workshop(step, data, seats=None, *, by) -> Workshop:
    """Plan a collective workshop. `data`: title, objective, starts_at, ends_at, place, half_days, agenda.

    Expected: `seats`, else the group and the provider under agreement.
    """
    fields = {name: value for name, value in data.items() if name not in ("objective", "number")}
    fields["half_days"] = fields.get("half_days") or 0
    if seats is None:
        seats = list(step.program.participations.committed())
        agreement = Agreement.objects.filter(program=step.program).select_related("participation").first()
        seats += [agreement.participation] if agreement else []
    meeting = plan_meeting(step, {**fields, "kind": Meeting.Kind.WORKSHOP}, seats, by=by)
    last = Workshop.objects.filter(meeting__program=step.program).aggregate(last=Max("number"))["last"] or 0
    return Workshop.objects.create(meeting=meeting, number=last + 1, objective=data.get("objective"))


def write_baseline(step, seat, data, *, by) -> Baseline:
    """Write an association's line in the state of play. `data`: activities, publics, places, means, version."""
    if seat.status != Participation.Status.COMMITTED:
        raise Refusal(f"{seat.organisation} n’est pas engagée : l’état des lieux porte sur le groupe.")
    row = Baseline.objects.filter(participation=seat).first() or Baseline(participation=seat)
    row = edit(row, data, by=by, lookup=("participation",))
    record(step, f"a écrit l’état des lieux de {seat.organisation}", by=by)
    return row


def write_output(step, data, output=None, *, by) -> Output:
    """Note (or change) an output. `data`: the fields of `OutputForm`, with `file` an upload or None."""
    fields = dict(data)
    upload = fields.pop("file", None)
    if upload:
        fields["document"] = corridor.attach(step, upload, fields["title"], by=by)
    row = edit(output or Output(program=step.program), fields, by=by, lookup=("public_id",))
    record(step, f"a noté la production « {row.title} »", by=by)
    return row
