"""The pages of personal links: entering by one, giving one back, one's own."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from dla_collectif.services.guards import allow, public
from dla_collectif.services.pages import done, own_path
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.visitors import browser_name, client_address

from . import links
from .doors import LINK
from .forms import LinkRequestForm
from .models import PersonalLink
from .views import start_session

SHOWN = 30
TO_THE_TEAM = "Vous travaillez dans un DLA : entrez par votre mot de passe. La page demandée s’ouvrira ensuite."


@public
def link(request, token):
    """A personal link: the page has a button, since mail scanners open links; the button signs in."""
    if request.method == "POST":
        try:
            opened = links.living_link(token)
        except Refusal:
            return redirect(request.path)
        return enter(request, opened)
    found = links.find_link(token)
    alive = found is not None and found.is_alive
    context = {"person": found.user if alive else None, "token": token, "link_form": LinkRequestForm(prefix="lien")}
    return render(request, "accounts/link.html", context, status=200 if alive else 404)


def enter(request, opened):
    """A session by a link, at the page that it leads to; the team of a DLA is led to the password instead."""
    path = own_path(request, opened.path) or reverse("home")
    if opened.user.is_officer and not settings.STAFF_BY_LINK:
        messages.info(request, TO_THE_TEAM)
        return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': path})}")
    start_session(request, opened.user, LINK)
    where = {"address": client_address(request), "browser": browser_name(request)}
    links.open_link(opened, request.session.session_key, **where)
    return redirect(path)


@public
def give_back(request, token):
    """« Ce lien n’est pas pour moi »: whoever received it by mistake closes it."""
    if request.method == "POST":
        links.give_back(token)
        return render_thanks(request)
    return render(request, "accounts/give_back.html")


def render_thanks(request):
    """The way out, the same for every token."""
    return done(request, "Merci. Ce lien ne s’ouvre plus ; vous pouvez effacer le message.", "accounts:sign_in")


@allow("space.see")
def my_links(request):
    """One's own links: when each was sent, opened, expires; a button closes one, or all with their sessions."""
    own = PersonalLink.objects.filter(user=request.user)
    if request.method == "POST":
        return close_own(request, own)
    rows = list(own.listed()[:SHOWN])
    return render(request, "accounts/my_links.html", {"links": rows, "alive": sum(row.is_alive for row in rows)})


def close_own(request, own):
    """Close one of one's links, or all of them; the session at hand goes on."""
    number = request.POST.get("lien", "")
    if number != "tous":
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise Http404("Ce lien n’existe pas.")
        own = own.filter(pk=int(number))
    count = links.close_links(own, links.Ending.BY_OWNER, staying=request.session.session_key, by=request.user)
    sentence = "Ce lien était déjà fermé." if not count else "C’est fermé : personne n’entre plus par là."
    return done(request, sentence, "accounts:my_links")
