"""Forms of the delivery: agreement, workshops, state of play, outputs, charter, adoption."""

from decimal import Decimal

from django import forms

from dla_collectif.directory.models import Person
from dla_collectif.services import clock
from dla_collectif.services.files import CheckedFileField
from dla_collectif.services.forms import HalfDaysField, HouseForm, HouseModelForm, MomentInput, not_in_the_future
from programs.journey.models import Participation
from programs.meetings.models import speaking_for
from programs.specification.models import Deliverable, Objective

from .models import Agreement, Baseline, Charter, Clause, Output, Workshop

CENT = Decimal("1.00")  # how far a price may be from days × rate before we say so


class AgreementForm(HouseModelForm):
    """Days bought, price, dates: the price is days × rate."""

    half_days = HalfDaysField(label="Jours commandés")

    class Meta:
        model = Agreement
        fields = [
            "participation",
            "number",
            "signed_on",
            "starts_on",
            "ends_on",
            "half_days",
            "day_rate",
            "price",
            "vat_rate",
            "payment",
        ]

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        seats = program.participations.filter(role=Participation.Role.CONSULTANT).select_related("organisation")
        self.fields["participation"].queryset = seats
        self.fields["participation"].empty_label = "Choisissez le prestataire"
        self.fields["signed_on"].validators.append(not_in_the_future)

    def clean(self):
        data = super().clean()
        if all(data.get(name) is not None for name in ("half_days", "day_rate", "price")):
            expected = Decimal(data["half_days"]) / 2 * data["day_rate"]
            if abs(expected - data["price"]) > CENT:
                days = f"{data['half_days'] / 2:g}".replace(".", ",")
                self.add_error(
                    "price",
                    f"{days} jours à {data['day_rate']} € font {expected:.2f} € : corrigez le prix ou les jours.",
                )
        return data


class WorkshopForm(HouseForm):
    """Plan a collective workshop: a meeting, its rank, the objective it serves."""

    title = forms.CharField(label="Objet", max_length=200)
    objective = forms.ModelChoiceField(
        label="Objectif servi", queryset=Objective.objects.none(), required=False, empty_label="Aucun en particulier"
    )
    starts_at = forms.DateTimeField(label="Début", widget=MomentInput())
    ends_at = forms.DateTimeField(label="Fin", widget=MomentInput())
    place = forms.CharField(label="Lieu", max_length=200, required=False)
    half_days = HalfDaysField(label="Jours du prestataire", required=False)
    agenda = forms.CharField(label="Ordre du jour", widget=forms.Textarea, required=False)

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["objective"].queryset = Objective.objects.filter(specification__program=program)


class BaselineForm(HouseModelForm):
    """One association's line in the state of play."""

    class Meta:
        model = Baseline
        fields = ["activities", "publics", "places", "means"]
        help_texts = {"activities": "Ce que l’association fait et propose, en quelques lignes."}


class OutputForm(HouseModelForm):
    """Something produced, linked to what was asked for."""

    file = CheckedFileField(label="Fichier", required=False)

    class Meta:
        model = Output
        fields = ["kind", "title", "text", "objective", "deliverable", "workshop", "delivered_on"]

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["objective"].queryset = Objective.objects.filter(specification__program=program)
        self.fields["objective"].empty_label = "Aucun en particulier"
        deliverables = Deliverable.objects.filter(objective__specification__program=program)
        self.fields["deliverable"].queryset = deliverables
        self.fields["deliverable"].empty_label = "Aucun en particulier"
        workshops = Workshop.objects.filter(meeting__program=program).select_related("meeting")
        self.fields["workshop"].queryset = workshops
        self.fields["workshop"].empty_label = "Hors atelier"
        self.fields["delivered_on"].validators.append(not_in_the_future)


class CharterForm(HouseModelForm):
    """The charter's title and preamble."""

    class Meta:
        model = Charter
        fields = ["title", "preamble"]


class ClauseForm(HouseModelForm):
    """One clause."""

    class Meta:
        model = Clause
        fields = ["title", "text"]


class AdoptionForm(HouseForm):
    """An association adopts the charter as it read it, by whoever is signed in, today."""

    capacity = forms.CharField(label="En qualité de", max_length=120, help_text="Par exemple : présidente.")
    reservation = forms.CharField(label="Réserve", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args, seat, charter, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sha256"].initial = charter.sha256


class PaperAdoptionForm(AdoptionForm):
    """An adoption signed on paper, as the DLA notes it."""

    person = forms.ModelChoiceField(label="Signataire", queryset=Person.objects.none(), empty_label=None)
    adopted_on = forms.DateField(label="Le", validators=[not_in_the_future])
    field_order = ["person", "capacity", "adopted_on", "reservation"]

    def __init__(self, *args, seat, charter, **kwargs):
        super().__init__(*args, seat=seat, charter=charter, **kwargs)
        people = Person.objects.filter(affiliations__in=speaking_for([seat.organisation_id], seat.program_id))
        self.fields["person"].queryset = people.order_by("last_name")
        self.fields["adopted_on"].initial = clock.today()


class ReopenCharterForm(HouseForm):
    """Why the charter is written again."""

    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=500)
