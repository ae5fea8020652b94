"""Forms of the restitution: undertakings, effects, follow-ups, the officer's own text."""

from django import forms

from dla_collectif.services.forms import HouseModelForm, not_in_the_future
from programs.journey.models import Participation
from programs.meetings.models import Meeting
from programs.specification.models import Objective
from programs.workshops.models import Output

from .models import Chapter, Effect, FollowUp, Undertaking

PARTNERS = [Participation.Role.INSTITUTION, Participation.Role.PARTNER, Participation.Role.CONSULTANT]


class UndertakingForm(HouseModelForm):
    """What an institution said it would do."""

    class Meta:
        model = Undertaking
        fields = ["participation", "text", "said_on", "due_on", "done_on", "meeting"]
        help_texts = {"text": "Tel que dit : par exemple « Recevoir le collectif une fois par an »."}

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        seats = program.participations.filter(role__in=PARTNERS).select_related("organisation")
        self.fields["participation"].queryset = seats.order_by("organisation__name")
        self.fields["participation"].empty_label = "Choisissez un organisme"
        self.fields["meeting"].queryset = Meeting.objects.filter(program=program, phase="restitution")
        self.fields["meeting"].empty_label = "Hors réunion"
        self.fields["said_on"].validators.append(not_in_the_future)


class EffectForm(HouseModelForm):
    """What changed, and what shows it."""

    class Meta:
        model = Effect
        fields = ["kind", "title", "text", "proof", "objective", "output", "observed_on"]
        help_texts = {"proof": "Un fait, un chiffre daté, un document : ce qui permet de le dire."}

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["objective"].queryset = Objective.objects.filter(specification__program=program)
        self.fields["objective"].empty_label = "Aucun en particulier"
        self.fields["output"].queryset = Output.objects.filter(program=program)
        self.fields["output"].empty_label = "Aucune en particulier"
        self.fields["observed_on"].validators.append(not_in_the_future)


class FollowUpForm(HouseModelForm):
    """The news taken some months later."""

    months = forms.TypedChoiceField(
        label="Échéance", choices=[(6, "6 mois après"), (12, "12 mois après"), (24, "24 mois après")], coerce=int
    )

    class Meta:
        model = FollowUp
        fields = ["months", "taken_on", "still_meets", "how_often", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["taken_on"].validators.append(not_in_the_future)


class ChapterForm(HouseModelForm):
    """The officer's own text in a chapter."""

    class Meta:
        model = Chapter
        fields = ["text"]
        labels = {"text": "Votre texte"}
        help_texts = {"text": "Il ouvre le chapitre ; tableaux et chiffres le suivent et se mettent à jour seuls."}
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}
