"""A person corrects what is held about them."""

from django import forms

from dla_collectif.directory.models import Person
from dla_collectif.services.forms import HouseForm, HouseModelForm


class IdentityForm(HouseModelForm):
    """Names and telephone; the address is the way in, so it is changed with the DLA."""

    class Meta:
        model = Person
        fields = ["first_name", "last_name", "phone"]
        help_texts = {"phone": "Celui où le DLA peut vous joindre pour cet accompagnement ; facultatif."}


class ErasureForm(HouseForm):
    """A person asks to be erased, knowing what it means."""

    words = forms.CharField(
        label="Précisions pour le DLA",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Par exemple qui prend votre suite. Vous n’avez pas à dire pourquoi vous demandez l’effacement.",
    )
    understood = forms.BooleanField(
        label="J’ai compris que je ne pourrai plus entrer ici, et que rien ne pourra être rétabli",
    )
    understood.missing = "Cochez cette case : l’effacement ne se défait pas."


class AcceptanceForm(HouseForm):
    """A manager validates an erasure by name."""

    checked = forms.BooleanField(
        label="J’ai lu ce qui sera effacé, ce qui sera gardé, et les fichiers à relire",
    )
    checked.missing = "Cochez cette case : l’effacement ne se défait pas."


class ErasureRefusalForm(HouseForm):
    """A manager refuses, and says why."""

    reason = forms.CharField(
        label="Pourquoi l’effacement est refusé",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="La personne le lira : dites la règle qui s’applique, et ce qui peut être fait malgré tout.",
    )
    reason.missing = "Dites pourquoi : la personne a le droit de le savoir."
