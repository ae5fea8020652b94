"""The pages of the delivery: agreement, sessions, state of play, outputs."""

from django.shortcuts import get_object_or_404

from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from programs.journey.guards import phase_view
from programs.journey.models import Participation
from programs.journey.pages import step_page
from programs.journey.prints import answer_one
from programs.meetings.models import Meeting

from . import actions, readings
from .forms import AgreementForm, BaselineForm, OutputForm, WorkshopForm
from .models import Agreement, Baseline, Output
from .prints import SERVICE


@phase_view("phase.read")
def agreement(request, step):
    """The agreement as it is noted."""
    row = readings.agreement_of(step.program)
    days = readings.days_of(readings.delivered_by(step.program), row)
    return step_page(request, step, "programs/workshops/agreement.html", agreement=row, days=days)


@phase_view("phase.write")
def write_agreement(request, step):
    """Note the agreement: what the choice says of it is already there."""
    row = Agreement.objects.filter(program=step.program).first()
    draft = {} if row else actions.agreement_draft(step.program)
    form = AgreementForm(request.POST or None, instance=row, initial=draft, program=step.program)
    if accepted(form, lambda data: actions.sign_agreement(step, data, by=request.user)):
        return done(request, "La convention est notée.", step.reverse("workshops:agreement"))
    return form_page(request, form, title="Convention avec le prestataire", submit="Noter la convention", step=step)


@phase_view("phase.read")
def sessions(request, step):
    """Who was met, the workshops, the interviews; attendance, minutes, days."""
    meetings = readings.sessions_of(step.program)
    agreed = readings.agreement_of(step.program)
    kinds = {kind: [] for kind in (Meeting.Kind.WORKSHOP, Meeting.Kind.INTERVIEW, Meeting.Kind.STEERING)}
    for meeting in meetings:
        if meeting.kind != Meeting.Kind.INDIVIDUAL:
            kinds.setdefault(meeting.kind, []).append((meeting, readings.turnout(meeting)))
    named = [(Meeting.Kind(kind).label, kind, rows) for kind, rows in kinds.items()]
    tour = readings.tour_of(step.program, meetings)
    return step_page(
        request,
        step,
        "programs/workshops/sessions.html",
        tour=tour,
        kinds=named,
        days=readings.days_of(readings.delivered_by(step.program), agreed),
    )


@phase_view("phase.write")
def workshop(request, step):
    """Plan a workshop for the group; each `?source=` is a contribution that it takes up."""
    draft = readings.workshop_draft(step.program, request.GET.getlist("source"))
    form = WorkshopForm(request.POST or None, program=step.program, initial=draft)
    if accepted(form, lambda data: actions.plan_workshop(step, data, by=request.user)):
        return done(
            request, "L’atelier est prévu ; les invitations partent de sa page.", step.reverse("workshops:sessions")
        )
    return form_page(request, form, title="Prévoir un atelier", submit="Prévoir l’atelier", step=step)


@phase_view("phase.read")
def service_pdf(request, step):
    """The certificate of service done: days done against days bought, session by session."""
    return answer_one(request, step.journey, SERVICE)


@phase_view("phase.read")
def baselines(request, step):
    """The state of play of what the group offers."""
    group = step.program.participations.committed().select_related("organisation", "baseline")
    return step_page(request, step, "programs/workshops/baselines.html", seats=group.order_by("organisation__name"))


@phase_view("phase.write")
def baseline(request, step, oid):
    """One association's line."""
    seat = get_object_or_404(Participation.objects.committed(), program=step.program, public_id=oid)
    row = Baseline.objects.filter(participation=seat).first() or Baseline(participation=seat)
    form = BaselineForm(request.POST or None, instance=row)
    if accepted(form, lambda data: actions.write_baseline(step, seat, data, by=request.user)):
        return done(request, "L’état des lieux est enregistré.", step.reverse("workshops:baselines"))
    return form_page(request, form, title=f"État des lieux : {seat.organisation}", submit="Enregistrer", step=step)


@phase_view("phase.read")
def outputs(request, step):
    """What the workshops produced."""
    rows = Output.objects.filter(program=step.program).select_related("objective", "workshop__meeting", "document")
    return step_page(request, step, "programs/workshops/outputs.html", outputs=rows)


@phase_view("phase.write")
def output(request, step, oid=None):
    """Note or change an output."""
    row = get_object_or_404(Output, program=step.program, public_id=oid) if oid else None
    form = OutputForm(request.POST or None, request.FILES or None, instance=row, program=step.program)
    if accepted(form, lambda data: actions.write_output(step, data, row, by=request.user)):
        return done(request, "La production est notée.", step.reverse("workshops:outputs"))
    return form_page(request, form, title="Production", submit="Noter la production", step=step)
