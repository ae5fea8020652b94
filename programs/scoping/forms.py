"""What officers type while scoping: the note, a partner, the associations they tick."""

import re

from django import forms

from associations.forms import DirectoryFilter, check_year
from dla_collectif.directory.models import Organisation
from dla_collectif.services.forms import HalfDaysField, HouseForm, HouseModelForm
from dla_collectif.services.ids import PublicIdConverter
from programs.journey.models import Participation

from .models import ScopingNote

Kind = Organisation.Kind
SHORT = ("territory", "field", "calendar", "decision")
PARTNERS = (Kind.PARTNER, Kind.NETWORK, Kind.INSTITUTION)


class NoteForm(HouseModelForm):
    """The scoping note; it may be written in several times."""

    half_days = HalfDaysField(label="Jours de prestation envisagés", required=False)

    class Meta:
        model = ScopingNote
        fields = [
            "origin",
            "finding",
            "territory",
            "field",
            "added_value",
            "sought_effects",
            "calendar",
            "half_days",
            "risks",
            "decision",
            "decided_on",
        ]
        labels = {**ScopingNote.SECTIONS, "decided_on": "Décidé le"}
        help_texts = {
            "origin": "Accompagnements passés, demandes reçues : qu’est-ce qui fait penser à un collectif ?",
            "finding": "Ce que ces associations ont en commun, et ce qu’aucune ne résout seule.",
            "territory": "Les communes, les intercommunalités ou les départements concernés.",
            "added_value": "Pourquoi ensemble plutôt qu’une par une.",
            "sought_effects": "Ce qui aura changé pour les associations, et pour ceux qui travaillent avec elles.",
            "risks": "Ce qui pourrait faire échouer l’accompagnement, et à quelles conditions il vaut la peine.",
            "decision": "Ce que les DLA décident de proposer, et avec qui.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ScopingNote.SECTIONS:
            self.fields[name].widget.attrs["rows"] = 4 if name in SHORT else 7


class PartnerForm(HouseForm):
    """An organisation in partnership with which the programme is led."""

    organisation = forms.ModelChoiceField(
        label="Partenaire",
        queryset=Organisation.objects.none(),
        empty_label="Choisissez un organisme",
        help_text="Ses représentants liront ce que lit le groupe des associations.",
    )

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        there = program.participations.filter(role=Participation.Role.PARTNER).values("organisation")
        rows = Organisation.objects.filter(kind__in=PARTNERS).exclude(pk__in=there)
        self.fields["organisation"].queryset = rows.order_by("search")


class SpottingFilter(DirectoryFilter):
    """What narrows the associations among which one spots."""

    nature = None  # associations alone are spotted
    annee = forms.IntegerField(label="Année", required=False, validators=[check_year])
    parmi = forms.ChoiceField(
        label="Parmi",
        required=False,
        choices=[("", "connues de votre DLA"), ("toutes", "toutes")],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mots"].label = "Nom, sigle ou numéro"

    @property
    def wished(self) -> dict:
        """The filters, by the names that `listing.narrowed` gives them; one's DLA knows them unless asked otherwise."""
        wished = super().wished
        wished |= {"year": self.cleaned_data["annee"]} if self.cleaned_data.get("annee") else {}
        return wished | {"known": self.cleaned_data.get("parmi") != "toutes"}


class TickedField(forms.ModelMultipleChoiceField):
    """Lines ticked in a table, by public id; what is no id at all is as if it were not ticked."""

    def clean(self, value):
        return super().clean([each for each in value or () if re.fullmatch(PublicIdConverter.regex, str(each))])


class SpotForm(HouseForm):
    """The associations ticked, and how they were spotted."""

    organisations = TickedField(
        queryset=Organisation.objects.filter(kind=Kind.ASSOCIATION), to_field_name="public_id", label="Associations"
    )
    source = forms.CharField(
        label="Comment les avez-vous repérées",
        max_length=200,
        required=False,
        help_text="Vide : ce que l’annuaire en dit (accompagnement de 2005, demande de mars 2006…).",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisations"].error_messages["required"] = "Cochez au moins une association."
        self.fields["organisations"].error_messages["invalid_choice"] = "Cette association n’est plus dans l’annuaire."
