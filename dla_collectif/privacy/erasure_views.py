"""Erasure: a person asks for it; the DLA that know them read what it will do, and a manager answers."""

from functools import wraps

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from dla_collectif.services import holdings
from dla_collectif.services.forms import accepted
from dla_collectif.services.guards import allow, declare, enter, kept_or_sign_in, perform
from dla_collectif.services.pages import Link, done, form_page

from . import requests as actions
from .forms import AcceptanceForm, ErasureForm, ErasureRefusalForm
from .models import ErasureRequest
from .plan import plan_of

SHOWN = 100
MINE = Link("Mes données", "/mes-donnees/")
LIST = Link("Demandes d’effacement", "/effacements/")


def request_view(action):
    """A page about a request: found among those of the people that the visitor's DLA knows; the others do not exist."""

    def decorate(view):
        @wraps(view)
        def guarded(request, eid):
            if not request.user.is_authenticated:
                return kept_or_sign_in(request)
            enter(request, "erasure.read", None)
            asked = ErasureRequest.objects.known_by(request.user).select_related("person").filter(public_id=eid).first()
            if asked is None:
                raise Http404("Cette demande n’existe pas, ou votre DLA ne connaît pas cette personne.")
            enter(request, action, asked)
            return perform(view, request, asked)

        return declare(guarded, view, action)

    return decorate


@allow("data.read")
def ask(request):
    """Ask for one's erasure, or see where the request stands."""
    person = request.user.person
    if person is None:
        raise Http404("Ce compte n’est celui de personne.")
    asked = ErasureRequest.objects.filter(person=person).order_by("-pk").first()
    if asked and asked.is_pending and request.method != "POST":
        return render(request, "privacy/asked.html", {"asked": asked, "crumbs": [MINE]})
    form = ErasureForm(request.POST or None)
    if accepted(form, lambda data: actions.ask_erasure(person, data["words"], by=request.user)):
        said = "Votre demande est enregistrée\u00a0: le DLA vous répond sous un mois."
        return done(request, said, "privacy:ask_erasure")
    context = {"asked": asked, "obstacles": holdings.obstacles(person), "cancel_url": MINE.url}
    return form_page(
        request,
        form,
        title="Demander l’effacement de mes données",
        submit="Demander l’effacement",
        crumbs=[MINE],
        template="privacy/ask.html",
        **context,
    )


@allow("data.read")
@require_POST
def withdraw(request):
    """Take one's request back."""
    asked = ErasureRequest.objects.filter(person=request.user.person_id or 0).pending().first()
    if asked is None:
        return HttpResponseRedirect(MINE.url)
    actions.withdraw_erasure(asked, by=request.user)
    return done(request, "Votre demande est retirée\u00a0: rien n’est effacé.", "privacy:mine")


@allow("erasure.read")
def requests(request):
    """The requests of the people that the visitor's DLA knows, those that wait first."""
    rows = ErasureRequest.objects.known_by(request.user).select_related("person")
    context = {
        "waiting": rows.pending().order_by("asked_at")[:SHOWN],
        "past": rows.exclude(state__in=ErasureRequest.PENDING).order_by("-asked_at")[:SHOWN],
        "crumbs": [Link("Registre des traitements", "/registre-des-traitements/")],
    }
    return render(request, "privacy/requests.html", context)


@request_view("erasure.read")
def request_page(request, asked):
    """What the erasure will do, what it leaves; who agreed."""
    context = {
        "asked": asked,
        "plan": plan_of(asked.person, reader=request.user) if asked.is_pending else None,
        "voices": asked.voices.select_related("dla__organisation", "by__person").order_by("pk"),
        "crumbs": [LIST],
    }
    return render(request, "privacy/request.html", context)


@request_view("erasure.answer")
def accept(request, asked):
    """Agree, by name."""
    form = AcceptanceForm(request.POST or None)
    if accepted(form, lambda data: actions.accept_erasure(asked, by=request.user)):
        return done(request, "C’est accepté. La personne en est informée avant que ses données soient effacées.", asked)
    title = f"Accepter l’effacement des données de {asked.person}"
    return answer_form(request, form, asked, title, "Accepter l’effacement")


@request_view("erasure.answer")
def refuse(request, asked):
    """Refuse, with a reason."""
    form = ErasureRefusalForm(request.POST or None)
    if accepted(form, lambda data: actions.refuse_erasure(asked, data["reason"], by=request.user)):
        return done(request, "Vous avez refusé. La personne reçoit votre motif par message.", asked)
    return answer_form(request, form, asked, "Refuser l’effacement", "Envoyer le refus")


def answer_form(request, form, asked, title, submit):
    """The page of an answer."""
    here = Link(str(asked.person), asked.get_absolute_url())
    return form_page(request, form, title=title, submit=submit, crumbs=[LIST, here], cancel_url=here.url)
