"""The DLA's pages about a text that the group talks about: its announcement, noting what is said, answering it."""

from django.shortcuts import get_object_or_404
from django.utils.text import capfirst

from dla_collectif.directory.models import Person
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from dla_collectif.services.templatetags.house import plural
from programs.journey.mailing import mailing_page
from programs.meetings.models import speaking_for

from . import actions as acts


def announcing_page(request, step, text, announcing, *, home, why=""):
    """The messages that announce a text, reread then sent: `announcing(step, text)` gives them; `why` says why not."""
    return mailing_page(
        request,
        step,
        announcing(step, text),
        send=lambda: acts.announce(step, text, announcing, by=request.user),
        told=lambda count: f"{capfirst(text.named)} est annoncée à {count} association{plural(count)}.",
        home=home,
        why=why or acts.announced_already(text),
    )


def noting_page(request, step, text, seat, form, say, *, home, **made):
    """Note what an association said. `form` is the room's form, made with `made` beside the usual; `say` its action."""
    people = Person.objects.filter(affiliations__in=speaking_for([seat.organisation_id], step.program))
    people = people.order_by("last_name", "id")
    shown = form(request.POST or None, instance=text.voice_of(seat), people=people, **made)
    if accepted(shown, lambda data: say(step, seat, data, by=request.user, origin=data.pop("origin"))):
        return done(request, f"L’avis de {seat.organisation} est noté.", home)
    title = f"Avis de {seat.organisation} sur {text.named}"
    return form_page(request, shown, title=title, submit="Noter", step=step, cancel_url=home)


def answering_page(request, step, voices, oid, form, *, home):
    """Answer one of the voices that call for it; `form` is the room's form, `home(voice)` where it leads back."""
    rows = voices.demanding().select_related("participation__organisation", "person", "edition")
    voice = get_object_or_404(rows, public_id=oid)
    voice.edition.program = step.program
    shown = form(request.POST or None, instance=voice)
    if accepted(shown, lambda data: acts.answer_voice(step, voice, data, by=request.user)):
        return done(request, f"La réponse à {voice.participation} est enregistrée.", home(voice))
    return form_page(
        request,
        shown,
        title=f"Répondre à {voice.participation}",
        submit="Répondre",
        step=step,
        cancel_url=home(voice),
        template="programs/voices/answer.html",
        voice=voice,
    )
