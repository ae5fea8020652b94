"""The one door of every view: who may come in, and how a request writes.

A view is locked until it names the action that opens it. A request that writes runs in one transaction that is kept
only if the answer is a redirect or an empty success; the same form sent twice is done once and gets the same answer.
"""

import codecs
import re
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from . import pages
from .models import FormReceipt
from .permissions import GRANTS, refusal
from .refusals import Detour, Refusal

READING = {"GET", "HEAD", "OPTIONS"}
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")  # letters that the forms draw theirs from; anything else is no key of ours


class Utf8Middleware:
    """Refuses a request that says it is written in anything else, before anybody reads it and stumbles."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            return pages.bad_request(request)
        return self.get_response(request)


class DeclaredActionMiddleware:
    """Refuses a view that names no action: a forgotten decorator is a locked door."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        return pages.button_alone(request, response) if is_bare(response) else response

    def process_view(self, request, view, args, kwargs):
        """Called by Django once the view is known."""
        if not hasattr(view, "action"):
            raise PermissionDenied("Cette page n’est pas ouverte.")


def is_bare(response) -> bool:
    """Whether an address that is a button's alone was opened: Django's own refusal is an empty page."""
    return response.status_code == 405 and not response.content


def declare(view, inner, action):
    """Mark `view` with the action that opens it, for the middleware and the tests that watch the doors."""
    if action is not None and action not in GRANTS:
        raise KeyError(f"{action} is not in GRANTS")
    view.action = action or "public"
    view.inner = inner
    return view


def public(view):
    """A page for anybody: sign-in and personal links only."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return perform(view, request, *args, **kwargs)

    return declare(guarded, view, None)


def allow(action):
    """A page of the ground floor, open to whoever may do `action`."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            return enter(request, action, None) or perform(view, request, *args, **kwargs)

        return declare(guarded, view, action)

    return decorate


def own_transactions(view):
    """Mark a view that works long before it writes (a password check takes half a second): it opens its own.

    What it counts stays counted when it shows its form again.
    """
    view.own_transactions = True
    return view


def enter(request, action, thing):
    """None when the visitor may do `action` to `thing`; else the way to the sign-in. Raises PermissionDenied."""
    if not request.user.is_authenticated:
        return kept_or_sign_in(request)
    why = refusal(request.user, action, thing)
    if why:
        raise PermissionDenied(why)
    return None


def kept_or_sign_in(request):
    """Nobody unknown comes in, but what an expired session was sending is kept on the page."""
    if request.method in READING:
        return redirect_to_login(request.get_full_path(), reverse("accounts:sign_in"))
    return pages.resume(request, status=401)


def perform(view, request, *args, **kwargs):
    """Run a view, or what must come before it; once that is there, run it again."""
    try:
        return perform_now(view, request, *args, **kwargs)
    except Detour as detour:
        page = detour.answer(request)
        return page if page is not None else perform(view, request, *args, **kwargs)


def perform_now(view, request, *args, **kwargs):
    """Run a view; a request that writes is one transaction, done once however often it is sent."""
    if request.method in READING:
        return view(request, *args, **kwargs)
    key = request.POST.get("form_key", "")
    key = key if KEY.fullmatch(key) else ""
    try:
        if hasattr(view, "own_transactions"):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            receipt = take_receipt(request, key)
            response = view(request, *args, **kwargs)
            accepted = 300 <= response.status_code < 400 or response.status_code in {201, 204}
            if not accepted:
                transaction.set_rollback(True)
            elif receipt:
                receipt.location = response.headers.get("Location", "")
                receipt.save(update_fields=["location"])
            return response
    except AlreadyDone as done:
        return HttpResponseRedirect(done.location or request.path)
    except Refusal as no:
        messages.error(request, no.sentence)
        return HttpResponseRedirect(back(request))


class AlreadyDone(Exception):
    """This very form was accepted before."""

    def __init__(self, location):
        super().__init__(location)
        self.location = location


def take_receipt(request, key):
    """Reserve the form's key, so that a twin waits or learns that it was done; None for a request without a key."""
    if not key:
        return None
    try:
        with transaction.atomic():
            return FormReceipt.objects.create(key=key, user_id=request.user.pk, path=request.path[:500])
    except IntegrityError:
        first = FormReceipt.objects.filter(key=key, user_id=request.user.pk, path=request.path[:500]).first()
        if first is None:  # somebody else's key: an odd request, not a double click
            raise PermissionDenied("Ce formulaire n’est pas le vôtre. Rechargez la page.") from None
        raise AlreadyDone(first.location) from None


def back(request):
    """Where a refused button leads back: the page it stood on, if it is ours."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        return referer
    return reverse("home")
