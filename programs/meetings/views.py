"""The pages of meetings: those of a step, each one's own, the sign-in sheet and the calendar file."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from dla_collectif.services import clock
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page
from dla_collectif.services.visibility import Visibility
from programs.journey.guards import phase_view, shown_to_viewers
from programs.journey.mailing import mailing_page
from programs.journey.prints import answer_one
from programs.journey.readers import who_reads

from . import actions
from .calendar import calendar_file
from .forms import AttendanceForm, CancelMeetingForm, ChangeMeetingForm, DecisionForm, MeetingForm, MinutesForm
from .guards import meeting_view
from .models import Meeting, Minutes
from .prints import FILLED_SHEETS, MINUTES, SHEETS


@phase_view("program.read")
@shown_to_viewers()
def meetings(request, step):
    """The meetings of a step: to come, to be completed, held, cancelled."""
    rows = Meeting.objects.visible_to(step.program, request.user).filter(phase=step.key).with_turnout()
    rows = list(rows.order_by("starts_at", "id"))
    planned = [row for row in rows if row.state == Meeting.State.PLANNED]
    context = {
        "to_come": [row for row in planned if row.ends_at > clock.now()],
        "to_note": [row for row in planned if row.ends_at <= clock.now()],
        "held": [row for row in reversed(rows) if row.state == Meeting.State.HELD],
        "cancelled": [row for row in reversed(rows) if row.state == Meeting.State.CANCELLED],
    }
    return render(request, "programs/meetings/list.html", {**around(request, step), **context})


@phase_view("phase.write")
def plan(request, step):
    """A new meeting."""
    form = MeetingForm(request.POST or None, program=step.program, kind=request.GET.get("nature", ""))
    planned = []

    def act(data):
        planned.append(actions.plan_meeting(step, data, data["seats"], by=request.user))

    if accepted(form, act):
        return done(request, "La réunion est prévue. Personne n’est encore prévenu.", planned[0].path(step.program))
    crumbs, back = around(request, step, to_list=True)["crumbs"], step.reverse("meetings:list", step.phase.slug)
    words = {"title": "Prévoir une réunion", "submit": "Prévoir la réunion", "cancel_url": back}
    return form_page(request, form, step=step, crumbs=crumbs, **words)


@meeting_view("program.read")
@shown_to_viewers()
def meeting(request, step, row):
    """A meeting: facts, agenda, who is expected or came, minutes, decisions, what was said there."""
    carries, program = step.is_carried_by(request.user), step.program
    attendances, minutes = list(row.attendances.listed().readable_by(program, request.user)), row.minutes_for(program)
    expected = [each.participation for each in attendances]
    context = {
        "meeting": row,
        "attendances": attendances,
        "minutes": minutes,
        "readers": who_reads(program, minutes.visibility, among=expected) if carries and minutes else [],
        **({} if row.is_to_come else said_there(row, program, request.user)),
        "to_invite": len(row.not_yet_invited()) if carries and row.is_to_come else 0,
        "may_note": row.state != Meeting.State.CANCELLED,
        "alone": program.reading_level > Visibility.GROUP,
    }
    return render(request, "programs/meetings/meeting.html", {**around(request, step, to_list=True), **context})


@meeting_view("phase.write")
def change(request, step, row):
    """Change a meeting, and tell those expected."""
    people = row.expected_people() if row.is_to_come else []
    told = len(row.not_yet_invited()) < len(people) if people else False
    form = ChangeMeetingForm(request.POST or None, instance=row, program=step.program, people=people, notify=told)
    if accepted(form, lambda data: actions.change_meeting(row, data, by=request.user, step=step)):
        return done(request, "La réunion est modifiée.", row.path(step.program))
    return own_form(request, form, step, row, title="Modifier la réunion", submit="Enregistrer")


@meeting_view("phase.write")
def cancel(request, step, row):
    """Cancel a meeting, and tell those expected."""
    people = row.expected_people() if row.is_to_come else []
    told = len(row.not_yet_invited()) < len(people) if people else False
    form = CancelMeetingForm(request.POST or None, people=people, notify=told)

    def act(data):
        actions.cancel_meeting(step, row, data["reason"], notify=data.get("notify", False), by=request.user)

    if accepted(form, act):
        return done(request, "La réunion est annulée.", row.path(step.program))
    return own_form(request, form, step, row, title="Annuler la réunion", submit="Annuler la réunion")


@meeting_view("phase.write")
def invite(request, step, row):
    """The invitations that have not been sent: reread, then sent."""
    return mailing_page(
        request,
        step,
        actions.invitations(step, row),
        send=lambda: actions.invite_expected(step, row, by=request.user),
        told=lambda count: f"{count} invitations partent." if count > 1 else "L’invitation part.",
        home=row.path(step.program),
        why="" if row.is_to_come else actions.TOO_LATE,
    )


@meeting_view("phase.write")
def attendance(request, step, row):
    """Who was there, in one sending."""
    form = AttendanceForm(request.POST or None, meeting=row, program=step.program)
    if accepted(form, lambda data: actions.note_attendance(step, row, **form.noted(), by=request.user)):
        held = row.state == Meeting.State.HELD
        sentence = f"Les présences sont notées : {row.turnout}." if held else "C’est noté. La réunion reste prévue."
        return done(request, sentence, row.path(step.program))
    words = {"title": "Présences", "submit": "Enregistrer les présences", "meeting": row}
    return own_form(request, form, step, row, template="programs/meetings/attendance.html", **words)


@meeting_view("phase.write")
def minutes(request, step, row):
    """Write the minutes; those of a new meeting begin with its agenda."""
    stored = getattr(row, "minutes", None)
    initial = {} if stored else {"text": row.agenda}
    form = MinutesForm(request.POST or None, instance=stored or Minutes(meeting=row), initial=initial)
    if accepted(form, lambda data: actions.write_minutes(step, row, data, by=request.user)):
        return done(request, "Le compte rendu est enregistré.", row.path(step.program))
    return own_form(request, form, step, row, title="Compte rendu", submit="Enregistrer le compte rendu")


@meeting_view("program.read")
@shown_to_viewers()
def minutes_pdf(request, step, row):
    """The minutes on paper, for whoever reads them on screen."""
    if row.minutes_for(step.program) is None:
        raise Http404("Il n’y a pas de compte rendu de cette réunion à lire.")
    return answer_one(request, step.journey, MINUTES, about=row.pk)


@meeting_view("phase.write")
def decide(request, step, row):
    """Note a decision."""
    form = DecisionForm(request.POST or None, program=step.program)
    if accepted(form, lambda data: actions.decide(step, row, **data, by=request.user)):
        return done(request, "La décision est notée.", row.path(step.program))
    return own_form(request, form, step, row, title="Noter une décision", submit="Noter la décision")


@meeting_view("phase.write")
@require_POST
def tick(request, step, row):
    """A decision is carried out, or is not after all."""
    actions.tick_decision(step, decision_sent(request, row), done="faite" in request.POST, by=request.user)
    return done(request, "C’est noté.", row.path(step.program))


@meeting_view("phase.write")
@require_POST
def drop(request, step, row):
    """Take away a decision noted by mistake."""
    actions.drop_decision(step, decision_sent(request, row), by=request.user)
    return done(request, "La décision est retirée.", row.path(step.program))


@meeting_view("program.read")
@shown_to_viewers()
def calendar(request, step, row):
    """The meeting for the reader's own calendar."""
    response = HttpResponse(calendar_file(step.program, row), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="reunion-{row.day:%Y-%m-%d}.ics"'
    return response


@meeting_view("phase.read")
def sheet(request, step, row):
    """The sign-in sheet on paper: blank, or with what was noted (?remplie=1)."""
    paper = FILLED_SHEETS if request.GET.get("remplie") == "1" else SHEETS
    return answer_one(request, step.journey, paper, about=row.pk)


def around(request, step, *, to_list=False):
    """What frames these pages: those who do not carry the programme have no page of the step to go back to."""
    carries = step.is_carried_by(request.user)
    crumbs = step.crumbs if carries else step.crumbs[:1]
    if to_list:
        crumbs = [*crumbs, Link("Réunions", step.reverse("meetings:list", step.phase.slug))]
    return {
        "step": step,
        "program": step.program,
        "here": step,
        "carries": carries,
        "steps": step.journey.steps if carries else None,
        "crumbs": crumbs,
    }


def own_form(request, form, step, row, **context):
    """A form about a meeting, with the way back to it."""
    page = around(request, step, to_list=True)
    page["crumbs"].append(Link(row.title, row.path(step.program)))
    return form_page(
        request,
        form,
        step=step,
        crumbs=page["crumbs"],
        intro=row.title,
        cancel_url=row.path(step.program),
        **context,
    )


def decision_sent(request, row):
    """The decision of the meeting that a button names. Raises Http404."""
    number = request.POST.get("decision", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404("Cette décision n’existe pas.")
    return get_object_or_404(row.decisions, pk=int(number))


def said_there(row, program, user) -> dict:
    """What came out of a meeting, as far as this visitor may read; decisions are read by those who read the minutes."""
    decided = program.is_carried_by(user) or row.minutes_for(program)
    said = row.contributions.visible_to(program, user).select_related("organisation", "person")
    return {
        "decisions": list(row.decisions.select_related("owner").order_by("id")) if decided else [],
        "said": list(said.order_by("id")),  # the relation is that of the floor above
    }
