"""Where a person validates an association’s answers, and where the DLA notes that somebody did, on paper or aloud."""

from django import forms
from django.shortcuts import redirect

from dla_collectif.accounts import codes
from dla_collectif.directory.models import Person
from dla_collectif.services import clock
from dla_collectif.services.forms import HouseForm, accepted, not_in_the_future
from dla_collectif.services.pages import done, form_page
from dla_collectif.services.refusals import Refusal
from programs.journey.guards import phase_view
from programs.meetings.models import speaking_for

from ..models import Origin
from . import validation
from .doors import dla_door, own_door
from .pages import door_page, sheet_of

CAPACITY = "Par exemple : présidente, trésorier mandaté par le bureau."


class ValidationForm(HouseForm):
    """In what capacity somebody validates."""

    capacity = forms.CharField(label="Vous validez en qualité de", max_length=120, help_text=CAPACITY)
    accept = forms.BooleanField(label="J’ai relu ces réponses et je les valide au nom de l’association")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["accept"].error_messages["required"] = "Cochez cette case pour valider."


class NotedValidationForm(HouseForm):
    """A validation given on paper or aloud."""

    person = forms.ModelChoiceField(
        label="Qui a validé",
        queryset=Person.objects.none(),
        empty_label="Choisissez une personne",
        help_text="Les personnes rattachées à l’association dans l’annuaire.",
    )
    capacity = forms.CharField(label="En qualité de", max_length=120, help_text=CAPACITY)
    how = forms.ChoiceField(
        label="De quelle façon",
        choices=[(Origin.PAPER, "sur papier, signé"), (Origin.INTERVIEW, "de vive voix, en entretien")],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label="Le", initial=clock.today, validators=[not_in_the_future])

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


@phase_view("phase.answer")
def validate_answers(request, step):
    """« Je valide ces réponses au nom de l’association »; a code confirms it, as for other acts that bind."""
    door = own_door(request, step, writing=request.method == "POST")
    if door.response.is_validated:
        return redirect(door.url("answer"))
    form = ValidationForm(request.POST or None)

    def act(data):
        words = f"valider les réponses de {door.seat.organisation}"
        proof = codes.proof(request, "validation", words, step)
        validation.validate_response(step, door.response, data["capacity"], by=request.user, proof=proof)

    if accepted(form, act):
        home = door.url("answer") if door.response.is_sent else door.send_url  # what is validated remains to be sent
        return done(request, "Ces réponses sont validées au nom de votre association.", home)
    return door_page(request, door, sheet_of(door), "programs/diagnosis/answering/validate_answers.html", form=form)


@phase_view("phase.write")
def note_validation(request, step, oid):
    """Note that somebody of the association validated what was sent, on paper or aloud."""
    door = dla_door(request, step, oid, writing=request.method == "POST")
    home = step.reverse("diagnosis:response", oid)
    is_early = door.response is None or not door.response.is_sent
    if is_early and request.method == "POST":
        raise Refusal(validation.EARLY)
    if is_early or door.response.is_validated:
        return redirect(home)
    speaking = speaking_for([door.seat.organisation_id], step.program)
    people = Person.objects.filter(affiliations__in=speaking).order_by("last_name", "id").distinct()
    form = NotedValidationForm(request.POST or None, people=people)
    if accepted(form, lambda data: validation.record_validation(step, door.response, data, by=request.user)):
        return done(request, f"La validation de {door.seat.organisation} est notée.", home)
    title = f"Noter une validation : {door.seat.organisation}"
    return form_page(request, form, title=title, submit="Noter cette validation", step=step, cancel_url=home)
