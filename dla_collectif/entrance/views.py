"""The second factor at the door, and « Mon compte »: password, second factor, sessions."""

from datetime import timedelta
from math import ceil

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from dla_collectif.services import limits
from dla_collectif.services.forms import accepted
from dla_collectif.services.guards import allow, own_transactions, public
from dla_collectif.services.ids import public_id_in
from dla_collectif.services.pages import Link, done, form_page, own_path

from . import actions, secondfactor
from .arrivals import PASSWORD, at_the_door, be_sure, comes_by_reset, is_sure, let_in, sure
from .forms import CodeForm, FirstCodeForm, PasswordForm, ProofForm
from .models import Factor, Session

LONGEST_WAIT = timedelta(minutes=15)  # between two codes: a password was given before them


@public
@own_transactions
@sensitive_post_parameters()
def code(request):
    """The second factor of whoever gave a good password or opened their link."""
    arrival = at_the_door(request)
    if arrival is None:
        messages.info(request, "Dix minutes ont passé, ou vous êtes déjà entré·e : reprenez ici.")
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid() and not must_wait(form, "code", arrival.user.pk, most=LONGEST_WAIT):
        with transaction.atomic():
            if is_proof(arrival.user, form):
                limits.forgive("code", arrival.user.pk)
                return redirect(let_in(request, arrival))
        form.add_error(None, "Ce code n’ouvre pas : attendez le suivant. Un code ne s’utilise qu’une fois.")
    intro = f"{arrival.user}, il manque le second facteur."
    return form_page(request, form, title="Votre code", submit="Entrer", intro=intro, keep=False)


@public
@own_transactions
def enrol(request):
    """A second factor, set up by whoever cannot enter without one."""
    arrival = at_the_door(request)
    if arrival is None:
        messages.info(request, "Dix minutes ont passé : reprenez ici, ce qui est fait est gardé.")
        return redirect("accounts:sign_in")
    return set_up(request, arrival.user, arrival)


@allow("account.secure")
@own_transactions
@sure
def factor(request):
    """A second factor, set up by who wants one."""
    return set_up(request, request.user, None)


def set_up(request, user, arrival):
    """Begin, show the secret, take the first code, show the recovery codes: this once."""
    if actions.has_factor(user):
        return redirect("entrance:code" if arrival else "entrance:account")
    begun = Factor.objects.filter(user=user).first()
    form = FirstCodeForm(request.POST if request.method == "POST" and "code" in request.POST else None)
    if request.method == "POST" and not form.is_bound:
        with transaction.atomic():
            actions.begin_factor(user, by=user)
        return redirect(request.path)
    codes = []

    def act(data):
        codes.extend(actions.confirm_factor(user, data["code"], by=user))

    is_tried = form.is_valid() and not must_wait(form, "code", user.pk, most=LONGEST_WAIT)
    if is_tried and accepted(form, act):
        limits.forgive("code", user.pk)
        path = let_in(request, arrival) if arrival else ""
        settle(request, user)
        return show_codes(request, codes, path)
    shown = {"secret": secondfactor.secret_in_words(begun), "picture": secondfactor.picture(begun)} if begun else {}
    context = {"form": form, "begun": begun, "required": user.must_have_factor, "crumbs": () if arrival else crumbs()}
    return render(request, "entrance/factor.html", {**context, **shown})


@allow("account.secure")
@own_transactions
@require_POST
@sure
def renew_codes(request):
    """Ten new recovery codes, shown this once."""
    if not actions.has_factor(request.user):
        return redirect("entrance:account")
    with transaction.atomic():
        codes = actions.renew_codes(request.user, by=request.user)
    return show_codes(request, codes, "")


def show_codes(request, codes, path):
    """The recovery codes: they are stored hashed, so that this page is the only one that can show them."""
    response = render(request, "entrance/codes.html", {"codes": codes, "path": path, "crumbs": crumbs()})
    response["Cache-Control"] = "no-store"
    return response


@allow("account.secure")
@require_POST
@sure
def remove_factor(request):
    """No second factor any more."""
    actions.remove_factor(request.user, by=request.user)
    return done(request, "Votre second facteur est retiré ; un message vous le confirme.", "entrance:account")


@allow("account.see")
def account(request):
    """« Mon compte »: what opens it, and where it is open."""
    begun = Factor.objects.filter(user=request.user, confirmed_at__isnull=False).first()
    context = {
        "factor": begun,
        "codes_left": request.user.recovery_codes.filter(used_at=None).count() if begun else 0,
        "sessions": Session.objects.filter(user=request.user).living(),
        "here": public_id(request),
        "required": begun is not None and request.user.must_have_factor,
    }
    return render(request, "entrance/account.html", context)


