"""Forms of the commitment: the letter's text, the letter as it is signed or noted, what is completed, who leaves."""

from django import forms

from dla_collectif.directory.models import Person
from dla_collectif.services import clock
from dla_collectif.services.files import ACCEPTED, CheckedFileField
from dla_collectif.services.forms import HouseForm, HouseModelForm, not_in_the_future

from ..models import Commitment, LetterText, Origin
from .letter_texts import VARIABLES


def image_field():
    """Yes or no to images, always asked apart and never filled in beforehand."""
    return forms.TypedChoiceField(
        label="Images de l’association pendant les ateliers",
        choices=[("oui", "nous les acceptons"), ("non", "nous les refusons")],
        coerce=lambda value: value == "oui",
        widget=forms.RadioSelect,
        help_text="Ce choix ne change rien à l’engagement. Vous pourrez en changer à tout moment.",
    )


class LetterTextForm(HouseModelForm):
    """What the associations of the programme commit to."""

    class Meta:
        model = LetterText
        fields = ["text"]
        labels = {"text": "Texte de la lettre"}
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}
        help_texts = {
            "text": "Les variables "
            + ", ".join(f"{{{name}}} ({meaning})" for name, meaning in VARIABLES.items())
            + " sont remplacées pour chaque association. Les clauses sur les données et sur l’image suivent toujours."
        }


class CompletionForm(HouseModelForm):
    """What may be completed after the letter is signed."""

    board_on = forms.DateField(
        label="Décision de l’instance dirigeante du",
        required=False,
        validators=[not_in_the_future],
        help_text="Le jour où le conseil d’administration, ou l’instance qui en tient lieu, a décidé.",
    )

    board_file = CheckedFileField(
        label="Extrait du procès-verbal",
        required=False,
        help_text="Le passage où l’instance dirigeante décide : une photo convient. Le DLA et vous seuls le lisez. "
        f"{ACCEPTED}.",
    )

    class Meta:
        model = Commitment
        fields = ["board_on", "volunteer_delegate", "employee_delegate", "deputy", "brings"]
        labels = {
            "volunteer_delegate": "Délégué·e bénévole",
            "employee_delegate": "Délégué·e salarié·e",
            "deputy": "Suppléant·e",
            "brings": "Ce que l’association peut apporter",
        }
        help_texts = {
            "volunteer_delegate": "Prénom et nom de la personne qui viendra aux ateliers.",
            "employee_delegate": "S’il y a un·e salarié·e.",
            "deputy": "Qui vient quand l’un·e des deux est empêché·e.",
            "brings": "Une salle, un savoir-faire, du temps… ou rien pour l’instant.",
        }
        widgets = {"brings": forms.Textarea(attrs={"rows": 3})}


class CommitmentForm(CompletionForm):
    """The letter as an association signs it online; papers are added once it is signed, for a code stands between."""

    board_file = None
    image_allowed = image_field()
    data_read = forms.BooleanField(label="J’ai lu la clause sur les données")
    accept = forms.BooleanField(label="J’ai lu la lettre et j’engage mon association")
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta(CompletionForm.Meta):
        fields = ["capacity", *CompletionForm.Meta.fields]
        labels = CompletionForm.Meta.labels | {"capacity": "Vous signez en qualité de"}
        help_texts = CompletionForm.Meta.help_texts | {
            "capacity": "Par exemple : présidente, trésorier mandaté par le bureau."
        }

    def __init__(self, *args, read="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["read"].initial = read
        for name in ("accept", "data_read"):
            self.fields[name].error_messages["required"] = "Cochez cette case pour signer."
        last = ["image_allowed", "data_read", "accept"]
        self.order_fields(["capacity", *CompletionForm.Meta.fields, *last])


class PaperForm(CompletionForm):
    """A letter signed on paper, as the DLA notes it."""

    person = forms.ModelChoiceField(
        label="Signataire",
        queryset=Person.objects.none(),
        empty_label="Choisissez une personne",
        help_text="Les personnes rattachées à l’association dans l’annuaire.",
    )
    scan = CheckedFileField(label="Lettre signée, numérisée", required=False)
    image_allowed = image_field()
    data_read = forms.BooleanField(label="La clause sur les données figure sur la lettre signée")

    class Meta(CompletionForm.Meta):
        fields = ["person", "capacity", *CompletionForm.Meta.fields]
        labels = CompletionForm.Meta.labels | {"capacity": "En qualité de"}

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.order_fields(["person", "capacity", "scan", *CompletionForm.Meta.fields, "board_file", "image_allowed"])


class OfficerCompletionForm(CompletionForm):
    """The same for the DLA, which may add the scan of a letter on paper."""

    scan = CheckedFileField(label="Lettre signée, numérisée", required=False)


class ImageForm(HouseForm):
    """The choice on images, changed."""

    image_allowed = image_field()


class LeaveForm(HouseForm):
    """Why an association does not commit, or leaves."""

    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class NotedLeaveForm(LeaveForm):
    """The same, as the DLA notes it."""

    left_on = forms.DateField(label="Dit le", validators=[not_in_the_future], initial=clock.today)
    person = forms.ModelChoiceField(
        label="Dit par",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Une personne qui n’est pas dans l’annuaire",
    )
    origin = forms.ChoiceField(
        label="Comment",
        choices=[(Origin.INTERVIEW, "de vive voix"), (Origin.PAPER, "par écrit")],
        initial=Origin.INTERVIEW,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["reason"].help_text = "Ce motif est gardé et figure dans le compte rendu de l’étape."


class BackForm(HouseForm):
    """The day an association came back."""

    back_on = forms.DateField(label="Revenue le", validators=[not_in_the_future], initial=clock.today)
