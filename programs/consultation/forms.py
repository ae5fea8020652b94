"""What officers type while consulting: a hearing, what it adds to its meeting, the committee's opinion."""

from django import forms

from dla_collectif.directory.models import Affiliation, Organisation
from dla_collectif.services.forms import HouseModelForm, RowsField, not_in_the_future
from programs.journey.models import Participation
from programs.meetings.forms import MeetingForm
from programs.meetings.models import Meeting, speaking_for

from .hearings import consultancies_to_hear
from .models import CommitteeOpinion, Hearing

Kind, Role = Organisation.Kind, Participation.Role
DIRECTORY = {  # whom one looks for in the directory
    Meeting.Kind.CONSULTANTS: (Kind.CONSULTANCY,),
    Meeting.Kind.INTERVIEW: (Kind.INSTITUTION, Kind.NETWORK, Kind.PARTNER),
}
SEATED = {Meeting.Kind.CONSULTANTS: (Role.CONSULTANT,), Meeting.Kind.INTERVIEW: (Role.INSTITUTION, Role.PARTNER)}


class PeopleField(RowsField):
    """People as checkboxes, each with what they speak for."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row):
        """« Gaëlle Robin, consultante (Coopérative Conseil) »."""
        return str(row) if row.function else f"{row.person} ({row.organisation})"


class SomebodyField(RowsField):
    """Organisations as checkboxes; asked for, though somebody may be named elsewhere in the form."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        return super().clean(value) if value else self.queryset.none()


class HearingForm(MeetingForm):
    """A meeting with consultants or an interview: whom, when, how, and what came out of it if it is past."""

    organisations = SomebodyField(label="Qui est entendu", queryset=Organisation.objects.none())
    people = PeopleField(label="Personnes", queryset=Affiliation.objects.none(), required=False)
    another = forms.ModelChoiceField(
        label="Un autre organisme de l’annuaire",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="aucun",
    )
    mode = forms.ChoiceField(label="Comment", choices=Hearing.Mode.choices, widget=forms.RadioSelect)
    view_of_field = forms.CharField(
        label="Son regard sur le secteur",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Pour les DLA seulement. Ce qui pourra être cité se note ensuite, une idée à la fois.",
    )
    role_accepted = forms.CharField(
        label="Suite acceptée",
        max_length=200,
        required=False,
        help_text="Par exemple : donner un avis, relayer, participer à la restitution.",
    )
    field_order = [
        *("organisations", "people", "another", "mode", "day", "start", "end", "place", "online"),
        *("title", "agenda", "view_of_field", "role_accepted"),
    ]

    def __init__(self, *args, program, kind, **kwargs):
        super().__init__(*args, program=program, kind=kind, **kwargs)
        for name in ("kind", "half_days", "seats", "version"):
            del self.fields[name]
        self.fields["title"].required = False
        self.fields["agenda"].widget.attrs["rows"] = 4
        self.fields["title"].help_text = "Vide : l’entretien prend le nom de ceux qui sont entendus."
        self.initial["mode"] = Hearing.Mode.MEETING
        self.offer(program, kind)

    def offer(self, program, kind):
        """The organisations already concerned and their people to tick; the rest of the directory to choose from."""
        seated = program.participations.filter(role__in=SEATED[kind]).values_list("organisation", flat=True)
        led = consultancies_to_hear(program) if kind == Meeting.Kind.CONSULTANTS else {}
        offered = {*seated, *(consultancy.pk for consultancy in led)}
        everybody = Organisation.objects.filter(kind__in=DIRECTORY[kind]).order_by("search")
        self.fields["organisations"].queryset = Organisation.objects.filter(pk__in=offered).order_by("search")
        self.fields["another"].queryset = everybody.exclude(pk__in=offered)
        people = speaking_for(offered, program).select_related("person", "organisation")
        self.fields["people"].queryset = people.order_by("organisation__search", "person__last_name", "id")
        self.initial["organisations"] = [consultancy.pk for consultancy in led]
        if not offered:
            del self.fields["organisations"], self.fields["people"]
            self.fields["another"].label = "Qui est entendu"

    def clean(self):
        """Somebody is heard: those ticked, those whose people are ticked, the one chosen in the directory."""
        data = super().clean() or self.cleaned_data
        chosen = [*data.get("organisations", ()), *(row.organisation for row in data.get("people", ()))]
        chosen += [data["another"]] if data.get("another") else []
        if not chosen and not {"organisations", "another"} & set(self.errors):
            first = "organisations" if "organisations" in self.fields else "another"
            self.add_error(first, "Choisissez au moins un organisme.")
        data["organisations"] = list(dict.fromkeys(chosen))
        return data


class HearingFactsForm(HouseModelForm):
    """What a hearing adds to its meeting."""

    class Meta:
        model = Hearing
        fields = ["mode", "view_of_field", "role_accepted"]
        labels = {"mode": "Comment", "view_of_field": "Son regard sur le secteur", "role_accepted": "Suite acceptée"}
        widgets = {"mode": forms.RadioSelect}
        help_texts = {
            "view_of_field": "Pour les DLA seulement.",
            "role_accepted": "Par exemple : donner un avis, relayer, participer à la restitution.",
        }


class OpinionForm(HouseModelForm):
    """The support committee's opinion."""

    given_on = forms.DateField(label="Rendu le", validators=[not_in_the_future])

    class Meta:
        model = CommitteeOpinion
        fields = ["given_on", "opinion", "text", "members", "visibility"]
        labels = {
            "opinion": "Avis",
            "text": "Remarques du comité",
            "members": "Membres présents",
            "visibility": "Qui peut le lire",
        }
        widgets = {"opinion": forms.RadioSelect}
        help_texts = {"visibility": "Réservé aux DLA, l’avis n’est imprimé nulle part : seule sa date l’est."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opinion"].choices = CommitteeOpinion.Opinion.choices