@allow("account.secure")
@own_transactions
@sensitive_post_parameters()
def password(request):
    """Choose a password: the first, another, or in place of a forgotten one."""
    user, path = request.user, own_path(request, request.GET.get("next", ""))
    by_reset = comes_by_reset(request)
    asks_present = user.has_usable_password() and not by_reset
    if not asks_present and not by_reset and not is_sure(request):
        return redirect("entrance:confirm")
    form = PasswordForm(request.POST or None, user=user, asks_present=asks_present)
    if form.is_valid() and (not asks_present or is_present_password(user, form, "present")):
        actions.set_password(user, form.cleaned_data["new"], by=user)
        request.session["door"] = PASSWORD
        settle(request, user)
        return done(request, "Votre mot de passe est enregistré ; un message vous le confirme.", path or "home")
    first = not user.has_usable_password()
    words = {"title": "Choisir mon mot de passe" if first or by_reset else "Changer de mot de passe", "later": path}
    return form_page(
        request,
        form,
        submit="Enregistrer le mot de passe",
        template="entrance/password.html",
        crumbs=crumbs(),
        keep=False,
        first=first,
        **words,
    )


@allow("account.secure")
@own_transactions
@sensitive_post_parameters()
def confirm(request):
    """The password or a code, asked again before what opens the account is touched."""
    user, path = request.user, own_path(request, request.GET.get("next", "")) or reverse("entrance:account")
    form = ProofForm(request.POST or None, user=user, has_factor=actions.has_factor(user))
    if form.fields and form.is_valid() and is_proven(user, form):
        be_sure(request)
        request.session.cycle_key()
        return redirect(path)
    context = {"title": "C’est bien vous ?", "submit": "Continuer", "crumbs": crumbs(), "keep": False, "later": path}
    return form_page(request, form, template="entrance/confirm.html", **context)


@allow("account.see")
@require_POST
def end_session(request):
    """End one of my sessions."""
    actions.end_session(request.user, public_id_in(request.POST.get("session", "")), by=request.user)
    return done(request, "Cette connexion est terminée.", "entrance:account")


@allow("account.see")
@require_POST
def end_other_sessions(request):
    """End all of my sessions but this one."""
    count = actions.end_other_sessions(request.user, public_id(request), by=request.user)
    told = {0: "Il n’y avait pas d’autre connexion.", 1: "Une connexion est terminée."}
    return done(request, told.get(count, f"{count} connexions sont terminées."), "entrance:account")


def crumbs():
    """The way back to « Mon compte »."""
    return (Link("Mon compte", reverse("entrance:account")),)


def public_id(request) -> str:
    """The public id of the session of this request."""
    return Session.public_id_of(Session.digest_of(request.session.session_key))


def settle(request, user):
    """After a change of what opens the account: this session goes on under a new key, the others end."""
    update_session_auth_hash(request, user)
    actions.end_other_sessions(user, public_id(request), by=user)


def is_proof(user, form) -> bool:
    """Whether what was typed is a code of the phone, or one of the paper."""
    typed = form.cleaned_data
    if typed.get("code") and actions.use_code(user, typed["code"]):
        return True
    return bool(typed.get("recovery")) and actions.use_recovery_code(user, typed["recovery"])


def is_proven(user, form) -> bool:
    """Whether the password or the code asked again is good; if not, the form says so."""
    if form.cleaned_data.get("password"):
        return is_present_password(user, form, "password")
    if must_wait(form, "code", user.pk, most=LONGEST_WAIT):
        return False
    if actions.use_code(user, form.cleaned_data["code"]):
        limits.forgive("code", user.pk)
        return True
    form.add_error("code", "Ce code n’est pas bon, ou il a déjà servi : attendez le suivant.")
    return False


def is_present_password(user, form, name) -> bool:
    """Whether a field holds the present password; if not, the form says so."""
    if must_wait(form, "account", user.email):
        return False
    if user.check_password(form.cleaned_data[name]):
        limits.forgive("account", user.email)
        return True
    form.add_error(name, "Ce n’est pas votre mot de passe actuel.")
    return False


def must_wait(form, what, who, **limit) -> bool:
    """Whether there were too many tries; the form then says how long to wait."""
    wait = limits.wait_before(what, who, **limit)
    if wait:
        form.add_error(None, f"Trop d’essais : réessayez dans {minutes(wait)}.")
    return bool(wait)


def minutes(wait) -> str:
    """A wait in words, rounded up."""
    count = max(1, ceil(wait.total_seconds() / 60))
    return f"{count} minutes" if count > 1 else "une minute"
