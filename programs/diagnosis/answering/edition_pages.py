"""The versions of the questionnaire, and the page where an association answers what was added since it sent."""

from django.shortcuts import get_object_or_404, redirect, render

from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done
from programs.journey.guards import phase_view
from programs.journey.mailing import mailing_page

from ..models import Question, Questionnaire
from ..pages import room_page
from ..questionnaire.entries import Sheet
from . import adding
from .doors import own_door
from .forms import PartForm


@phase_view("phase.read")
def editions(request, step):
    """Each version with its day and what changed; who has not answered what was added."""
    row = get_object_or_404(Questionnaire, program=step.program)
    context = {
        "questionnaire": row,
        "editions": row.editions.select_related("edited_by__person").order_by("-number"),
        "retired": Question.ever.filter(questionnaire=row).exclude(retired_in=None).order_by("retired_in", "number"),
        "waiting": adding.waiting(step.program),
    }
    return room_page(request, step, "programs/diagnosis/answering/editions.html", **context)


@phase_view("phase.write")
def tell(request, step):
    """Write to the associations that sent their answers before a question was added."""
    return mailing_page(
        request,
        step,
        adding.announcement(step),
        send=lambda: adding.send_announcement(step, by=request.user),
        told=lambda count: "Le message est envoyé." if count == 1 else f"Les {count} messages sont envoyés.",
        home=step.reverse("diagnosis:editions"),
    )


@phase_view("phase.answer")
def added(request, step):
    """An association that has sent its answers answers what was added since, and sends again."""
    door = own_door(request, step, writing=request.method == "POST")
    home = door.url("answer")
    part = adding.part_of(Sheet(step.program, door.response)) if door.response.is_sent else None
    if part is None or not part.entries:
        return redirect(home)
    form = PartForm(request.POST if request.method == "POST" else None, part=part)

    def send(data):
        adding.send_added(step, door.response, part, data, by=request.user)

    if accepted(form, send):
        return done(request, "Vos réponses sont envoyées de nouveau, avec ce qui vient d’être ajouté.", home)
    context = {"door": door, "step": step, "program": step.program, "response": door.response, "form": form}
    context |= {"part": part, "organisation": door.seat.organisation, "crumbs": door.crumbs, "home": home}
    status = 409 if form.conflict else 200
    return render(request, "programs/diagnosis/answering/added.html", context, status=status)
