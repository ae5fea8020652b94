"""Sign in by password, ask for a fresh link, sign out; personal links have their pages in `link_views`."""

from datetime import timedelta

from django.contrib.auth import authenticate, logout
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from dla_collectif.entrance.arrivals import PASSWORD, receive
from dla_collectif.services import limits
from dla_collectif.services.guards import allow, own_transactions, public
from dla_collectif.services.origin import client_address
from dla_collectif.services.pages import done, form_page, own_path

from . import actions, links
from .forms import ForgottenForm, LinkRequestForm, PasswordForm
from .models import PersonalLink

OFFICE = {"at_once": 100, "every": timedelta(seconds=6)}  # sign-ins that fail, from one address: thirty people's
POST_OFFICE = {"at_once": 100, "every": timedelta(seconds=30)}  # links asked for, from one address
LETTERS = {"at_once": 5, "every": timedelta(minutes=12)}  # links sent to one person: five an hour


@public
@own_transactions
@sensitive_post_parameters()
def sign_in(request):
    """The sign-in page: password for the DLA's team, a fresh link for everybody else."""
    if request.method != "POST":
        return render(request, "accounts/sign_in.html")
    form = PasswordForm(request.POST, prefix="mdp")
    user = user_of(request, form) if form.is_valid() else None
    if user is not None:
        with transaction.atomic():
            return redirect(receive(request, user, request.GET.get("next", ""), PASSWORD))
    return render(request, "accounts/sign_in.html", {"form": form}, status=429 if form.must_wait else 200)


def user_of(request, form):
    """Whose address and password these are; None when nobody's or after too many tries, and the form says so.

    The same is done and said whether the address is known or not.
    """
    email, here = form.cleaned_data["email"].lower(), client_address(request)
    if not limits.has_room("sign-in", here, **OFFICE):
        return form.put_off(timedelta(minutes=1))
    wait = limits.wait_before("account", email)
    if wait:
        return form.put_off(wait)
    user = authenticate(request, username=email, password=form.cleaned_data["password"])
    if user is None:
        return form.add_error(None, "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez-les.")
    limits.forgive("account", email)
    limits.give_back("sign-in", here, every=OFFICE["every"])
    return user


@public
@own_transactions
def ask_for_link(request):
    """Send a fresh link to the page that was asked for; the answer is the same whether the address is known or not."""
    form = LinkRequestForm(request.POST or None, prefix="lien")
    if form.is_valid():
        path = own_path(request, request.POST.get("suite", "")) or "/"
        take_request(request, form.cleaned_data["email"], path, request.POST.get("ancien", ""))
        return redirect("accounts:link_sent")
    return render(request, "accounts/sign_in.html", {"link_form": form})


@public
@own_transactions
def forgotten(request):
    """A password was forgotten: a link that replaces it, ten minutes, once; the answer is the same for everybody."""
    form = ForgottenForm(request.POST or None)
    if form.is_valid():
        take_request(request, form.cleaned_data["email"], PersonalLink.RESET)
        return redirect("accounts:link_sent")
    intro = "Un lien arrivera à votre adresse : il s’ouvre pendant dix minutes, une seule fois."
    return form_page(request, form, title="Mot de passe oublié", submit="Recevoir le lien", intro=intro)


def take_request(request, email, path, old_token=""):
    """Note a request, if neither its address nor its sender has asked too often; nobody is told."""
    has_room = limits.has_room("links-from", client_address(request), **POST_OFFICE)
    if limits.has_room("links-to", email.lower().strip(), **LETTERS) and has_room:
        links.request_link(email, path, old_token)


@public
def link_sent(request):
    """What to expect after asking for a link."""
    return render(request, "accounts/link_sent.html")


@allow("home.see")
def sign_out(request):
    """End the session on the server; a page asks first when the button was not pressed."""
    if request.method == "POST":
        actions.note_leaving(by=request.user)
        logout(request)
        return done(request, "Vous êtes déconnecté·e.", "accounts:sign_in")
    return render(request, "accounts/sign_out.html")


@allow("home.see")
def home(request):
    """The first page: the desk of an officer, the programmes of a regional reader, the space of everybody else."""
    if request.user.is_officer:
        return redirect("journey:desk")
    return redirect("journey:region" if request.user.is_regional_reader else "journey:space")
