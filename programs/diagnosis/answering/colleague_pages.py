"""Where somebody of an association invites a colleague to write in the same questionnaire."""

from django import forms
from django.shortcuts import redirect

from dla_collectif.accounts import codes
from dla_collectif.services.forms import HouseForm, accepted
from dla_collectif.services.pages import done, form_page
from programs.journey.guards import phase_view

from .colleagues import invite_colleague
from .doors import own_door

INTRO = (
    "Vous écrirez dans le même questionnaire, chacun·e par son lien ; à côté de chaque réponse se lit qui l’a écrite."
)


class ColleagueForm(HouseForm):
    """Who else writes for the association."""

    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    email = forms.EmailField(label="Adresse électronique", help_text="Un lien personnel y est envoyé aussitôt.")
    function = forms.CharField(label="Fonction", max_length=120, help_text="Par exemple : trésorière.")


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
