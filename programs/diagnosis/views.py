"""The DLA's pages: the questionnaire, the invitations, the reminders, the shared diagnosis."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from programs.journey.guards import phase_view
from programs.journey.mailing import mailing_page
from programs.journey.models import Participation
from programs.meetings.models import people_reached

from . import actions
from .forms import NeedForm, QuestionnaireForm
from .models import Questionnaire, Response, needs_to_weigh
from .pages import room_page
from .questionnaire import sources
from .questionnaire.entries import Sheet, parts_of
from .questionnaire.files import ready_made
from .questionnaire.sources import copiable


@phase_view("phase.read")
def questionnaire(request, step):
    """The questionnaire of the programme and its needs; the ready-made ones until one is chosen."""
    sheet = Sheet(step.program)
    chosen = sheet.questionnaire
    is_sent = Response.objects.filter(participation__program=step.program).exists()
    context = {"sheet": sheet, "questionnaire": chosen, "is_sent": is_sent, "models": ready_made().values()}
    context["copiable"] = [] if is_sent else list(copiable(request.user, step.program))
    return room_page(request, step, "programs/diagnosis/questionnaire.html", **context)


@phase_view("phase.read")
def ready(request, step, key):
    """A ready-made questionnaire, read before it is chosen."""
    model = ready_made().get(key)
    if model is None:
        raise Http404("Ce questionnaire n’existe pas.")
    return room_page(request, step, "programs/diagnosis/ready.html", model=model, parts=parts_of(model.questions))


@phase_view("phase.write")
def choose(request, step):
    """Copy a ready-made questionnaire into the programme."""
    home = step.reverse("diagnosis:questionnaire")
    if request.method != "POST":
        return redirect(home)
    chosen = sources.choose_questionnaire(step, request.POST.get("key", ""), by=request.user)
    return done(request, f"Le questionnaire « {chosen.title} » est choisi. Indiquez jusqu’à quand y répondre.", home)


@phase_view("phase.write")
def change(request, step):
    """Title, introduction, day to answer before."""
    row = get_object_or_404(Questionnaire, program=step.program)
    form = QuestionnaireForm(request.POST or None, instance=row)
    home = step.reverse("diagnosis:questionnaire")
    if accepted(form, lambda data: actions.change_questionnaire(step, row, data, by=request.user)):
        return done(request, "Le questionnaire est modifié.", home)
    return form_page(request, form, title="Modifier le questionnaire", submit="Enregistrer", step=step, cancel_url=home)


@phase_view("phase.write")
def add_need(request, step):
    """Add a need to weigh."""
    form = NeedForm(request.POST or None)
    home = step.reverse("diagnosis:questionnaire")
    if accepted(form, lambda data: actions.add_need(step, data, by=request.user)):
        return done(request, "Le besoin est ajouté à ceux que les associations pèsent.", home)
    return form_page(request, form, title="Ajouter un besoin", submit="Ajouter ce besoin", step=step, cancel_url=home)


@phase_view("phase.write")
def withdraw_need(request, step, oid):
    """Take a need out."""
    need = get_object_or_404(needs_to_weigh(step.program), public_id=oid)
    home = step.reverse("diagnosis:questionnaire")
    if request.method != "POST":
        return redirect(home)
    actions.withdraw_need(step, need, by=request.user)
    return done(request, "Le besoin est retiré.", home)


@phase_view("phase.read")
def invitations(request, step):
    """Who will be invited, through whom, and who cannot be written to."""
    seats = Participation.objects.associations().filter(program=step.program).select_related("organisation", "response")
    seats = list(seats.exclude(status=Participation.Status.WITHDRAWN).order_by("organisation__name", "id"))
    people = people_reached([seat.organisation_id for seat in seats], step.program)
    lines = [(seat, people.get(seat.organisation_id, [])) for seat in seats]
    to_invite = [seat for seat, reached in lines if reached and not hasattr(seat, "response")]
    context = {
        "lines": lines,
        "to_invite": len(to_invite),
        "unreachable": [seat for seat, reached in lines if not reached and not hasattr(seat, "response")],
        "questionnaire": Questionnaire.objects.filter(program=step.program).first(),
    }
    return room_page(request, step, "programs/diagnosis/invitations.html", **context)


@phase_view("phase.write")
def send_invitations(request, step):
    """The invitations reread, then sent."""

    def told(responses):
        count = len(responses)
        return "L’invitation est envoyée." if count == 1 else f"Les {count} invitations sont envoyées."

    return mailing_page(
        request,
        step,
        actions.invitations(step),
        send=lambda: actions.send_invitations(step, by=request.user),
        told=told,
        home=step.reverse("diagnosis:followup"),
        why="" if Questionnaire.objects.filter(program=step.program).exists() else actions.NO_QUESTIONNAIRE,
    )


@phase_view("phase.write")
def remind(request, step):
    """Remind those who have not sent their answers."""
    home = step.reverse("diagnosis:followup")
    if request.method != "POST":
        return redirect(home)
    reminded = actions.send_reminders(step, by=request.user)
    names = ", ".join(str(row.participation.organisation) for row in reminded)
    return done(request, f"Relance envoyée : {names}.", home)


@phase_view("phase.write")
def resend(request, step, oid):
    """Send an association its link again."""
    rows = Response.objects.select_related("participation__organisation").filter(participation__program=step.program)
    row = get_object_or_404(rows, participation__public_id=oid)
    home = step.reverse("diagnosis:followup")
    if request.method != "POST":
        return redirect(home)
    actions.resend_link(step, row, by=request.user)
    return done(request, f"Le lien de {row.participation.organisation} est renvoyé.", home)
