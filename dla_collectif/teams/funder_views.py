"""The usual funders of a DLA: the team reads them, its managers write them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dla_collectif.services import files
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page

from . import funder_actions as actions
from .funder_forms import UsualFunderForm
from .guards import team_view
from .models import UsualFunder
from .views import address


@team_view("team.read")
def funders(request, dla):
    """The list."""
    context = {"dla": dla, "funders": dla.usual_funders.all(), "crumbs": [Link(str(dla), address(dla))]}
    return render(request, "teams/funders.html", context)


@team_view("team.manage")
def funder(request, dla, rid=None):
    """Add a funder, or change one."""
    row = get_object_or_404(UsualFunder, dla=dla, public_id=rid) if rid else None
    form = UsualFunderForm(request.POST or None, request.FILES or None, instance=row or blank(dla))
    if accepted(form, lambda data: actions.write_usual_funder(dla, data, row, by=request.user)):
        return done(request, "Le financeur est enregistré.", home(dla))
    title = f"Financeur habituel : {row}" if row else "Ajouter un financeur habituel"
    crumbs = [Link(str(dla), address(dla)), Link("Financeurs habituels", home(dla))]
    return form_page(request, form, title=title, submit="Enregistrer", crumbs=crumbs, cancel_url=home(dla))


def blank(dla) -> UsualFunder:
    """A new funder, after the others."""
    return UsualFunder(dla=dla, position=min(dla.usual_funders.count() + 1, 99))


@team_view("team.manage")
@require_POST
def remove_funder(request, dla, rid):
    """Take a funder off the list."""
    row = get_object_or_404(UsualFunder, dla=dla, public_id=rid)
    actions.remove_usual_funder(dla, row, by=request.user)
    return done(request, f"« {row.name} » est retiré de la liste. Les accompagnements gardent la leur.", home(dla))


@team_view("team.read")
def funder_logo(request, dla, rid):
    """The logo of a funder."""
    row = UsualFunder.objects.filter(dla=dla, public_id=rid).exclude(logo="").first()
    if row is None:
        raise Http404("Ce financeur n’a pas de logo.")
    return files.serve(row.logo.open("rb"), "logo.png", "image/png")


def home(dla) -> str:
    """The list's page."""
    return reverse("teams:funders", args=[dla.organisation.public_id])
