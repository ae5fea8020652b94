"""Sign in by password, ask for a fresh link, sign out; personal links have their pages in `link_views`."""

from django.contrib.auth import login, logout
from django.shortcuts import redirect, render

from dla_collectif.services.guards import allow, public
from dla_collectif.services.pages import done, own_path

from . import links
from .doors import PASSWORD, note_door
from .forms import LinkRequestForm, PasswordForm

OFFICE_HOURS = 12 * 3600  # seconds without a gesture before an officer signs in again
BACKEND = "dla_collectif.accounts.backends.RolesBackend"


@public
def sign_in(request):
    """The sign-in page: password for the DLA's team, a fresh link for everybody else."""
    form = PasswordForm(request.POST or None, prefix="mdp")
    if form.is_valid():
        start_session(request, form.user, PASSWORD)
        return redirect(own_path(request, request.GET.get("next", "")) or "home")
    return render(request, "accounts/sign_in.html", {"form": form, "link_form": LinkRequestForm(prefix="lien")})


@public
def ask_for_link(request):
    """Send a fresh link to the page that was asked for; the answer is the same whether the address is known or not."""
    form = LinkRequestForm(request.POST or None, prefix="lien")
    if form.is_valid():
        path = own_path(request, request.POST.get("suite", ""))
        links.request_link(form.cleaned_data["email"], path=path, old_token=request.POST.get("ancien", ""))
        return redirect("accounts:link_sent")
    return render(request, "accounts/sign_in.html", {"form": PasswordForm(prefix="mdp"), "link_form": form})


@public
def link_sent(request):
    """What to expect after asking for a link."""
    return render(request, "accounts/link_sent.html")


@allow("home.see")
def sign_out(request):
    """End the session on the server; a page asks first when the button was not pressed."""
    if request.method == "POST":
        logout(request)
        return done(request, "Vous êtes déconnecté·e.", "accounts:sign_in")
    return render(request, "accounts/sign_out.html")


@allow("home.see")
def home(request):
    """The first page: the desk of an officer, the space of everybody else."""
    return redirect("journey:desk" if request.user.is_officer else "journey:space")


def start_session(request, user, door):
    """A new session: short for those who see everybody's papers, long for those who come by link."""
    login(request, user, backend=BACKEND)
    note_door(request, door)
    if user.is_officer:
        request.session.set_expiry(OFFICE_HOURS)
