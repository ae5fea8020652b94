"""The notice, the person's own data, the register of processing."""

from django.http import Http404, JsonResponse
from django.shortcuts import render

from dla_collectif.accounts.models import Dla
from dla_collectif.services import clock, printing
from dla_collectif.services.forms import accepted
from dla_collectif.services.guards import allow, public
from dla_collectif.services.holdings import declared
from dla_collectif.services.pages import Link, done, form_page
from dla_collectif.services.pdf import Paper, render_html

from . import actions, export
from .durations import of_everybody, of_teams
from .forms import IdentityForm

MINE = Link("Mes données", "/mes-donnees/")


@public
def notice(request):
    """What is done with personal data; readable before the first entry."""
    return render(request, "privacy/notice.html", {"kept": kept_in_short()})


@allow("data.read")
def mine(request):
    """Everything that is held about the visitor."""
    context = {"sections": export.sections(request.user), "writings": export.writings(request.user)}
    return render(request, "privacy/mine.html", context)


@allow("data.read")
def mine_json(request):
    """The same, for another program to read."""
    response = JsonResponse(export.as_data(request.user), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response


@allow("data.read")
def mine_pdf(request):
    """The same, on paper."""
    user = request.user
    paper = Paper(kind="Données personnelles", title=str(user), date=clock.today(), carriers=["DLA collectif"])
    context = {"paper": paper, "data": export.as_data(user)}
    return printing.answer(request, render_html("privacy/mine_pdf.html", context), "mes-donnees")


@allow("data.read")
def correct(request):
    """Correct one's names and telephone."""
    person = request.user.person
    if person is None:
        raise Http404("Ce compte n’est celui de personne.")
    form = IdentityForm(request.POST or None, instance=person)
    if accepted(form, lambda data: actions.correct_identity(person, data, by=request.user)):
        return done(request, "Votre identité est corrigée.", "privacy:mine")
    return form_page(request, form, title="Corriger mon identité", submit="Enregistrer", crumbs=[MINE])


@allow("register.read")
def register(request):
    """The register of processing: what is held, why, who reads it, how long."""
    durations = of_teams(Dla.objects.worked_in_by(request.user))
    lines = [(holding, durations.told(holding.kept)) for holding in declared()]
    return render(request, "privacy/register.html", {"holdings": lines})


def kept_in_short():
    """{duration: titles of what is kept so long}, for the notice."""
    kept, durations = {}, of_everybody()
    for holding in declared():
        kept.setdefault(durations.told(holding.kept), []).append(holding.title)
    return kept
