"""The sheet in the officer's words."""

from django.core.validators import MaxLengthValidator

from dla_collectif.services.forms import HouseModelForm

from ..models import Sheet


class SheetForm(HouseModelForm):
    """The summary of the report, and what the experience sheet says in the officer's words."""

    LONGEST = {"focus": 400, "setup": 2500, "course": 2500, "summary": 2000, "contacts": 1200}

    class Meta:
        model = Sheet
        fields = ["focus", "setup", "course", "summary", "contacts"]
        help_texts = {
            "focus": "L’accompagnement en une phrase : elle ouvre la fiche.",
            "setup": "Laissez vide : la fiche dit le montage d’après les faits, et se met à jour seule. "
            "Votre texte prend sa place, et ne change plus que par vous.",
            "course": "Laissez vide : la fiche dit le déroulement d’après les faits. Les effets suivent toujours.",
            "summary": "Un point par ligne : ce qu’il faut retenir.",
            "contacts": "Un contact par ligne : nom, fonction, organisme, adresse électronique.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, longest in self.LONGEST.items():
            self.fields[name].validators.append(MaxLengthValidator(longest))
