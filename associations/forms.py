"""What officers type in the directory: organisations, people, past supports, requests."""

import re

from django import forms
from django.core.exceptions import ValidationError

from dla_collectif.accounts.models import Dla
from dla_collectif.directory import identifiers
from dla_collectif.directory.models import Organisation
from dla_collectif.directory.vocabulary import sector_choices, theme_choices
from dla_collectif.services import clock
from dla_collectif.services.forms import HouseForm, HouseModelForm, not_in_the_future

from .models import Association, PastSupport, SupportRequest

FIRST_YEAR = 1980
SHOWN = 5  # look-alikes


def check_phone(value):
    """Figures, and the few signs that people put between them."""
    if not re.fullmatch(r"[0-9+(). /\u00a0\u202f-]+", value) or sum(sign.isdigit() for sign in value) < 6:
        raise ValidationError("Écrivez ce numéro en chiffres, par exemple 03 20 00 00 00.")


def check_year(value):
    """A year that has begun, and not before anything of the kind existed."""
    if not FIRST_YEAR <= value <= clock.today().year:
        raise ValidationError(f"Indiquez une année entre {FIRST_YEAR} et {clock.today().year}.")


class CompactField(forms.CharField):
    """A number that may be typed with spaces of any kind; they go before it is measured."""

    def to_python(self, value):
        return identifiers.compact(super().to_python(value))


class DirectoryFilter(HouseForm):
    """What narrows the directory; anything odd in an address is as if it were not there."""

    mots = forms.CharField(label="Nom, sigle, commune ou numéro", required=False, widget=forms.SearchInput)
    nature = forms.ChoiceField(label="Nature", required=False)
    theme = forms.ChoiceField(label="Thème déjà abordé", required=False)
    commune = forms.CharField(label="Commune", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        if "nature" in self.fields:
            self.fields["nature"].choices = [("", "Toutes"), *((k, v.capitalize()) for k, v in kinds())]
        self.fields["theme"].choices = theme_choices("Tous")
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if hasattr(field, "choices") else "form-control"

    @property
    def wished(self) -> dict:
        """The filters, by the names that `listing.narrowed` gives them."""
        self.is_valid()
        names = {"mots": "words", "nature": "kind", "theme": "theme", "commune": "town"}
        return {name: self.cleaned_data[key] for key, name in names.items() if self.cleaned_data.get(key)}


def kinds():
    """The kinds of organisation; « DLA » keeps its capitals."""
    return [(kind.value, kind.label) for kind in Organisation.Kind]


class OrganisationForm(HouseModelForm):
    """The identity of an organisation; numbers are checked offline."""

    kind = forms.ChoiceField(label="Nature")
    siret = CompactField(
        label="SIRET", required=False, validators=[identifiers.check_siret], help_text="14 chiffres, espaces permis."
    )
    rna = CompactField(
        label="Numéro RNA",
        required=False,
        validators=[identifiers.check_rna],
        help_text="W et 9 signes. Une association de droit local (Alsace, Moselle) n’en a pas.",
    )
    postcode = CompactField(label="Code postal", required=False, validators=[identifiers.check_postcode])
    phone = forms.CharField(label="Téléphone", required=False, max_length=20, validators=[check_phone])
    website = forms.URLField(label="Site internet", required=False, assume_scheme="https", max_length=200)

    class Meta:
        model = Organisation
        fields = ["kind", "name", "acronym", "siret", "rna", "address", "postcode", "town", "email", "phone", "website"]
        labels = {
            "name": "Nom",
            "acronym": "Sigle",
            "address": "Adresse",
            "town": "Commune",
            "email": "Adresse électronique",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(key, label[:1].upper() + label[1:]) for key, label in kinds()]

    def clean_siret(self):
        """A SIRET belongs to one organisation."""
        return self.unshared("siret", "Ce SIRET")

    def clean_rna(self):
        """A RNA number belongs to one association."""
        return self.unshared("rna", "Ce numéro RNA")

    def unshared(self, name, what):
        """The value typed, unless another organisation of the directory has it."""
        value = self.cleaned_data[name]
        others = Organisation.objects.filter(**{name: value}).exclude(pk=self.instance.pk)
        owner = others.first() if value else None
        if owner:
            raise ValidationError(f"{what} est déjà celui de « {owner} » : cherchez-le dans l’annuaire.")
        return value


class NewOrganisationForm(OrganisationForm):
    """A new organisation; those that look like it are shown, and confirmed to be others."""

    another = forms.BooleanField(label="C’est bien une autre structure", required=False, widget=forms.HiddenInput)
    resembling = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]

    def clean(self):
        data = super().clean()
        found = Organisation.objects.resembling(data.get("name", ""), data.get("town", ""))
        self.resembling = list(found.order_by("search")[:SHOWN])
        if self.resembling:
            self.fields["another"].widget = forms.CheckboxInput()
            if not data.get("another"):
                self.add_error(
                    "another",
                    "L’annuaire a déjà une structure de ce nom : regardez-la, puis cochez si c’en est une autre.",
                )
        return data


