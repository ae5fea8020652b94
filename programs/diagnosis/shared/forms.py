"""Forms of the shared diagnosis: its draft, its proposal, what an association says, what it is answered."""

from django import forms

from dla_collectif.services.forms import HouseForm, HouseModelForm
from dla_collectif.services.visibility import Visibility
from programs.meetings.models import Meeting
from programs.voices import forms as voices

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


class VoiceForm(voices.VoiceForm):
    """Whether an association recognises itself, in its words."""

    stance = forms.ChoiceField(label="Vous y reconnaissez-vous ?", choices=SharedVoice.Stance, widget=forms.RadioSelect)

    class Meta:
        model = SharedVoice
        fields = ["stance", "words"]
        labels = {"words": "Ce qui manque, ce qui ne convient pas, ou ce que vous voulez dire"}
        help_texts = {
            "words": "Avec vos mots. Nécessaire pour « oui, mais… » et « non » : on vous répond. "
            "Le groupe et le DLA lisent ce que vous écrivez ici."
        }
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}


class NotedVoiceForm(voices.HeardForm, VoiceForm):
    """The same, said aloud or on paper, as the DLA notes it."""

    HEARD = [(Origin.INTERVIEW, "de vive voix"), (Origin.PAPER, "sur papier")]

    class Meta(VoiceForm.Meta):
        labels = {"words": "Ce qui manque, ce qui ne convient pas, ou ce qu’elle veut dire"}
        help_texts = {
            "words": "Avec ses mots. Le groupe et le DLA lisent ce que vous notez ; l’association peut le corriger."
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stance"].label = "S’y reconnaît-elle ?"


class AnswerForm(voices.AnswerForm):
    """What a reservation is answered."""

    outcome = forms.ChoiceField(
        label="Ce que cette réserve change",
        choices=[
            (SharedVoice.Outcome.ACCEPTED, "le texte change : une nouvelle version en tiendra compte"),
            (SharedVoice.Outcome.KEPT, "le texte reste : dites pourquoi"),
        ],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = SharedVoice
        fields = ["outcome", "answer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        answer = self.fields["answer"]
        answer.help_text = "L’association la lit dans son espace et la reçoit par message ; le groupe la lit aussi."


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
