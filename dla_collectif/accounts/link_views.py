"""The pages of personal links: entering by one, giving one back, one's own."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from dla_collectif.entrance.arrivals import LINK, RESET, has_factor, receive
from dla_collectif.entrance.browsers import in_words
from dla_collectif.services import origin
from dla_collectif.services.guards import allow, public
from dla_collectif.services.pages import done
from dla_collectif.services.refusals import Refusal

from . import links
from .forms import LinkRequestForm
from .models import PersonalLink

SHOWN = 30


@public
def link(request, token):
    """A personal link: the page has a button, since mail scanners open links; the button signs in."""
    if request.method == "POST":
        try:
            opened = links.open_link(token)
        except Refusal:
            return redirect(request.path)
        if asks_for_password(opened):
            messages.info(
                request, "Avec un rôle dans un DLA, on entre par son mot de passe\u00a0: le lien n’y suffit pas."
            )
            return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': opened.path})}")
        return redirect(enter(request, opened))
    found = links.find_link(token)
    alive = found is not None and found.is_alive
    context = {"person": found.user if alive else None, "token": token, "link_form": LinkRequestForm(prefix="lien")}
    return render(request, "accounts/link.html", context, status=200 if alive else 404)


def asks_for_password(opened) -> bool:
    """Whether a link leads to the sign-in page: a mail that is forwarded does not open the desk of a DLA.

    A second factor is enough beside the link; a forgotten password is replaced by the link made for that.
    """
    user = opened.user
    return user.is_in_team and user.has_usable_password() and not (opened.is_reset or has_factor(user))


def enter(request, opened) -> str:
    """Receive whoever opened a link, and note the session that it opened. Returns the path of the next page."""
    path = receive(request, opened.user, opened.path, RESET if opened.is_reset else LINK)
    key = request.session.session_key if request.user.is_authenticated else ""
    browser = in_words(request.META.get("HTTP_USER_AGENT", ""))
    links.note_opening(opened, key, network=origin.here().network, browser=browser)
    return path


@public
def give_back(request, token):
    """« Ce lien n’est pas pour moi »: whoever received it by mistake closes it; every token is answered the same."""
    if request.method == "POST":
        links.give_back(token)
        return done(request, "Merci. Ce lien ne s’ouvre plus ; vous pouvez effacer le message.", "accounts:sign_in")
    return render(request, "accounts/give_back.html")


@allow("space.see")
def my_links(request):
    """One's own links: when each was sent, opened, expires; a button closes one, or all with their sessions."""
    own = PersonalLink.objects.filter(user=request.user)
    if request.method == "POST":
        return close_own(request, own)
    rows = list(own.listed()[:SHOWN])
    return render(request, "accounts/my_links.html", {"links": rows, "alive": sum(not row.is_over for row in rows)})


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
