"""The pages that begin a questionnaire from nothing, from a file or from a former programme, and give its own file."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from programs.journey.guards import phase_view

from ..models import Questionnaire
from . import sources
from .building_forms import BlankForm, FileForm

REPLACED = "Il prend la place du questionnaire actuel, que personne n’a encore reçu."


def replaced(step) -> str:
    """What a new questionnaire would take the place of, in a sentence."""
    return REPLACED if Questionnaire.objects.filter(program=step.program).exists() else ""


@phase_view("phase.write")
def blank_page(request, step):
    """Begin with nothing but a title."""
    form = BlankForm(request.POST or None)
    if accepted(form, lambda data: sources.start_blank(step, data["title"], by=request.user)):
        return done(request, "Le questionnaire est commencé : ajoutez une première partie.", build_url(step))
    return start_form(request, step, form, "Écrire un questionnaire", "Commencer")


@phase_view("phase.write")
def import_file(request, step):
    """Take a questionnaire from a file."""
    form = FileForm(request.POST or None, request.FILES or None)

    def take(data):
        sources.import_questionnaire(step, data["file"].read(sources.LARGEST + 1), by=request.user)

    if accepted(form, take):
        return done(request, "Le questionnaire est importé : relisez-le.", build_url(step))
    return start_form(request, step, form, "Importer un questionnaire", "Importer")


def build_url(step) -> str:
    """Where a questionnaire is written."""
    return step.reverse("diagnosis:build")


def start_form(request, step, form, title, submit):
    """A form that begins a questionnaire."""
    cancel_url = step.reverse("diagnosis:questionnaire")
    return form_page(
        request, form, title=title, intro=replaced(step), submit=submit, step=step, cancel_url=cancel_url, keep=False
    )


@phase_view("phase.write")
def copy(request, step):
    """Copy the questionnaire of another programme that the visitor's DLA carries."""
    home = step.reverse("diagnosis:questionnaire")
    if request.method != "POST":
        return redirect(home)
    source = get_object_or_404(sources.copiable(request.user, step.program), public_id=request.POST.get("source", ""))
    sources.copy_questionnaire(step, source, by=request.user)
    return done(request, f"Le questionnaire de « {source.program.title} » est copié, sans ses réponses.", home)


@phase_view("phase.read")
def export(request, step):
    """The questionnaire as a file: questions and needs, no answer."""
    row = get_object_or_404(Questionnaire, program=step.program)
    row.program = step.program
    told = sources.as_toml(sources.content_of(row))
    name = f"{step.program.reference}-questionnaire.toml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(told, content_type="application/toml; charset=utf-8", headers=headers)
