"""The form of a funder, for a DLA's list as for a programme's."""

from django import forms

from dla_collectif.services.forms import HouseModelForm
from dla_collectif.services.images import PictureField

from .models import NamedFunder, UsualFunder


class NamedFunderForm(HouseModelForm):
    """Its name, the sentence it asks for, its address, its logo, its place."""

    logo = PictureField(label="Logo", required=False)
    without_logo = forms.BooleanField(label="Retirer le logo", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["without_logo"]

    def clean(self):
        """The logo as the action takes it: a picture, False, or None."""
        data = super().clean()
        if not data.get("logo"):
            data["logo"] = False if data.get("without_logo") else None
        return data


LABELS = {"name": "Nom", "mention": "Mention demandée", "address": "Adresse", "position": "Place sur les documents"}
HELP_TEXTS = {
    "mention": "La phrase que ce financeur demande d’imprimer, par exemple : « Cofinancé par l’Union européenne ».",
    "address": "Sur une ligne, si elle doit être imprimée.",
    "position": "1 pour le premier.",
}


class UsualFunderForm(NamedFunderForm):
    """A funder of a DLA's list."""

    class Meta:
        model = UsualFunder
        fields = list(NamedFunder.TOLD)
        labels, help_texts = LABELS, HELP_TEXTS
