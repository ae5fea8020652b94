"""The two shapes of an answer, a page or a form, and what every page shows."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

NEVER_SHOWN_AGAIN = {"csrfmiddlewaretoken", "form_key", "password", "old_password", "new_password1", "new_password2"}


@dataclass(frozen=True)
class Link:
    """An entry of the navigation, of the tabs or of the way back."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


def site(request):
    """Context of every page: demonstration or not, who is here, where they can go."""
    user = getattr(request, "user", None)
    nav = []
    if is_somebody(user):
        entries = (
            [("Mes accompagnements", "journey:desk"), ("Annuaire", "associations:list")] if user.is_officer else []
        )
        entries += [("Lecture régionale", "journey:region")] if user.is_regional_reader else []
        entries += [("Mon espace", "journey:space")] if user.person_id else []
        entries += [("Messages", "outbox:list"), ("Notre DLA", "teams:ours")] if user.is_officer else []
        entries += [("Journal", "journal:house")] if user.is_manager else []
        nav = [Link(label, to, request.path == to) for label, to in ((label, reverse(name)) for label, name in entries)]
    return {
        "site": {
            "demonstration": settings.DEMONSTRATION,
            "nav": nav,
            "user_name": str(user) if is_somebody(user) else "",
            "user_role": getattr(user, "role_label", ""),
            "speaks_for": spoken_for(request, user),
            "shared": is_somebody(user) and bool(getattr(request, "session", {}).get("shared")),
        }
    }


def spoken_for(request, user) -> str:
    """The organisation that somebody who represents several has chosen; what the page is about comes first."""
    chosen = getattr(request, "session", {}).get("speaks_for") if is_somebody(user) else None
    return (user.speaks_for or chosen[1]) if chosen else ""


def is_somebody(user) -> bool:
    """Whether somebody is signed in."""
    return user is not None and user.is_authenticated


def form_page(request, form, *, title, submit, step=None, crumbs=(), template="form_page.html", **context):
    """A page that is a form: what was typed stays; a lost race answers 409 with both texts."""
    conflict = getattr(form, "conflict", None)
    context = {
        "title": title,
        "form": form,
        "submit": submit,
        "step": step,
        "here": step,
        "crumbs": crumbs or (step.crumbs if step else ()),
        "steps": step.journey.steps if step else None,
        "multipart": form.is_multipart(),
        "conflict": conflict,
        "keep": True,
        **context,
    }
    return render(request, template, context, status=409 if conflict else 200)


def done(request, sentence, to, *args):
    """After a write: say what was done, go to the next page. `to` is a path, a URL name or a thing with an address."""
    messages.success(request, sentence)
    if hasattr(to, "get_absolute_url"):
        to = to.get_absolute_url()
    elif not to.startswith("/"):
        to = reverse(to, args=args)
    return HttpResponseRedirect(to)


def own_path(request, path):
    """`path` if it leads inside this site, else an empty string."""
    return path if url_has_allowed_host_and_scheme(path, {request.get_host()}, request.is_secure()) else ""


def resume(request, status):
    """What was being sent when the session or the form's token was lost, ready to be sent again."""
    typed = [
        (name, value) for name, values in request.POST.lists() if name not in NEVER_SHOWN_AGAIN for value in values
    ]
    sign_in = f"{reverse('accounts:sign_in')}?next={request.path}"
    return render(
        request,
        "resume.html",
        {"typed": typed, "target": request.get_full_path(), "sign_in_url": sign_in},
        status=status,
    )


def csrf_failure(request, reason=""):
    """A form whose token is too old is shown again, with everything that was typed."""
    return resume(request, status=403)


def bad_request(request, exception=None):
    """What cannot be understood: the page reads nothing of the request, which would fail once more."""
    return HttpResponseBadRequest(loader.render_to_string("400.html"))


def button_alone(request, refused):
    """The address of a button, opened as if it were a page: say so, with a way on."""
    response = render(request, "405.html", status=405)
    response["Allow"] = refused["Allow"]
    return response
