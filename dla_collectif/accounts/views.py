"""Sign in by password or by personal link, ask for a fresh link, sign out."""

from django.contrib.auth import login, logout
from django.shortcuts import redirect, render

from dla_collectif.services.guards import allow, public
from dla_collectif.services.pages import done, own_path
from dla_collectif.services.refusals import Refusal

from . import actions
from .forms import LinkRequestForm, PasswordForm

OFFICE_HOURS = 12 * 3600  # seconds without a gesture before an officer signs in again
BACKEND = "dla_collectif.accounts.backends.RolesBackend"


@public
def sign_in(request):
    """The sign-in page: password for the DLA's team, a fresh link for everybody else."""
    form = PasswordForm(request.POST or None, prefix="mdp")
    if form.is_valid():
        start_session(request, form.user)
        return redirect(own_path(request, request.GET.get("next", "")) or "home")
    return render(request, "accounts/sign_in.html", {"form": form, "link_form": LinkRequestForm(prefix="lien")})


@public
def ask_for_link(request):
    """Send a fresh link; the answer is the same whether the address is known or not."""
    form = LinkRequestForm(request.POST or None, prefix="lien")
    if form.is_valid():
        actions.request_link(form.cleaned_data["email"])
        return redirect("accounts:link_sent")
    return render(request, "accounts/sign_in.html", {"form": PasswordForm(prefix="mdp"), "link_form": form})


@public
def link_sent(request):
    """What to expect after asking for a link."""
    return render(request, "accounts/link_sent.html")


@public
def link(request, token):
    """A personal link: the page has a button, since mail scanners open links; the button signs in."""
    if request.method == "POST":
        try:
            opened = actions.open_link(token)
        except Refusal:
            return redirect(request.path)
        start_session(request, opened.user)
        return redirect(own_path(request, opened.path) or "home")
    found = actions.find_link(token)
    alive = found is not None and found.is_alive
    return render(
        request,
        "accounts/link.html",
        {"person": found.user if alive else None, "link_form": LinkRequestForm(prefix="lien")},
        status=200 if alive else 404,
    )


@allow("home.see")
def sign_out(request):
    """End the session on the server; a page asks first when the button was not pressed."""
    if request.method == "POST":
        logout(request)
        return done(request, "Vous êtes déconnecté·e.", "accounts:sign_in")
    return render(request, "accounts/sign_out.html")


@allow("home.see")
def home(request):
    """The first page: the desk of an officer, the programmes of a regional reader, the space of everybody else."""
    if request.user.is_officer:
        return redirect("journey:desk")
    return redirect("journey:region" if request.user.is_regional_reader else "journey:space")


def start_session(request, user):
    """A new session: short for those who see everybody's papers, long for those who come by link."""
    login(request, user, backend=BACKEND)
    if user.is_officer:
        request.session.set_expiry(OFFICE_HOURS)
