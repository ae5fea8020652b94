"""Forms of the officer's own texts."""

from django import forms

from dla_collectif.services.forms import HouseModelForm

from ..models import Chapter, Sheet

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


class SheetForm(HouseModelForm):
    """The summary of the report, and what the experience sheet says in the officer's words."""

    LINES = frozenset({"summary", "contacts"})  # each line stands for itself

    class Meta:
        model = Sheet
        fields = ["focus", "summary", "contacts"]
        help_texts = {
            "focus": "L’accompagnement en une phrase : elle ouvre la fiche.",
            "summary": "Un point par ligne : ce qu’il faut retenir.",
            "contacts": "Un contact par ligne : nom, fonction, organisme, adresse électronique.",
        }
