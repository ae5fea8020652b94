"""Sign-in by password, and the request of a fresh personal link."""

from math import ceil

from django import forms

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
