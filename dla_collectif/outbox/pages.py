"""The page where the words of a kind of mail are changed, with their variables and a preview on real data."""

from django.contrib import messages
from django.http import HttpResponseRedirect

from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page

from . import actions
from .forms import TextForm
from .kinds import Words, filled
from .models import LINK, Text

PERSONAL = "[lien personnel]"


def text_page(request, kind, row: Text, current: Words, *, words, home, title, **context):
    """Change the words of `kind` in `row`, stored or not; `current` is what applies now, `words` the real data.

    `home` is where one goes back to. With « apercu » in the form nothing is stored; with « reprendre » the words that
    stood before come back.
    """
    if row.pk is None:
        row.subject, row.body = current
    if request.method == "POST" and "reprendre" in request.POST:
        actions.reset_text(kind, row, by=request.user)
        messages.success(request, "Le texte d’origine est de retour.")
        return HttpResponseRedirect(home)
    form = TextForm(request.POST or None, instance=row)
    looks = "apercu" in request.POST
    if not looks and accepted(form, lambda data: actions.write_text(kind, row, data, by=request.user)):
        return done(request, "Le texte est enregistré.", home)
    typed = Words(form["subject"].value() or "", form["body"].value() or "")
    return form_page(
        request,
        form,
        title=title,
        submit="Enregistrer ce texte",
        cancel_url=home,
        template="outbox/text.html",
        kind=kind,
        variables=[(f"{{{name}}}", meaning, words.get(name, "")) for name, meaning in kind.known.items()],
        preview=readable(filled(typed, words)),
        is_changed=row.pk is not None,
        **context,
    )


def readable(mail: Words) -> Words:
    """A mail before it leaves, as its reader will see it: the true link is made at the moment of sending."""
    return Words(mail.subject, mail.body.replace(LINK, PERSONAL))
