"""What is typed about retention: who pays, why something is held, and the deliberate act of destroying."""

from django import forms
from django.db.models import Q

from dla_collectif.services import clock
from dla_collectif.services.forms import HouseForm, HouseModelForm, RowsField, not_in_the_future
from dla_collectif.teams.models import FundingScheme, RuleSet

from .models import Keeping


class SchemeField(RowsField):
    """Fundings, each with its term."""

    def label_from_instance(self, scheme):
        """« FSE+ : preuves gardées 5 ans »."""
        return f"{scheme.label}\u00a0: preuves gardées {scheme.keep_years}\u00a0ans"


class KeepingForm(HouseModelForm):
    """Who pays, and the last payment."""

    schemes = SchemeField(
        FundingScheme.objects.none(), label="Financements", required=False, widget=forms.CheckboxSelectMultiple
    )
    paid_on = forms.DateField(
        label="Date du dernier paiement",
        required=False,
        validators=[not_in_the_future],
        help_text="Le dernier versement, reçu ou fait\u00a0: les durées se comptent du 31 décembre qui suit.",
    )
    field_order = ["schemes", "paid_on"]

    class Meta:
        model = Keeping
        fields = ["schemes", "paid_on"]

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["schemes"].queryset = schemes_for(program)
        if not self.fields["schemes"].queryset.exists():
            self.fields[
                "schemes"
            ].help_text = "Les règles de votre DLA ne nomment aucun financement\u00a0: un·e responsable les y écrit."


def schemes_for(program):
    """The fundings that a programme may name: those of its own rules, of its carriers' today, and those it named."""
    today = RuleSet.objects.todays().filter(dla__carried__program=program)
    rows = FundingScheme.objects.filter(Q(rules__in=today.values("pk")) | Q(rules=program.rules_id))
    through = Keeping.schemes.through.objects.filter(keeping__program=program)
    named = FundingScheme.objects.filter(pk__in=through.values("fundingscheme"))
    return (rows | named).distinct().order_by("label", "-rules__valid_from", "pk")


class HoldForm(HouseForm):
    """Why nothing is destroyed, and until when."""

    reason = forms.CharField(
        label="Motif",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Un contrôle, un litige, une demande\u00a0: ce motif est écrit au journal.",
    )
    until = forms.DateField(
        label="Jusqu’au", required=False, help_text="Sans date, le gel dure jusqu’à ce qu’il soit levé."
    )

    def clean_until(self):
        """A day to come, or none."""
        day = self.cleaned_data["until"]
        if day and day < clock.today():
            raise forms.ValidationError("Cette date est passée\u00a0: choisissez-en une à venir, ou aucune.")
        return day


class LiftForm(HouseForm):
    """Why a hold ends."""

    reason = forms.CharField(label="Pourquoi le gel est levé", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class DestroyForm(HouseForm):
    """The deliberate act: the programme's title, typed again; how much the page told travels along."""

    title = forms.CharField(
        label="Recopiez l’intitulé de l’accompagnement",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000_000)


class EraseForm(HouseForm):
    """The deliberate act: the person's name, typed again."""

    name = forms.CharField(
        label="Recopiez le prénom et le nom",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="L’effacement ne se défait pas\u00a0: un pseudonyme prend la place du nom, les nombres restent.",
    )
