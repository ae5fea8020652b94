"""What is typed about mails: their words, an address corrected."""

from django import forms

from dla_collectif.services.forms import HouseForm, HouseModelForm

from .models import Text


class TextForm(HouseModelForm):
    """The words of a kind of mail."""

    class Meta:
        model = Text
        fields = ("subject", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}


class AddressForm(HouseForm):
    """The address that should have been."""

    address = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        error_messages={"invalid": "Cette adresse n’est pas complète : écrivez-la comme prenom.nom@example.org."},
    )
