"""The needs diagnosis: the questionnaire, what each association answered, how much each need weighs, who commits."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dla_collectif.directory.models import Person
from dla_collectif.services import clock
from dla_collectif.services.models import Public, Versioned
from programs.contributions.models import Contribution
from programs.journey.models import Participation, Program


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
    required = models.BooleanField("attendue", default=True)

    class Meta:
        verbose_name = "question"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["questionnaire", "number"], name="one_question_per_number")]

    def __str__(self):
        return f"{self.number}. {self.label}"


class Response(Public):
    """An association's questionnaire: one for the association, whoever types; the personal link leads to it."""

    class State(models.TextChoices):
        """Sent or not sent is the one thing that must always be clear."""

        WAITING = "waiting", "pas encore ouvert"
        STARTED = "started", "commencé, pas encore envoyé"
        SENT = "sent", "envoyé"

    participation = models.OneToOneField(Participation, models.CASCADE, related_name="response")
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING)
    opened_at = models.DateTimeField("ouvert le", null=True)
    sent_at = models.DateTimeField("envoyé le", null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered = models.PositiveSmallIntegerField("réponses données", default=0)
    expected = models.PositiveSmallIntegerField("réponses attendues", default=0)
    reminded_on = models.DateField("relancée le", null=True)

    class Meta:
        verbose_name = "réponse"

    def __str__(self):
        return f"Réponse : {self.participation}"


class Answer(Versioned):
    """The answer to one question; « not concerned » and « we would rather tell you aloud » are honest answers."""

    class Stance(models.TextChoices):
        """How the association takes the question."""

        ANSWERED = "answered", "réponse"
        NOT_CONCERNED = "not_concerned", "non concernée"
        ALOUD = "aloud", "préfère en parler"

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    stance = models.CharField("position", max_length=15, choices=Stance, default=Stance.ANSWERED)
    value = models.JSONField("réponse", null=True, blank=True)

    class Meta:
        verbose_name = "réponse à une question"
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="one_answer_each")]

    def __str__(self):
        return f"{self.question} {self.value}"


class NeedRating(Versioned):
    """How much one need weighs for one association: 0 not concerned, 1 a little … 4 vital; in its own words."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="ratings")
    need = models.ForeignKey(Contribution, models.CASCADE, related_name="ratings", verbose_name="besoin")
    intensity = models.PositiveSmallIntegerField("intensité", default=0)
    priority = models.BooleanField("prioritaire", default=False)
    words = models.TextField("en vos mots", blank=True)

    class Meta:
        verbose_name = "besoin pesé"
        constraints = [
            models.UniqueConstraint(fields=["response", "need"], name="one_rating_each"),
            models.CheckConstraint(
                condition=Q(intensity__lte=4),
                name="intensity_from_0_to_4",
                violation_error_message="L’intensité va de 0 (non concernée) à 4 (vital).",
            ),
        ]

    def __str__(self):
        return f"{self.need} : {self.intensity}"


class Synthesis(Versioned):
    """The shared diagnosis: written by the officer from the answers, worked on in the preparatory meetings."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="synthesis")
    text = models.TextField("synthèse")
    validated_on = models.DateField("validée par le groupe le", null=True, blank=True)

    class Meta:
        verbose_name = "diagnostic partagé"

    def __str__(self):
        return f"Diagnostic partagé : {self.program}"


class Commitment(Versioned):
    """The commitment letter of an association: who commits it, since which decision of its board, with whom."""

    class Medium(models.TextChoices):
        """How it was signed."""

        ONLINE = "online", "en ligne"
        PAPER = "paper", "sur papier"

    participation = models.OneToOneField(Participation, models.CASCADE, related_name="commitment")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="signataire")
    capacity = models.CharField("en qualité de", max_length=120)
    board_on = models.DateField("décision de l’instance dirigeante du", null=True, blank=True)
    volunteer_delegate = models.CharField("délégué·e bénévole", max_length=160, blank=True)
    employee_delegate = models.CharField("délégué·e salarié·e", max_length=160, blank=True)
    brings = models.TextField("ce que l’association peut apporter", blank=True)
    text = models.TextField("texte accepté")
    medium = models.CharField("signée", max_length=10, choices=Medium, default=Medium.ONLINE)
    signed_at = models.DateTimeField("signée le", default=clock.now)

    class Meta:
        verbose_name = "lettre d’engagement"

    def __str__(self):
        return f"Engagement : {self.participation}"
