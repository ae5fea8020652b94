"""What is asked: the questionnaire, its questions, the needs that each association weighs."""

from django.db import models

from dla_collectif.services.models import Public, Versioned
from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.journey.models import Program


def needs_to_weigh(program):
    """The needs of a questionnaire: those of the diagnosis that nobody in particular voiced, readable by the group."""
    return (
        Contribution.objects.needs()
        .filter(program=program, phase="diagnosis", organisation=None, person=None, meeting=None)
        .filter(visibility__gte=Visibility.GROUP)
        .order_by("id")
    )


class Questionnaire(Public, Versioned):
    """The questionnaire of a programme: a copy of a ready-made one, so that later edits alter no running diagnosis."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="questionnaire")
    key = models.CharField("modèle", max_length=40)
    title = models.CharField("titre", max_length=200)
    introduction = models.TextField("introduction", blank=True)
    sent_on = models.DateField("envoyé le", null=True, blank=True)
    closes_on = models.DateField("à remplir avant le", null=True, blank=True)

    class Meta:
        verbose_name = "questionnaire"

    def __str__(self):
        return self.title


class Question(models.Model):
    """One question; its kind is a short key known to `questions.KINDS`."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField("numéro")
    key = models.CharField(max_length=40)
    section = models.PositiveSmallIntegerField("partie")
    section_title = models.CharField("titre de la partie", max_length=120)
    kind = models.CharField("forme", max_length=20)
    label = models.CharField("question", max_length=300)
    help = models.CharField("aide", max_length=300, blank=True)
    unit = models.CharField("unité", max_length=40, blank=True)
    with_year = models.BooleanField("avec l’année", default=False)
    options = models.JSONField("réponses proposées", default=list, blank=True)
    columns = models.JSONField("colonnes", default=list, blank=True)  # of a table: [{"key", "label", "kind"}]
    required = models.BooleanField("attendue", default=True)
    allows_aloud = models.BooleanField("« nous préférons en parler » est proposé", default=True)
    condition = models.JSONField("condition", default=dict, blank=True)  # {"question": key, "is": [what is typed]}

    class Meta:
        verbose_name = "question"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["questionnaire", "number"], name="one_question_per_number")]

    def __str__(self):
        return f"{self.number}. {self.label}"
