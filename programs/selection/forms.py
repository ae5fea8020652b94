"""Forms of the room: the call, a provider's answer and proposal, declarations, grids, the choice and its letters."""

from decimal import Decimal

from crispy_forms.layout import Fieldset, Layout
from django import forms

from dla_collectif.directory.models import Organisation
from dla_collectif.services import clock
from dla_collectif.services.files import CheckedFileField
from dla_collectif.services.forms import HouseForm, HouseModelForm, not_in_the_future
from dla_collectif.services.templatetags.house import days, euros
from programs.meetings.models import Meeting

from .models import Call, Choice, Proposal, SealedContent


def to_come(value):
    """A validator for a moment that is still ahead."""
    if value and value <= clock.now():
        raise forms.ValidationError("Cette date est passée\u00a0: la remise se fait dans l’avenir.")


class CallForm(HouseModelForm):
    """The consultation before it is sent."""

    class Meta:
        model = Call
        fields = ["deadline", "shared_information", "justification"]
        labels = {
            "deadline": "Date limite de remise",
            "shared_information": "Informations données à tous les prestataires",
            "justification": "Pourquoi ces prestataires",
        }
        help_texts = {
            "deadline": "Heure de Paris. Plus rien ne peut être remis après, personne ne lit rien avant.",
            "shared_information": "Ce que la préparation a appris, le même texte pour tous\u00a0: ceux qui ont été "
            "entendus n’en savent ainsi pas plus que les autres. N’y mettez rien de réservé.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deadline"].required = True
        self.fields["deadline"].validators.append(to_come)


class JustificationForm(HouseModelForm):
    """What still changes once the consultation is sent."""

    class Meta:
        model = Call
        fields = ["justification"]
        labels = {"justification": "Pourquoi ces prestataires"}


class ExtendForm(HouseForm):
    """More time for all."""

    deadline = forms.DateTimeField(label="Nouvelle date limite", help_text="Heure de Paris.", validators=[to_come])
    reason = forms.CharField(
        label="Motif", max_length=300, help_text="Il est dans le message que chaque prestataire reçoit."
    )


class ProviderForm(HouseForm):
    """A consultancy of the directory, and why it is consulted."""

    organisation = forms.ModelChoiceField(
        label="Prestataire",
        queryset=Organisation.objects.none(),
        empty_label="Choisissez un prestataire",
        help_text="Les prestataires de l’annuaire qui ne sont pas encore sur la liste.",
    )
    reason = forms.CharField(label="Pourquoi ce prestataire", max_length=300)

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        listed = Proposal.objects.filter(call__program=program).values("participation__organisation")
        consultancies = Organisation.objects.filter(kind=Organisation.Kind.CONSULTANCY).exclude(pk__in=listed)
        self.fields["organisation"].queryset = consultancies.order_by("name", "id")


class HearingForm(HouseForm):
    """Which meeting is the hearing, when there are several."""

    hearing = forms.ModelChoiceField(label="Audition", queryset=Meeting.objects.none(), empty_label=None)

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        hearings = Meeting.objects.filter(program=program).of_kind(Meeting.Kind.HEARING)
        hearings = hearings.exclude(state=Meeting.State.CANCELLED)
        self.fields["hearing"].queryset = hearings.order_by("-starts_at", "-id")


class DeclineForm(HouseForm):
    """Why a provider will not answer."""

    intent_reason = forms.CharField(label="Nous ne répondrons pas, parce que…", max_length=300)


class ProposalForm(HouseModelForm):
    """What a proposal says."""

    price_holds_more = forms.BooleanField(
        label="Le prix total comprend autre chose que les journées (frais, déplacements, remise…)", required=False
    )
    document = CheckedFileField(label="Document", required=False)

    class Meta:
        model = SealedContent
        fields = [
            "summary",
            "team",
            "individual_half_days",
            "group_half_days",
            "interview_half_days",
            "restitution_half_days",
            "day_rate",
            "price",
            "vat_rate",
        ]
        labels = {
            "summary": "Compréhension de la demande et démarche proposée",
            "team": "Équipe",
            "individual_half_days": "Demi-journées de rendez-vous individuels",
            "group_half_days": "Demi-journées d’ateliers collectifs",
            "interview_half_days": "Demi-journées d’entretiens avec les institutions",
            "restitution_half_days": "Demi-journées de restitution",
            "day_rate": "Prix d’une journée, en euros hors taxes",
            "price": "Prix total, en euros hors taxes",
            "vat_rate": "Taux de TVA, en pourcentage",
        }
        help_texts = {
            "team": "Qui interviendra, avec quelle expérience.",
            "price": "C’est ce prix qui est comparé.",
            "vat_rate": "0 si vous n’y êtes pas soumis.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        halves = [name for name in self.Meta.fields if name.endswith("half_days")]
        self.helper.layout = Layout(
            "version",
            "summary",
            "team",
            Fieldset("Vos journées", *halves),
            Fieldset("Votre prix", "day_rate", "price", "price_holds_more", "vat_rate"),
            "document",
        )
        if self.instance.filename:
            kept = f"Document déjà remis\u00a0: {self.instance.filename}. Un nouveau fichier le remplace."
            self.fields["document"].help_text = f"{kept} {self.fields['document'].help_text}"
        for name in ("day_rate", "price"):
            self.fields[name].min_value = Decimal("0.01")
            self.fields[name].validators.append(positive)
        self.fields["vat_rate"].validators.append(not_negative)

    def clean(self):
        """The total says the same as the days, or the provider says knowingly that it holds something else."""
        data = super().clean()
        halves = [data.get(name) for name in self.Meta.fields if name.endswith("half_days")]
        if None in halves or not data.get("day_rate") or not data.get("price"):
            return data
        drawn = SealedContent(**{name: data[name] for name in self.Meta.fields if name in data})
        if drawn.price_differs and not data.get("price_holds_more"):
            self.add_error(
                "price",
                f"{days(drawn.half_days)} à {euros(drawn.day_rate)} font {euros(drawn.days_price)}, et non "
                f"{euros(drawn.price)}. Corrigez l’un ou l’autre, ou cochez la case qui dit que le total comprend "
                "autre chose.",
            )
        return data


def positive(value):
    """A validator for a price."""
    if value <= 0:
        raise forms.ValidationError("Indiquez un prix supérieur à zéro.")


def not_negative(value):
    """A validator for a rate."""
    if value < 0:
        raise forms.ValidationError("Un taux n’est pas négatif.")


class ChoiceForm(HouseModelForm):
    """The provider chosen, when, and why."""

    class Meta:
        model = Choice
        fields = ["proposal", "decided_on", "reasons"]
        labels = {"proposal": "Prestataire retenu", "decided_on": "Décidé le", "reasons": "Motifs du choix"}
        help_texts = {"reasons": "Imprimés au procès-verbal\u202f; ils tiennent compte de l’avis des associations."}

    def __init__(self, *args, bids, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proposal"].queryset = bids
        self.fields["proposal"].empty_label = "Choisissez une proposition"
        self.fields["decided_on"].validators.append(not_in_the_future)


class AnswerForm(HouseModelForm):
    """What a proposal had and what it lacked, as its author will read it."""

    class Meta:
        model = Proposal
        fields = ["strengths", "gaps"]
        labels = {"strengths": "Points forts", "gaps": "Ce qui a manqué"}
        help_texts = {"strengths": "Le prestataire lira ces deux textes tels quels."}
