"""Forms of the editions: making one, proposing it, what an association says, what it is answered, the approval."""

from datetime import timedelta

from django import forms

from dla_collectif.services import clock
from dla_collectif.services.forms import HouseForm, RowsField
from dla_collectif.services.visibility import Visibility
from programs.journey.models import Participation
from programs.meetings.models import Meeting
from programs.voices import forms as voices

from ..models import ReportEdition, ReportVoice
from .approval import deciding_meetings

USUAL = timedelta(days=14)  # to read it: what is proposed
WHOLE = "Le rapport dans son ensemble"


class MakeForm(HouseForm):
    """For whom, and what changes."""

    OTHERS = [
        (Visibility.INSTITUTIONS, "les institutions, une fois que le groupe l’aura approuvée"),
        (Visibility.PUBLIC, "le public : vous l’imprimez, elle n’est donnée à lire à personne ici"),
    ]

    readers = forms.TypedMultipleChoiceField(
        label="Exemplaires à figer, avec celui du groupe",
        choices=OTHERS,
        coerce=int,
        initial=[Visibility.INSTITUTIONS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chaque exemplaire ne contient que ce que ses lecteurs peuvent lire.",
    )
    changes = forms.CharField(
        label="Ce qui change depuis l’édition précédente, en une phrase",
        max_length=300,
        help_text="Les associations le lisent en premier.",
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, number):
        super().__init__(data)
        self.fields["number"].initial = number
        if number == 1:
            del self.fields["changes"]


class ProposeForm(HouseForm):
    """Until when the group reads."""

    closes_on = forms.DateField(
        label="Avis attendus jusqu’au",
        help_text="Ce jour figure dans le message, les rappels et l’espace de chaque association. "
        "Un avis qui arrive après compte encore, tant que l’approbation n’est pas notée.",
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["closes_on"].initial = clock.today() + USUAL


class VoiceForm(voices.VoiceForm):
    """Whether an association approves, in its words, about which chapter."""

    stance = forms.ChoiceField(label="Votre avis", choices=ReportVoice.Stance, widget=forms.RadioSelect)
    chapter = forms.ChoiceField(
        label="De quel chapitre parlez-vous ?",
        required=False,
        help_text="Si un passage parle de votre association et n’est pas juste, dites lequel.",
    )

    class Meta:
        model = ReportVoice
        fields = ["stance", "chapter", "words"]
        labels = {"words": "Votre remarque, ou ce que vous voulez voir changer"}
        help_texts = {
            "words": "Avec vos mots. Nécessaire pour une remarque ou une demande : on vous répond. "
            "Le DLA et votre association seuls lisent ce que vous écrivez ici."
        }
        widgets = {"words": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, chapters, **kwargs):
        super().__init__(*args, **kwargs)
        kept = [self.instance.chapter] if self.instance.chapter not in ("", *chapters) else []
        self.fields["chapter"].choices = [("", WHOLE), *((each, each) for each in [*chapters, *kept])]


class NotedVoiceForm(voices.HeardForm, VoiceForm):
    """The same, as the DLA notes what it was told."""

    HEARD = [choice for choice in ReportVoice.Origin.choices if choice[0] != ReportVoice.Origin.ONLINE]

    class Meta(VoiceForm.Meta):
        help_texts = {
            "words": "Avec ses mots. L’association lit ce que vous notez, et peut le corriger jusqu’à la décision."
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stance"].label = "Son avis"
        self.fields["chapter"].label, self.fields["chapter"].help_text = "De quel chapitre parle-t-elle ?", ""
        self.fields["words"].label = "Sa remarque, ou ce qu’elle veut voir changer"


class AnswerForm(voices.AnswerForm):
    """What a remark or a request is answered."""

    outcome = forms.ChoiceField(
        label="Ce que cela change",
        choices=[
            (ReportVoice.Outcome.CHANGED, "le rapport change : l’édition suivante en tiendra compte"),
            (ReportVoice.Outcome.KEPT, "le rapport reste : dites pourquoi"),
        ],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = ReportVoice
        fields = ["outcome", "answer"]


class ApprovalForm(HouseForm):
    """How the group approved."""

    approval = forms.ChoiceField(
        label="Comment le groupe l’a approuvée",
        choices=[
            (ReportEdition.Approval.VOICES, "par les avis donnés jusqu’ici"),
            (ReportEdition.Approval.MEETING, "en réunion"),
            (ReportEdition.Approval.OVERRIDE, "la règle n’est pas remplie : je passe outre, avec un motif"),
        ],
        widget=forms.RadioSelect,
    )
    meeting = forms.ModelChoiceField(
        label="Si c’est en réunion, laquelle",
        queryset=Meeting.objects.none(),
        required=False,
        empty_label="Choisissez une réunion",
        help_text="Une restitution, un atelier, une réunion préparatoire ou de travail, depuis la proposition.",
    )
    seats = RowsField(
        label="Associations qui y ont approuvé, et n’avaient rien dit",
        queryset=Participation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leur avis est noté « en réunion ».",
    )
    reason = forms.CharField(
        label="Si vous passez outre, votre motif",
        required=False,
        max_length=400,
        help_text="En une phrase. Il est gardé au journal et imprimé dans le rapport.",
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, edition):
        super().__init__(data)
        self.fields["meeting"].queryset = deciding_meetings(edition)
        heard = edition.voices.values("participation")
        silent = Participation.objects.filter(program=edition.program_id).committed().exclude(pk__in=heard)
        self.fields["seats"].queryset = silent.select_related("organisation").order_by("organisation__name", "id")
        self.fields["number"].initial = edition.number


class OpenForm(HouseForm):
    """To open an edition to the institutions: nothing to choose, one thing to have read."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
