"""Forms of a text that the group talks about: what an association says, the same noted by the DLA, the answer."""

from django import forms

from dla_collectif.directory.models import Person
from dla_collectif.services.forms import HouseModelForm

from .models import WORDS


class VoiceForm(HouseModelForm):
    """One of the three answers, with words where they are needed. A room's Meta names its own row."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stance"].error_messages["required"] = "Choisissez une des trois réponses."
        self.fields["number"].initial = self.instance.edition.number

    def clean(self):
        typed = super().clean()
        if typed.get("stance") in self.instance.DEMANDING and not typed.get("words", "").strip():
            self.add_error("words", WORDS)
        return typed

    def _get_validation_exclusions(self):
        """The words have their own sentence, beside their field."""
        return {*super()._get_validation_exclusions(), "words"}


class HeardForm(forms.Form):
    """Who said it, and how, where the DLA notes it: stands before a room's `VoiceForm`."""

    person = forms.ModelChoiceField(
        label="Dit par",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Une personne qui n’est pas dans l’annuaire",
    )
    origin = forms.ChoiceField(label="Comment", widget=forms.RadioSelect)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["origin"].choices = self.HEARD
        self.order_fields([*self.Meta.fields, "person", "origin"])


class AnswerForm(HouseModelForm):
    """What an association is answered. A room's Meta names its own row and says what may be decided."""

    answer = forms.CharField(
        label="Réponse",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="L’association la lit dans son espace et la reçoit par message.",
    )
