"""The second factor, the password, and the proof asked again before what opens the account is changed."""

from django import forms
from django.contrib.auth.password_validation import validate_password

from dla_collectif.services.forms import HouseForm

from .passwords import HELP


class EitherField(forms.CharField):
    """One of several ways: not marked as optional, and the form asks for one of them."""

    def validate(self, value):
        """Nothing is missing yet."""


def code_field(kind=forms.CharField, **kwargs):
    """Six figures, on the keyboard of figures; phones propose the code by themselves."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 10, "data-keep": "off"}
    kwargs.setdefault("label", "Code à six chiffres")
    return kind(widget=forms.TextInput(attrs=attrs), max_length=10, **kwargs)


def password_field(label, autocomplete, kind=forms.CharField, **kwargs):
    """A password, kept exactly as it was typed or pasted."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return kind(label=label, widget=widget, strip=False, **kwargs)


class CodeForm(HouseForm):
    """The code of the phone, or one of the paper."""

    code = code_field(EitherField, help_text="Celui que montre l’application de votre téléphone.")
    recovery = EitherField(
        label="Ou un code de secours",
        max_length=30,
        help_text="Sans votre téléphone : un des dix codes reçus à la mise en place. Chacun s’utilise une fois.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "data-keep": "off"}),
    )

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("code") and not data.get("recovery"):
            self.add_error("code", "Écrivez le code de votre téléphone, ou un code de secours.")
        return data


class FirstCodeForm(HouseForm):
    """The first code that the phone shows."""

    code = code_field(help_text="Celui que l’application montre maintenant.")

    def clean_code(self):
        """Applications show two groups of three."""
        return "".join(self.cleaned_data["code"].split())


class PasswordForm(HouseForm):
    """A new password; the present one is asked from whoever has one."""

    present = password_field("Mot de passe actuel", "current-password")
    new = password_field("Nouveau mot de passe", "new-password", help_text=HELP)
    again = password_field("Le même, encore une fois", "new-password")

    def __init__(self, *args, user, asks_present, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not asks_present:
            del self.fields["present"]

    def clean_new(self):
        """Long enough, and not to be guessed."""
        validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean_again(self):
        """Typed twice, since it is not seen."""
        new, again = self.cleaned_data.get("new"), self.cleaned_data["again"]
        if new is not None and new != again:
            raise forms.ValidationError("Les deux ne sont pas identiques : écrivez-les de nouveau.")
        return again


class ProofForm(HouseForm):
    """Who is there proves it again: by the password, or by a code where there is a second factor."""

    password = password_field("Mot de passe", "current-password", EitherField)
    code = code_field(EitherField, label="Ou le code à six chiffres de votre téléphone")

    def __init__(self, *args, user, has_factor, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_factor:
            del self.fields["code"]
        if not user.has_usable_password():
            del self.fields["password"]

    def clean(self):
        data = super().clean()
        if not self.errors and not any(data.values()):
            self.add_error(next(iter(self.fields)), "Remplissez ce champ pour continuer.")
        return data
