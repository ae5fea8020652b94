"""The pages of the restitution: event, undertakings, effects, thread, report, follow-ups."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from programs.journey.guards import phase_view
from programs.journey.models import Participation
from programs.journey.pages import step_page
from programs.meetings.models import Meeting

from . import actions
from .before_after import changes
from .forms import EffectForm, FollowUpForm, UndertakingForm
from .models import Effect, FollowUp, Undertaking
from .phase import SEATED
from .thread import read_thread


@phase_view("phase.read")
def event(request, step):
    """The restitution: its date, who is invited, who came."""
    meetings = Meeting.objects.filter(program=step.program, kind=Meeting.Kind.RESTITUTION).order_by("starts_at")
    institutions = step.program.participations.filter(role=Participation.Role.INSTITUTION).count()
    meetings = list(meetings.prefetch_related(Prefetch("attendances", SEATED)))
    for meeting in meetings:
        meeting.program = step.program
    return step_page(request, step, "programs/restitution/event.html", meetings=meetings, institutions=institutions)


@phase_view("phase.read")
def undertakings(request, step):
    """What the institutions said they would do."""
    rows = Undertaking.objects.filter(program=step.program).select_related("participation__organisation", "person")
    return step_page(request, step, "programs/restitution/undertakings.html", undertakings=rows)


@phase_view("phase.write")
def undertaking(request, step, oid=None):
    """Note or change an undertaking."""
    row = get_object_or_404(Undertaking, program=step.program, public_id=oid) if oid else None
    form = UndertakingForm(request.POST or None, instance=row, program=step.program)
    if accepted(form, lambda data: actions.write_undertaking(step, data, row, by=request.user)):
        return done(request, "L’engagement est noté.", step.reverse("restitution:undertakings"))
    return form_page(request, form, title="Engagement d’une institution", submit="Noter l’engagement", step=step)


@phase_view("phase.read")
def effects(request, step):
    """What the support changed."""
    rows = Effect.objects.filter(program=step.program).select_related("output", "objective")
    return step_page(request, step, "programs/restitution/effects.html", effects=rows)


@phase_view("phase.write")
def effect(request, step, oid=None):
    """Note or change an effect."""
    row = get_object_or_404(Effect, program=step.program, public_id=oid) if oid else None
    form = EffectForm(request.POST or None, instance=row, program=step.program)
    if accepted(form, lambda data: actions.write_effect(step, data, row, by=request.user)):
        return done(request, "L’effet est noté.", step.reverse("restitution:effects"))
    return form_page(request, form, title="Effet constaté", submit="Noter l’effet", step=step)


@phase_view("program.follow")
def follow_ups(request, step):
    """The news taken since; open once the walk is over, for it comes after."""
    rows = FollowUp.objects.filter(program=step.program)
    template = "programs/restitution/follow_ups.html"
    return step_page(request, step, template, follow_ups=rows, changes=changes(step.program))


@phase_view("program.follow")
def follow_up(request, step, oid=None):
    """Note or change the news of a term."""
    row = get_object_or_404(FollowUp, program=step.program, public_id=oid) if oid else None
    form = FollowUpForm(request.POST or None, instance=row)
    if accepted(form, lambda data: actions.write_follow_up(step, data, row, by=request.user)):
        return done(request, "Les suites sont notées.", step.reverse("restitution:follow_ups"))
    return form_page(request, form, title="Suites de l’accompagnement", submit="Noter les suites", step=step)


@phase_view("phase.read")
def thread(request, step):
    """From each need to its effect."""
    return step_page(request, step, "programs/restitution/thread.html", thread=read_thread(step.program))
