"""Who pays for a programme: the list that all its papers bear."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dla_collectif.accounts.models import Dla
from dla_collectif.services import files
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page

from . import funders as actions
from .funder_forms import FunderForm
from .guards import program_view
from .models import Funder


@program_view("program.follow")
def funders(request, journey):
    """The list, and the lists of the DLA that carry the programme, to begin from."""
    rows = list(Funder.objects.filter(program=journey.program))
    named = {row.name.casefold() for row in rows}
    usual = [
        (dla, [row for row in dla.usual_funders.all() if row.name.casefold() not in named]) for dla in dlas(journey)
    ]
    context = {
        "program": journey.program,
        "funders": rows,
        "usual": [(dla, missing) for dla, missing in usual if missing],
        "crumbs": crumbs(journey.program),
    }
    return render(request, "programs/journey/funders.html", context)


def dlas(journey):
    """The DLA that carry the programme, with their usual funders."""
    rows = Dla.objects.filter(carried__program=journey.program).select_related("organisation")
    return rows.prefetch_related("usual_funders").order_by("carried__id")


@program_view("program.manage")
def funder(request, journey, oid=None):
    """Add a funder, or change one."""
    program = journey.program
    row = get_object_or_404(Funder, program=program, public_id=oid) if oid else None
    instance = row or Funder(program=program, position=min(program.funders.count() + 1, 99))
    form = FunderForm(request.POST or None, request.FILES or None, instance=instance)
    if accepted(form, lambda data: actions.write_funder(program, data, row, by=request.user)):
        return done(request, "Le financeur est enregistré : les prochains documents le portent.", home(program))
    title = f"Financeur : {row}" if row else "Ajouter un financeur"
    way = [*crumbs(program), Link("Financeurs", home(program))]
    return form_page(request, form, title=title, submit="Enregistrer", crumbs=way, cancel_url=home(program))


@program_view("program.manage")
@require_POST
def remove_funder(request, journey, oid):
    """Take a funder off."""
    row = get_object_or_404(Funder, program=journey.program, public_id=oid)
    actions.remove_funder(journey.program, row, by=request.user)
    return done(request, f"« {row.name} » est retiré. Les documents déjà figés ne changent pas.", home(journey.program))


@program_view("program.manage")
@require_POST
def take_usual(request, journey, oid):
    """Take over the list of a DLA that carries the programme."""
    dla = get_object_or_404(dlas(journey), organisation__public_id=oid)
    taken = actions.take_usual_funders(journey.program, dla, by=request.user)
    return done(request, f"Repris : {', '.join(map(str, taken))}.", home(journey.program))


@program_view("program.follow")
def funder_logo(request, journey, oid):
    """The logo of a funder."""
    row = Funder.objects.filter(program=journey.program, public_id=oid).exclude(logo="").first()
    if row is None:
        raise Http404("Ce financeur n’a pas de logo.")
    return files.serve(row.logo.open("rb"), "logo.png", "image/png")


def crumbs(program) -> list[Link]:
    """The way back to the programme."""
    return [Link(program.title, program.get_absolute_url())]


def home(program) -> str:
    """The list's page."""
    return reverse("journey:funders", args=[program.public_id])
