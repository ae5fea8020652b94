"""What is asked: the questionnaire, its questions, the needs that each association weighs."""

from django.db import models

from dla_collectif.services import clock
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
    sections = models.JSONField("parties", default=list, blank=True)  # their titles in order; no two are the same
    brought = models.JSONField("besoins venus avec lui", default=list, blank=True)  # their texts
    edition = models.PositiveSmallIntegerField("numéro de version", default=1)
    introduction = models.TextField("introduction", blank=True)
    sent_on = models.DateField("envoyé le", null=True, blank=True)
    closes_on = models.DateField("à remplir avant le", null=True, blank=True)

    class Meta:
        verbose_name = "questionnaire"

    def __str__(self):
        return self.title


class AskedManager(models.Manager):
    """The questions that are asked now: a retired one is read beside its answers alone."""

    def get_queryset(self):
        """Without those that were retired."""
        return super().get_queryset().filter(retired_in=None)


class Question(Versioned):
    """One question; its kind is a short key known to `questions.KINDS`.

    `number` is what everybody reads, and changes when questions move; `serial` never does: it names the question's
    field and its address. A question that takes another's place keeps its `key`, so that conditions still find it.
    """

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField("numéro")
    serial = models.PositiveSmallIntegerField("numéro d’ordre d’arrivée", default=0, editable=False)
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
    asked_since = models.DateTimeField("posée depuis le", default=clock.now, editable=False)
    retired_in = models.PositiveSmallIntegerField("retirée à la version", null=True, editable=False)

    ever = models.Manager()
    objects = AskedManager()

    class Meta:
        verbose_name = "question"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["questionnaire", "serial"], name="one_question_per_serial")]

    def __str__(self):
        return f"{self.number}. {self.label}"

    def save(self, *args, **kwargs):
        """A question that comes without a serial takes its number."""
        self.serial = self.serial or self.number
        super().save(*args, **kwargs)


class Edition(Versioned):
    """A version of a questionnaire after the first one, and what changed with it.

    It stays open until somebody answers, or the day ends: what is changed meanwhile belongs to it.
    """

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField("numéro")
    changes = models.JSONField("ce qui a changé", default=list)  # French sentences

    class Meta:
        verbose_name = "version d’un questionnaire"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["questionnaire", "number"], name="one_edition_per_number")]

    def __str__(self):
        return f"Version {self.number}"
