"""Forms of the diagnosis: the questionnaire, its parts as an association fills them, the needs."""

from django import forms

from dla_collectif.directory.vocabulary import theme_choices
from dla_collectif.services.forms import HouseForm, HouseModelForm

from .models import Questionnaire


class QuestionnaireForm(HouseModelForm):
    """What the associations read before they answer, and until when."""

    class Meta:
        model = Questionnaire
        fields = ["title", "closes_on", "introduction"]
        help_texts = {
            "closes_on": "Ce jour figure dans les messages et dans l’espace de chaque association.",
            "introduction": "Ce que les associations lisent avant la première question.",
        }


class NeedForm(HouseForm):
    """A need to add to those that are weighed."""

    text = forms.CharField(
        label="Besoin",
        max_length=300,
        help_text="Une phrase que chaque association pourrait dire : « Être mieux connus… ».",
    )
    theme = forms.ChoiceField(label="Thème", choices=theme_choices, required=False)
