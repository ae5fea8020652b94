"""What was said, as it is noted."""

from django import forms

from dla_collectif.directory.models import Organisation, Person
from dla_collectif.directory.vocabulary import theme_choices
from dla_collectif.services.forms import HouseModelForm, not_in_the_future
from programs.meetings.models import Meeting, speaking_for

from .models import Contribution


class ContributionForm(HouseModelForm):
    """A need, an expectation, an advice or a warning; who said it, where, and who may read it."""

    theme = forms.ChoiceField(label="Thème", choices=lambda: theme_choices("sans thème"), required=False)
    again = forms.BooleanField(label="En noter une autre ensuite", required=False)

    class Meta:
        model = Contribution
        fields = [
            "kind",
            "text",
            "theme",
            "organisation",
            "person",
            "meeting",
            "said_on",
            "visibility",
            "quotable",
        ]
        labels = {"organisation": "Organisme", "person": "Personne", "visibility": "Qui peut le lire"}
        help_texts = {
            "text": "Une seule idée à la fois : chacune pourra être citée par le cahier des charges.",
            "quotable": "Sinon, les autres lecteurs voient le propos sans nom d’auteur.",
        }
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        self.program = step.program
        organisations = Organisation.objects.filter(participations__program=step.program).distinct().order_by("name")
        people = Person.objects.filter(
            pk__in=speaking_for(organisations.order_by().values("pk"), step.program).values("person")
        )
        if self.instance.person_id:
            people = people | Person.objects.filter(pk=self.instance.person_id)
        meetings = Meeting.objects.filter(program=step.program, phase=step.key).exclude(state=Meeting.State.CANCELLED)
        if self.instance.meeting_id:
            meetings = meetings | Meeting.objects.filter(pk=self.instance.meeting_id)
        self.offer("organisation", organisations, "le groupe")
        self.offer("person", people.order_by("last_name", "first_name"), "personne non précisée")
        self.offer("meeting", meetings.order_by("-starts_at"), "en dehors d’une réunion")
        self.fields["kind"].choices = Contribution.Kind.choices
        self.fields["said_on"].validators.append(not_in_the_future)
        if not self.instance._state.adding:
            del self.fields["again"]

    def offer(self, name, rows, nothing):
        """The choices of a field, and what its empty choice says."""
        self.fields[name].queryset = rows
        self.fields[name].empty_label = nothing

    def clean(self):
        """A person speaks for the organisation that is named with them."""
        data = super().clean() or self.cleaned_data
        organisation, person = data.get("organisation"), data.get("person")
        is_new = person and person.pk != self.instance.person_id
        speaks = speaking_for([organisation.pk], self.program) if organisation else None
        if organisation and is_new and not speaks.filter(person=person).exists():
            self.add_error("person", f"{person} ne parle pas pour {organisation} : vérifiez l’un ou l’autre.")
        return data
