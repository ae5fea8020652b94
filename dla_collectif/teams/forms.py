"""What managers type: whom they invite, a role, the letterhead, the rules."""

import re

from crispy_forms.layout import Fieldset, Layout
from django import forms

from dla_collectif.accounts.models import Membership
from dla_collectif.services import clock
from dla_collectif.services.forms import HouseForm, HouseModelForm
from dla_collectif.services.images import PictureField

from .models import Letterhead, RuleSet

ROLES = {
    Membership.Role.OFFICER: "Chargé·e de mission : mène les accompagnements du DLA",
    Membership.Role.MANAGER: "Responsable : la même chose, et gère l’équipe, l’en-tête et les règles",
    Membership.Role.REGIONAL: "Lecture régionale : lit de loin les accompagnements du DLA, n’écrit rien",
}
SCHEME = re.compile(r"(?P<label>.{1,120}?)\s*[:;]\s*(?P<years>\d{1,2})(\s*ans?)?")
MOST_SCHEMES = 20


class RoleForm(HouseForm):
    """What a member does in the team."""

    role = forms.ChoiceField(label="Rôle", choices=list(ROLES.items()), widget=forms.RadioSelect)


class InvitationForm(RoleForm):
    """Who joins the team."""

    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    email = forms.EmailField(
        label="Adresse électronique", max_length=254, help_text="Son lien personnel lui arrive à cette adresse."
    )
    function = forms.CharField(
        label="Fonction", max_length=120, required=False, help_text="Par exemple : chargée de mission culture."
    )
    field_order = ["first_name", "last_name", "email", "function", "role"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("role", Membership.Role.OFFICER)


class IdentityForm(HouseModelForm):
    """The territory, the letterhead and the logo."""

    territory = forms.CharField(label="Territoire", max_length=200, required=False)
    phone = forms.RegexField(
        r"^[0-9+(). /\u00a0\u202f-]*$",
        label="Téléphone",
        required=False,
        max_length=20,
        error_messages={"invalid": "Écrivez ce numéro en chiffres, par exemple 03 20 00 00 00."},
    )
    website = forms.URLField(label="Site internet", required=False, assume_scheme="https", max_length=200)
    logo = PictureField(label="Logo", required=False)
    without_logo = forms.BooleanField(label="Retirer le logo", required=False)
    field_order = ["territory", "address", "phone", "email", "website", "colour", "logo", "without_logo"]

    class Meta:
        model = Letterhead
        fields = ["address", "phone", "email", "website", "colour"]
        labels = {"address": "Adresse postale", "email": "Adresse électronique", "colour": "Couleur des documents"}
        help_texts = {
            "address": "Telle qu’elle s’imprime, une ligne par ligne.",
            "colour": "Pour les filets et les numéros, par exemple #0b5c6b. Tout se lit aussi en noir et blanc.",
        }
        widgets = {"address": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, dla, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["territory"] = dla.territory
        if not self.instance.logo:
            del self.fields["without_logo"]

    def clean(self):
        """The logo as the action takes it: a picture, False, or None."""
        data = super().clean()
        if not data.get("logo"):
            data["logo"] = False if data.get("without_logo") else None
        return data


class RulesForm(HouseModelForm):
    """The rules from a day on, proposed as they stand now."""

    schemes = forms.CharField(
        label="Financements qui demandent une conservation plus longue",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Un par ligne, avec ses années : « FSE+ : 5 ans ».",
    )

    class Meta:
        model = RuleSet
        fields = ["valid_from", *RuleSet.BUYING, *RuleSet.KEEPING]
        labels = {"valid_from": "Valables à partir du"}
        help_texts = {
            "valid_from": "Demain au plus tôt. Les accompagnements déjà ouverts gardent les règles de leur ouverture."
        }

    def __init__(self, *args, dla, **kwargs):
        super().__init__(*args, instance=RuleSet(dla=dla), **kwargs)
        now = RuleSet.objects.in_force(dla)
        self.initial |= {name: getattr(now, name) for name in (*RuleSet.BUYING, *RuleSet.KEEPING)}
        schemes = now.schemes.order_by("id") if now.pk else ()
        self.initial["schemes"] = "\n".join(f"{row.label} : {row.keep_years} ans" for row in schemes)
        for name in (*RuleSet.BUYING, *RuleSet.KEEPING):
            self.fields[name].error_messages["invalid"] = "Écrivez un nombre entier."
        self.helper.layout = Layout(
            "valid_from",
            Fieldset("Concertation et choix du prestataire", *RuleSet.BUYING),
            Fieldset("Durées de conservation, en années", *RuleSet.KEEPING, "schemes"),
        )

    def clean_valid_from(self):
        """Rules never begin in the past."""
        day = self.cleaned_data["valid_from"]
        if day <= clock.today():
            raise forms.ValidationError(
                "Ces règles ne peuvent commencer que demain : celles d’aujourd’hui servent déjà."
            )
        return day

    def clean_schemes(self):
        """« FSE+ : 5 ans » → (« FSE+ », 5)."""
        lines = [line.strip() for line in self.cleaned_data["schemes"].splitlines() if line.strip()]
        found = [SCHEME.fullmatch(line) for line in lines]
        if not all(found):
            raise forms.ValidationError("Écrivez un financement par ligne, avec ses années : « FSE+ : 5 ans ».")
        if len(found) > MOST_SCHEMES:
            raise forms.ValidationError(f"{MOST_SCHEMES} financements au plus.")
        return [(match["label"].strip(), int(match["years"])) for match in found]

    def clean(self):
        """Asking for more proposals than providers makes no sense."""
        data = super().clean()
        if data.get("minimum_bids", 0) > data.get("minimum_consulted", 20):
            self.add_error(
                "minimum_bids", "On ne peut pas attendre plus de propositions que de prestataires consultés."
            )
        return data
