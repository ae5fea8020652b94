"""Sign-in by password, and the request of a fresh personal link."""

from math import ceil

from django import forms

from dla_collectif.entrance.forms import code_field
from dla_collectif.services.forms import HouseForm


class PasswordForm(HouseForm):
    """E-mail and password, for the people of a DLA."""

    email = forms.EmailField(label="Adresse électronique", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label="Mot de passe", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )
    must_wait = False

    def put_off(self, wait):
        """Say how long to wait before the next try, and what opens meanwhile."""
        self.must_wait = True
        count = ceil(wait.total_seconds() / 60)
        told = f"{count} minutes" if count > 1 else "une minute"
        self.add_error(None, f"Trop d’essais : réessayez dans {told}, ou recevez un lien, qui ouvre dès maintenant.")


class LinkRequestForm(HouseForm):
    """An address to send a fresh link to."""

    email = forms.EmailField(label="Adresse électronique", widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class ForgottenForm(LinkRequestForm):
    """An address whose password was forgotten."""


class AddressForm(HouseForm):
    """The address that opens the account from now on."""

    email = forms.EmailField(
        label="Nouvelle adresse électronique", widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self):
        """Another one than today's, in small letters."""
        email = self.cleaned_data["email"].lower()
        if email == self.user.email:
            raise forms.ValidationError("C’est déjà votre adresse.")
        return email


class AddressCodeForm(HouseForm):
    """The code that came to the new address."""

    code = code_field()
