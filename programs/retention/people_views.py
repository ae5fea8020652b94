"""The people of a DLA whose time comes, and closed accounts: erased by a named person, held, opened again."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dla_collectif.privacy import holds
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page
from dla_collectif.teams.guards import team_view
from dla_collectif.teams.views import address

from . import contacts
from .forms import EraseForm, HoldForm, LiftForm


@team_view("team.manage")
def people(request, dla):
    """Whom nobody exchanged with for years; whose account is closed."""
    context = {
        "dla": dla,
        "contacts": contacts.contacts_of(dla),
        "closed": contacts.closed_of(dla)[: contacts.MOST],
        "crumbs": [Link(str(dla), address(dla)), Link("Conservation", home(dla, "plan"))],
    }
    return render(request, "programs/retention/people.html", context)


@team_view("team.manage")
def erase(request, dla, person):
    """Erase somebody whose time has come."""
    row, form = find(dla, person), EraseForm(request.POST or None)
    if accepted(form, lambda data: contacts.erase_contact(dla, row, data, by=request.user)):
        return done(request, "Les données de cette personne sont effacées.", home(dla))
    return own_form(request, form, dla, f"Effacer {row}", "Valider l’effacement")


@team_view("team.manage")
def hold(request, dla, person):
    """Nothing of this person is erased."""
    row, form = find(dla, person), HoldForm(request.POST or None)
    if accepted(form, lambda data: holds.place_hold(row, data, by=request.user, scope=dla)):
        return done(request, f"Le gel est posé\u00a0: rien de {row} ne sera effacé.", home(dla))
    return own_form(request, form, dla, f"Geler l’effacement de {row}", "Poser le gel")


@team_view("team.manage")
def lift(request, dla, person):
    """This person's data run their course again."""
    row, form = find(dla, person), LiftForm(request.POST or None)
    if accepted(form, lambda data: holds.lift_hold(row, data["reason"], by=request.user, scope=dla)):
        return done(request, "Le gel est levé.", home(dla))
    return own_form(request, form, dla, f"Lever le gel de {row}", "Lever le gel")


@team_view("team.manage")
@require_POST
def reopen(request, dla, person):
    """Open again an account that nobody entered for years."""
    row = find(dla, person, contacts.closed_of(dla))
    contacts.reopen_account(dla, row, by=request.user)
    return done(request, f"Le compte de {row} est rouvert\u00a0: un lien lui suffit pour entrer.", home(dla))


def find(dla, public_id, rows=None):
    """A person of this DLA. Raises Http404 for anybody else."""
    rows = contacts.known_by(dla) if rows is None else rows
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404("Cette personne n’existe pas, ou n’est pas connue de votre DLA.")
    return row


def own_form(request, form, dla, title, submit):
    """A form about a person, with the way back."""
    crumbs = [Link(str(dla), address(dla)), Link("Personnes", home(dla))]
    return form_page(request, form, title=title, submit=submit, crumbs=crumbs, cancel_url=home(dla), keep=False)


def home(dla, name="people") -> str:
    """The page of the people of a DLA."""
    return reverse(f"retention:{name}", args=[dla.organisation.public_id])
