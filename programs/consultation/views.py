"""The pages of the consultation: who is heard, the interview guide, the committee's opinion."""

from django.shortcuts import get_object_or_404, render

from dla_collectif.directory.models import Organisation
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page
from programs.journey.guards import phase_view
from programs.journey.pages import around
from programs.journey.prints import answer_one
from programs.meetings.models import Meeting

from . import actions
from . import hearings as readings
from .forms import HearingFactsForm, HearingForm, OpinionForm
from .models import CommitteeOpinion, Hearing
from .prints import GUIDE

LABELS = {"consultation:hearings": "Entretiens", "consultation:opinions": "Avis du comité d’appui"}
TITLES = {
    Meeting.Kind.CONSULTANTS: "Rencontre avec les consultants",
    Meeting.Kind.INTERVIEW: "Entretien avec un partenaire",
}


@phase_view("phase.read")
def hearings(request, step):
    """Those heard and to be heard, and the consultancies that know the associations."""
    rows = list(readings.with_said(readings.hearings(step.program)))
    there = {line.participation.organisation_id for row in rows for line in row.listed}
    led = readings.consultancies_to_hear(step.program)
    context = {
        "hearings": [(row, readings.organisations_of(row)) for row in rows],
        "to_hear": [(consultancy, known) for consultancy, known in led.items() if consultancy.pk not in there],
    }
    return render(request, "programs/consultation/hearings.html", {**around(request, step), **context})


@phase_view("phase.write")
def add_hearing(request, step, kind):
    """Plan a hearing, or note one that took place."""
    form = HearingForm(request.POST or None, program=step.program, kind=kind)
    added = Organisation.objects.filter(public_id=request.GET.get("ajout", "").replace("\0", "")).first()
    form.initial["another"] = added and added.pk
    made = []
    if accepted(form, lambda data: made.append(actions.plan_hearing(step, {**data, "kind": kind}, by=request.user))):
        held = made[0].meeting.state == Meeting.State.HELD
        sentence = "L’entretien est noté." if held else "L’entretien est prévu. Personne n’est encore prévenu."
        return done(request, sentence, made[0].meeting.path(step.program))
    words = {"title": TITLES[kind], "template": "programs/consultation/hear.html", "kind": kind}
    return own_form(request, form, step, "consultation:hearings", submit="Enregistrer l’entretien", **words)


@phase_view("phase.write")
def hearing(request, step, oid):
    """How partners were heard, and what they accept."""
    meeting = get_object_or_404(Meeting, readings.OF_THIS_ROOM, program=step.program, public_id=oid)
    stored = Hearing.objects.filter(meeting=meeting).first() or Hearing(meeting=meeting)
    form = HearingFactsForm(request.POST or None, instance=stored)
    if accepted(form, lambda data: actions.complete_hearing(step, meeting, data, by=request.user)):
        return done(request, "L’entretien est complété.", step.reverse("consultation:hearings"))
    return own_form(request, form, step, "consultation:hearings", title=meeting.title, submit="Enregistrer")


@phase_view("phase.read")
def guide(request, step):
    """The interview guide on paper, blank."""
    return answer_one(request, step.journey, GUIDE)


@phase_view("phase.read")
def opinions(request, step):
    """The opinions of the support committee."""
    rows = step.program.committee_opinions.select_related("edited_by__person")
    return render(request, "programs/consultation/opinions.html", {**around(request, step), "opinions": rows})


@phase_view("phase.write")
def add_opinion(request, step):
    """Note an opinion of the support committee."""
    form = OpinionForm(request.POST or None, instance=CommitteeOpinion(program=step.program))
    if accepted(form, lambda data: actions.add_opinion(step, data, by=request.user)):
        return done(request, "L’avis est noté.", step.reverse("consultation:opinions"))
    words = {"title": "Avis du comité d’appui", "submit": "Noter cet avis"}
    return own_form(request, form, step, "consultation:opinions", **words)


@phase_view("phase.write")
def change_opinion(request, step, oid):
    """Change an opinion."""
    row = get_object_or_404(CommitteeOpinion, program=step.program, public_id=oid)
    form = OpinionForm(request.POST or None, instance=row)
    if accepted(form, lambda data: actions.change_opinion(step, row, data, by=request.user)):
        return done(request, "L’avis est enregistré.", step.reverse("consultation:opinions"))
    words = {"title": "Avis du comité d’appui", "submit": "Enregistrer cet avis"}
    return own_form(request, form, step, "consultation:opinions", **words)


def own_form(request, form, step, back, **context):
    """A form of this room, with the way back without saving."""
    url = step.reverse(back)
    crumbs = [*step.crumbs, Link(LABELS[back], url)]
    return form_page(request, form, step=step, cancel_url=url, crumbs=crumbs, **context)
