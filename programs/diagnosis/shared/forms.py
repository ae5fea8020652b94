"""Forms of the shared diagnosis: its draft, its proposal, what an association says, what it is answered."""

from django import forms

from dla_collectif.directory.models import Person
from dla_collectif.services.forms import HouseForm, HouseModelForm
from dla_collectif.services.visibility import Visibility
from programs.meetings.models import Meeting

from ..models import Origin, SharedEdition, SharedVoice, Synthesis
from .actions import held_since


class SynthesisForm(HouseModelForm):
    """The draft of the shared diagnosis."""

    class Meta:
        model = Synthesis
        fields = ["text"]
        labels = {"text": "Diagnostic partagé"}
        help_texts = {
            "text": "Ce qui rapproche, ce qui distingue, les besoins partagés. Les titres, les listes et le gras "
            "s’écrivent en Markdown. Un chiffre entre accolades est celui du jour, jusqu’à la proposition au groupe."
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}


class PublishForm(HouseForm):
    """A version to propose: what changes, and who reads again."""

    changes = forms.CharField(
        label="Ce qui change depuis la version précédente",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Les associations le lisent en premier.",
    )
    readers = forms.ChoiceField(
        label="Qui doit relire",
        choices=SharedEdition.Readers,
        initial=SharedEdition.Readers.RESERVED,
        widget=forms.RadioSelect,
        help_text="Celles qui s’y reconnaissaient et ne relisent pas gardent leur réponse ; elles peuvent la changer.",
    )
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, number, read):
        super().__init__(data)
        self.fields["read"].initial = read
        if number == 1:
            del self.fields["changes"], self.fields["readers"]


class VoiceForm(HouseModelForm):
    """Whether an association recognises itself, in its words."""

    stance = forms.ChoiceField(label="Vous y reconnaissez-vous ?", choices=SharedVoice.Stance, widget=forms.RadioSelect)
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = SharedVoice
        fields = ["stance", "words"]
        labels = {"words": "Ce qui manque, ce qui ne convient pas, ou ce que vous voulez dire"}
        help_texts = {
            "words": "Avec vos mots. Nécessaire pour « oui, mais… » et « non » : on vous répond. "
            "Le groupe et le DLA lisent ce que vous écrivez ici."
        }
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stance"].error_messages["required"] = "Choisissez une des trois réponses."
        self.fields["number"].initial = self.instance.edition.number

    def clean(self):
        typed = super().clean()
        if typed.get("stance") in SharedVoice.RESERVED and not typed.get("words", "").strip():
            self.add_error("words", "Dites avec vos mots ce qui manque ou ce qui ne convient pas : on vous répondra.")
        return typed

    def _get_validation_exclusions(self):
        """The words have their own sentence, beside their field."""
        return {*super()._get_validation_exclusions(), "words"}


class NotedVoiceForm(VoiceForm):
    """The same, said aloud or on paper, as the DLA notes it."""

    HEARD = [(Origin.INTERVIEW, "de vive voix"), (Origin.PAPER, "sur papier")]

    person = forms.ModelChoiceField(
        label="Dit par",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Une personne qui n’est pas dans l’annuaire",
    )
    origin = forms.ChoiceField(label="Comment", choices=HEARD, widget=forms.RadioSelect)

    class Meta(VoiceForm.Meta):
        fields = ["stance", "words"]

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.order_fields(["stance", "words", "person", "origin"])


class AnswerForm(HouseModelForm):
    """What a reservation is answered."""

    outcome = forms.ChoiceField(
        label="Ce que cette réserve change",
        choices=[
            (SharedVoice.Outcome.ACCEPTED, "le texte change : une nouvelle version en tiendra compte"),
            (SharedVoice.Outcome.KEPT, "le texte reste : dites pourquoi"),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Réponse",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="L’association la lit dans son espace et la reçoit par message ; le groupe la lit aussi.",
    )

    class Meta:
        model = SharedVoice
        fields = ["outcome", "answer"]


def level_field():
    """Who reads a validated version: the group at least."""
    levels = [(level.value, level.label) for level in Visibility if level >= Visibility.GROUP]
    return forms.TypedChoiceField(
        label="Qui peut la lire",
        choices=levels,
        coerce=int,
        initial=Visibility.INSTITUTIONS,
        widget=forms.RadioSelect,
        help_text="Les comptes rendus remis au groupe la reprennent dans tous les cas.",
    )


class ValidationForm(HouseForm):
    """In which meeting the group validated, and who reads from then on."""

    meeting = forms.ModelChoiceField(
        label="Réunion où le groupe a validé",
        queryset=Meeting.objects.none(),
        empty_label="Choisissez une réunion",
        help_text="Une réunion préparatoire ou de travail, tenue depuis que cette version est proposée.",
    )
    visibility = level_field()
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, edition):
        super().__init__(data)
        self.fields["meeting"].queryset = held_since(edition)
        self.fields["number"].initial = edition.number


class ReadersForm(HouseForm):
    """Who reads a validated version."""

    visibility = level_field()

    def __init__(self, data=None, *, edition):
        super().__init__(data)
        self.fields["visibility"].initial = edition.visibility
