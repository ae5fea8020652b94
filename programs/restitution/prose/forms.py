"""The form of the officer's own text."""

from django import forms

from dla_collectif.services.forms import HouseModelForm

from ..models import Chapter

MARKS = (
    "Une ligne vide sépare deux paragraphes. # devant un titre, - devant chaque point d’une liste, **gras** entre deux "
    "paires d’étoiles. Un chiffre entre accolades est toujours celui du jour."
)


class ChapterForm(HouseModelForm):
    """The officer's own text in a chapter."""

    class Meta:
        model = Chapter
        fields = ["text"]
        labels = {"text": "Votre texte"}
        help_texts = {"text": MARKS}
        widgets = {"text": forms.Textarea(attrs={"rows": 12, "class": "long-text"})}
