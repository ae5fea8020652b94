"""Sign-in by password, and the request of a fresh personal link."""

from django import forms
from django.contrib.auth import authenticate

from dla_collectif.services.forms import HouseForm


class PasswordForm(HouseForm):
    """E-mail and password, for the people of a DLA."""

    email = forms.EmailField(label="Adresse électronique", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label="Mot de passe", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )
    user = None

    def clean(self):
        data = super().clean()
        if data.get("email") and data.get("password"):
            self.user = authenticate(username=data["email"].lower(), password=data["password"])
            if self.user is None:
                raise forms.ValidationError("Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez-les.")
        return data


class LinkRequestForm(HouseForm):
    """An address to send a fresh link to."""

    email = forms.EmailField(label="Adresse électronique", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
