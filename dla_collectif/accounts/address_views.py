"""« Changer d’adresse »: whoever holds the present address says the new one; the code sent there is typed back."""

from urllib.parse import urlencode

from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse

from dla_collectif.entrance.arrivals import came_by_password, is_sure
from dla_collectif.services.forms import accepted
from dla_collectif.services.guards import allow, own_transactions
from dla_collectif.services.pages import Link, done, form_page

from . import codes
from .addresses import NOT_THIS_CODE, change_address, is_taken
from .forms import AddressCodeForm, AddressForm

KIND, PENDING = "new-address", "new_address"  # of the code; in the session
CODE_MAIL, TAKEN_MAIL = "accounts/mail/address_code.txt", "accounts/mail/address_taken.txt"
OWN = "changer l’adresse électronique qui ouvre votre espace"


@allow("account.see")
@own_transactions
def address(request):
    """Say the new address; through a link, a code sent to the present one comes first, else the password again."""
    if came_by_password(request) and not is_sure(request):
        return redirect(f"{reverse('entrance:confirm')}?{urlencode({'next': request.path})}")
    form = AddressForm(request.POST or None, user=request.user)
    if form.is_valid():
        codes.proof(request, "address", OWN)
        new = form.cleaned_data["email"]
        template = TAKEN_MAIL if is_taken(new, request.user) else CODE_MAIL
        with transaction.atomic():
            code, problem = codes.send_code(request, KIND, words_of(new), address=new, template=template)
        if code is not None:
            request.session[PENDING] = new
            return redirect("accounts:confirm_address")
        form.add_error(None, problem)
    words = {"title": "Changer d’adresse", "submit": "Recevoir le code"}
    words["intro"] = (
        "Un code part à la nouvelle adresse, pour être sûr qu’elle est la vôtre ; l’ancienne sera prévenue."
    )
    return form_page(request, form, crumbs=crumbs(), cancel_url=reverse("entrance:account"), **words)


@allow("account.see")
@own_transactions
def confirm_address(request):
    """Type the code that came to the new address. An address that is somebody else's has no code that is right."""
    new = request.session.get(PENDING)
    if new is None:
        return redirect("accounts:address")
    form, key = AddressCodeForm(request.POST or None), request.session.session_key
    if form.is_valid():
        with transaction.atomic():
            code = codes.waiting(request, KIND, words_of(new))
            is_good = code is not None and codes.is_right(request, code)
        if not is_good or is_taken(new, request.user):
            form.add_error("code", NOT_THIS_CODE)
        elif accepted(form, lambda data: change_address(request.user, new, kept=key, by=request.user)):
            del request.session[PENDING]
            return done(request, "Votre adresse est changée ; l’ancienne est prévenue.", "entrance:account")
    intro = f"Un code à six chiffres est parti à {new}. Il sert dix minutes."
    words = {"title": "Confirmer la nouvelle adresse", "submit": "Changer d’adresse", "intro": intro}
    return form_page(request, form, crumbs=crumbs(), cancel_url=reverse("accounts:address"), keep=False, **words)


def words_of(new) -> str:
    """The act that the code of a new address confirms."""
    return f"utiliser l’adresse {new}"


def crumbs():
    """The way back to « Mon compte »."""
    return (Link("Mon compte", reverse("entrance:account")),)
