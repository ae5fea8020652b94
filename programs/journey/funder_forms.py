"""The form of a funder of a programme."""

from dla_collectif.directory.models import Organisation
from dla_collectif.teams.funder_forms import HELP_TEXTS, LABELS, NamedFunderForm

from .models import Funder, Participation

SEATS = (Participation.Role.INSTITUTION, Participation.Role.PARTNER)


class FunderForm(NamedFunderForm):
    """One of those who sit in the programme, or a name of its own."""

    class Meta:
        model = Funder
        fields = ["organisation", *Funder.TOLD, "since"]
        labels = LABELS | {"organisation": "Institution ou partenaire de l’accompagnement", "since": "Depuis le"}
        help_texts = HELP_TEXTS | {
            "name": "Vide : celui de l’organisme choisi. Un fonds a le sien, par exemple « FSE+ »."
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seats = Participation.objects.filter(program=self.instance.program, role__in=SEATS)
        rows = Organisation.objects.filter(pk__in=seats.values("organisation")).order_by("search")
        self.fields["organisation"].queryset = rows
        self.fields["organisation"].empty_label = "Aucun : un nom suffit"
        self.fields["name"].required = False

    def clean(self):
        """The organisation's name stands where none is typed."""
        data = super().clean()
        if not data.get("name") and "name" not in self.errors:
            if data.get("organisation"):
                data["name"] = str(data["organisation"])[:120]
            else:
                self.add_error("name", "Écrivez le nom de ce financeur, ou choisissez un organisme.")
        return data
