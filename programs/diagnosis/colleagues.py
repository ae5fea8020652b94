"""An association asks a colleague of its own to write in the same questionnaire."""

from django import forms
from django.shortcuts import redirect

from dla_collectif.accounts import codes
from dla_collectif.accounts.actions import mail
from dla_collectif.directory.models import Affiliation
from dla_collectif.directory.people import enter_person
from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.forms import HouseForm, accepted
from dla_collectif.services.pages import done, form_page
from dla_collectif.services.refusals import Refusal
from programs.journey.guards import phase_view

from .actions import speaking_for
from .doors import own_door

MOST = 10  # people of one association
INTRO = (
    "Vous écrirez dans le même questionnaire, chacun·e par son lien ; à côté de chaque réponse se lit qui l’a écrite."
)


class ColleagueForm(HouseForm):
    """Who else writes for the association."""

    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    email = forms.EmailField(label="Adresse électronique", help_text="Un lien personnel y est envoyé aussitôt.")
    function = forms.CharField(label="Fonction", max_length=120, help_text="Par exemple : trésorière.")


def invite_colleague(step, response, data, *, by, proof=None):
    """Note that somebody represents the inviter's association too, by the same word, and send them a link of their own.

    `data`: first_name, last_name, email, function. Raises Refusal for somebody who does already, for an address that is
    known under another name, or when the association has many people there.
    """
    organisation = response.participation.organisation
    speaking = list(speaking_for([organisation.pk], step.program))
    if len({row.person_id for row in speaking}) >= MOST:
        raise Refusal(f"{MOST} personnes écrivent déjà pour {organisation} : demandez à votre DLA d’en ajouter.")
    colleague = enter_person(data, by=by)
    if any(row.person_id == colleague.pk for row in speaking):
        raise Refusal(f"{colleague} peut déjà écrire dans ce questionnaire, par son propre lien.", "email")
    for row in speaking:
        if row.person_id == by.person_id:
            word = {"person": colleague, "organisation": organisation, "noted_by": row.noted_by}
            Affiliation.objects.update_or_create(**word, defaults={"function": data["function"], "until": None})
    mail(
        colleague,
        "programs/diagnosis/mail/colleague.txt",
        key=f"diagnosis:colleague:{response.public_id}:{colleague.pk}:{clock.today():%Y%m%d}",
        about=step,
        by=by,
        link=response.path,
        program=step.program,
        organisation=organisation,
        inviter=by.person,
    )
    record(step, f"a invité {colleague} à répondre aussi pour {organisation}{codes.confirmed(proof)}", by=by)
    return colleague


@phase_view("phase.answer")
def colleague(request, step):
    """Invite a colleague; a code confirms it, since it opens the association's answers to somebody."""
    door = own_door(request, step, writing=request.method == "POST")
    form = ColleagueForm(request.POST or None)
    if door.response.is_sent:
        return redirect(door.url("answer"))

    def act(data):
        proof = codes.proof(request, "colleague", f"inviter quelqu’un à répondre pour {door.seat.organisation}", step)
        invite_colleague(step, door.response, data, by=request.user, proof=proof)

    if accepted(form, act):
        return done(request, "C’est noté : un lien part vers cette personne.", door.back_url)
    title = f"Inviter une autre personne de {door.seat.organisation}"
    words = {"title": title, "submit": "Inviter cette personne", "intro": INTRO}
    return form_page(request, form, **words, crumbs=door.crumbs, cancel_url=door.back_url)
