"""The DLA's page of the baseline: which figures are asked again, and what the group told of them."""

from statistics import median

from django import forms

from dla_collectif.services.forms import HouseForm, accepted
from dla_collectif.services.pages import done, form_page
from programs.journey.guards import phase_view

from ..models import Indicator
from ..pages import room_page
from ..shared.live_figures import words
from . import indicators as acts


class IndicatorsForm(HouseForm):
    """Five to eight of what is proposed."""

    keys = forms.MultipleChoiceField(
        label="Indicateurs",
        widget=forms.CheckboxSelectMultiple,
        help_text=f"De {acts.FEWEST} à {acts.MOST}. Le chiffre de départ est celui du questionnaire : rien n’est "
        "demandé deux fois. Un chiffre proposé par la maison ajoute sa question à la fin du questionnaire.",
    )

    def __init__(self, data=None, *, program):
        super().__init__(data)
        questions = [(row.key, f"{row.label} (question {row.number})") for row in acts.candidates(program)]
        ready = [(each.key, f"{each.label} (à ajouter)") for each in acts.ready_left(program)]
        self.fields["keys"].choices = [*questions, *ready]
        chosen = Indicator.objects.of(program).values_list("question__key", flat=True)
        self.fields["keys"].initial = list(chosen)
        self.fields["keys"].error_messages["required"] = f"Choisissez de {acts.FEWEST} à {acts.MOST} indicateurs."


@phase_view("phase.read")
def indicators(request, step):
    """The indicators, with how many told each and the median at the start."""
    first = Indicator.objects.first_values(step.program)
    lines = []
    for row in Indicator.objects.of(step.program):
        told = [value for (indicator, _), (value, _) in first.items() if indicator == row.pk]
        lines.append((row, len(told), words(row, median(told)) if told else ""))
    return room_page(request, step, "programs/diagnosis/baseline/indicators.html", lines=lines)


@phase_view("phase.write")
def choose_indicators(request, step):
    """Choose them."""
    form = IndicatorsForm(request.POST or None, program=step.program)
    home = step.reverse("diagnosis:indicators")
    if accepted(form, lambda data: acts.choose_indicators(step, data["keys"], by=request.user)):
        return done(request, "Les indicateurs sont choisis.", home)
    intro = "Les mêmes chiffres seront demandés à chaque association 6, 12 et 24 mois après la restitution."
    title = "Indicateurs de départ"
    return form_page(request, form, title=title, submit="Choisir", step=step, cancel_url=home, intro=intro)
