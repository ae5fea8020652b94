"""Forms of the corridor: open a programme, change it, pass over what is missing, reopen, stop, take over."""

from django import forms

from dla_collectif.accounts.models import Dla
from dla_collectif.directory.vocabulary import sector_choices, theme_choices
from dla_collectif.services import clock
from dla_collectif.services.forms import HouseForm, HouseModelForm

from .models import Program


class ProgramForm(HouseModelForm):
    """What a programme is called and is about."""

    theme = forms.ChoiceField(label="Thème", choices=theme_choices, required=False)
    sector = forms.ChoiceField(label="Secteur", choices=sector_choices, required=False)

    class Meta:
        model = Program
        fields = ["title", "theme", "sector", "territory"]
        labels = {"title": "Intitulé", "territory": "Territoire"}
        help_texts = {"title": "Par exemple : Cinéma et audiovisuel dans la métropole."}


class OpenProgramForm(ProgramForm):
    """The same, with the DLA that carries it when the officer works in several."""

    dla = forms.ModelChoiceField(label="DLA porteur", queryset=Dla.objects.none(), empty_label=None)

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields["dla"].queryset = teams
        if len(teams) == 1:
            self.fields["dla"].widget = forms.HiddenInput()
            self.fields["dla"].initial = teams[0]


class CarrierForm(HouseForm):
    """Another DLA that is asked to carry the programme."""

    dla = forms.ModelChoiceField(
        label="DLA",
        queryset=Dla.objects.none(),
        empty_label="Choisissez un DLA",
        help_text="S’il accepte, son équipe lira et écrira tout ce qui concerne cet accompagnement, comme la vôtre. "
        "D’ici là, elle n’en lit que l’intitulé.",
    )

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        asked = program.carrier_requests.waiting().values("dla")
        others = Dla.objects.exclude(carried__program=program).exclude(pk__in=asked).select_related("organisation")
        self.fields["dla"].queryset = others.order_by("organisation__search")


class ReasonForm(HouseForm):
    """One sentence that says why."""

    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args, required=True, help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required
        self.fields["reason"].help_text = help_text
        if not required:
            self.fields["reason"].widget = forms.HiddenInput()


class SuccessorForm(HouseForm):
    """Who takes over from a representative, and until when the leaver still comes in."""

    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    email = forms.EmailField(label="Adresse électronique", help_text="Un lien personnel y est envoyé aussitôt.")
    function = forms.CharField(label="Fonction", max_length=120, help_text="Par exemple : présidente.")
    leaves_on = forms.DateField(label="Dernier jour d’accès de la personne qui part")

    def __init__(self, *args, leaving=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leaves_on"].initial = clock.today()
        if leaving is not None:
            self.fields["leaving"] = forms.ModelChoiceField(
                label="Qui part", queryset=leaving, empty_label="Choisissez une personne"
            )
            self.order_fields(["leaving"])

    def clean_leaves_on(self):
        """What was done cannot be undone: access ends today at the earliest."""
        day = self.cleaned_data["leaves_on"]
        if day < clock.today():
            raise forms.ValidationError("Cette date est passée ; l’accès peut s’arrêter ce soir au plus tôt.")
        return day


class DocumentReadersForm(HouseForm):
    """Who may read a document, among the levels that it may have."""

    visibility = forms.TypedChoiceField(label="Qui peut le lire", coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args, document, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["visibility"].choices = [(level.value, level.label) for level in document.possible_levels]
        self.initial.setdefault("visibility", document.visibility)