class ProfileForm(HouseModelForm):
    """The profile of an association; figures go with their year."""

    sector = forms.ChoiceField(label="Secteur", choices=sector_choices, required=False)
    employees = forms.DecimalField(
        label="Salariés, en équivalents temps plein",
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        localize=True,
    )
    volunteers = forms.IntegerField(label="Bénévoles", required=False, min_value=0, max_value=1_000_000)
    budget = forms.IntegerField(label="Budget annuel, en euros", required=False, min_value=0, max_value=2_000_000_000)
    figures_year = forms.IntegerField(label="Année de ces chiffres", required=False, validators=[check_year])

    class Meta:
        model = Association
        fields = ["purpose", "sector", "employees", "volunteers", "budget", "figures_year"]
        labels = {"purpose": "Objet"}

    def clean(self):
        data = super().clean()
        figures = [data.get(name) for name in ("employees", "volunteers", "budget")]
        undated = data.get("figures_year") is None and "figures_year" not in self.errors
        if undated and any(figure is not None for figure in figures):
            self.add_error("figures_year", "Dites de quelle année sont ces chiffres.")
        return data


class PersonForm(HouseForm):
    """Somebody who speaks for an organisation."""

    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    function = forms.CharField(label="Fonction", max_length=120, required=False, help_text="Par exemple : présidente.")
    email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        max_length=254,
        help_text="Ses liens personnels arriveront à cette adresse, quand il y aura lieu de lui écrire.",
    )
    phone = forms.CharField(label="Téléphone", max_length=20, required=False, validators=[check_phone])
    dla = forms.ModelChoiceField(
        label="Noté par",
        queryset=Dla.objects.none(),
        empty_label=None,
        help_text="Son accès ne vaut que pour les accompagnements que porte ce DLA.",
    )

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        choose_team(self.fields["dla"], teams)


class AffiliationForm(HouseForm):
    """In what function somebody speaks for an organisation, and until when."""

    function = forms.CharField(label="Fonction", max_length=120, required=False)
    until = forms.DateField(
        label="Dernier jour",
        required=False,
        help_text="Vide : elle représente toujours la structure. Son accès s’arrête le lendemain de ce jour.",
    )


class SupportForm(HouseModelForm):
    """What a past support and a request have in common: the officer's DLA, and a theme."""

    theme = forms.ChoiceField(label="Thème", choices=theme_choices)
    dla = forms.ModelChoiceField(label="DLA", queryset=Dla.objects.none(), empty_label=None)

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        choose_team(self.fields["dla"], teams)


def choose_team(field, teams):
    """The officer's DLA; asked of those who work in several."""
    field.queryset = teams
    if len(teams) == 1:
        field.widget, field.initial, field.required = forms.HiddenInput(), teams[0], False


class PastSupportForm(SupportForm):
    """An individual support already given."""

    year = forms.IntegerField(label="Année", validators=[check_year])
    consultancy = forms.ModelChoiceField(
        label="Prestataire",
        queryset=Organisation.objects.filter(kind=Organisation.Kind.CONSULTANCY).order_by("search"),
        required=False,
        empty_label="Aucun, ou inconnu",
    )

    class Meta:
        model = PastSupport
        fields = ["year", "theme", "consultancy", "summary", "dla"]
        labels = {"summary": "Résumé"}


class RequestForm(SupportForm):
    """A request for support."""

    received_on = forms.DateField(label="Reçue le", validators=[not_in_the_future])

    class Meta:
        model = SupportRequest
        fields = ["received_on", "theme", "text", "dla"]
        labels = {"text": "Demande"}
