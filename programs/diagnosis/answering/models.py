"""What an association answers, from its invitation to its sending, and how much each need weighs for it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Max, OuterRef, Q, Subquery

from dla_collectif.accounts.models import Code
from dla_collectif.directory.models import Person
from dla_collectif.services import clock
from dla_collectif.services.models import Public, Versioned
from programs.contributions.models import Contribution
from programs.journey.models import Participation

from ..questionnaire.models import Question, needs_to_weigh


class Origin(models.TextChoices):
    """By which door an answer came in."""

    ONLINE = "online", "en ligne"
    INTERVIEW = "interview", "entretien"
    PAPER = "paper", "papier"


class ResponseQuerySet(models.QuerySet):
    """Readings of responses."""

    def of(self, user, program):
        """Those of the associations that a person speaks for in a programme, in a constant order."""
        seats = Participation.objects.held_by(user).associations().filter(program=program)
        return (
            self.filter(participation__in=seats)
            .select_related("participation__organisation", "validated_by")
            .order_by("id")
        )

    def sent(self):
        """Those that were sent: the only ones whose content anybody else reads."""
        return self.filter(state=Response.State.SENT)

    def awaited(self):
        """Those that are not sent, of associations that still take part."""
        return self.exclude(state=Response.State.SENT).filter(participation__status__in=Participation.SEATED)

    def with_visits(self):
        """With the last time that anything was saved, how many needs were weighed, and how many there are to weigh."""
        needs = needs_to_weigh(OuterRef("participation__program")).order_by().values("program")
        answers = Answer.objects.filter(response=OuterRef("pk")).order_by().values("response")
        ratings = NeedRating.objects.filter(response=OuterRef("pk")).order_by().values("response")
        return self.annotate(
            last_answer=Subquery(answers.annotate(at=Max("edited_at")).values("at")),
            last_rating=Subquery(ratings.annotate(at=Max("edited_at")).values("at")),
            weighed=Subquery(ratings.annotate(n=models.Count("intensity")).values("n")),
            to_weigh=Subquery(needs.annotate(n=models.Count("pk")).values("n")),
        )


class Response(Public):
    """An association's questionnaire: one for the association, whoever types; the personal link leads to it."""

    class State(models.TextChoices):
        """Sent or not sent is the one thing that must always be clear."""

        WAITING = "waiting", "pas encore ouvert"
        STARTED = "started", "commencé, pas encore envoyé"
        SENT = "sent", "envoyé"

    PAUSE = timedelta(days=3)  # between two messages about the same answers

    participation = models.OneToOneField(Participation, models.CASCADE, related_name="response")
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING)
    opened_at = models.DateTimeField("ouvert le", null=True)
    sent_at = models.DateTimeField("envoyé le", null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered = models.PositiveSmallIntegerField("réponses données", default=0)
    expected = models.PositiveSmallIntegerField("réponses attendues", default=0)
    added = models.PositiveSmallIntegerField("questions ajoutées depuis l’envoi", default=0, editable=False)
    asked_on = models.DateField("invitée à répondre le", null=True)
    reminded_on = models.DateField("relancée le", null=True)
    typed_on = models.DateField("saisie par le DLA le", null=True)
    letter_on = models.DateField("lettre d’engagement proposée le", null=True)
    validated_at = models.DateTimeField("validé le", null=True)
    validated_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="validé par")
    validated_as = models.CharField("en qualité de", max_length=120, blank=True)
    validated_how = models.CharField("validé", max_length=10, choices=Origin, blank=True)
    validation_proof = models.ForeignKey(Code, models.PROTECT, null=True, editable=False, related_name="+")

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse"

    def __str__(self):
        return f"Réponse : {self.participation}"

    @property
    def is_sent(self) -> bool:
        """Whether others than the association may read it."""
        return self.state == self.State.SENT

    @property
    def is_validated(self) -> bool:
        """Whether somebody with the capacity to do so answers for what is written; a change undoes it."""
        return self.validated_at is not None

    @property
    def may_be_reminded_on(self):
        """From which day a reminder may leave: never two messages in three days. None for one who is done."""
        if self.is_sent:
            return None
        last = max((day for day in (self.asked_on, self.reminded_on) if day), default=None)
        return last + self.PAUSE if last else clock.today()

    @property
    def percent(self) -> int:
        """How much of what is expected is answered."""
        return 100 * min(self.answered, self.expected) // self.expected if self.expected else 0

    @property
    def last_visit(self):
        """The last time that anything was saved (read along by `with_visits`)."""
        return max((at for at in (self.last_answer, self.last_rating, self.opened_at) if at), default=None)

    @property
    def path(self) -> str:
        """Where the association answers."""
        return self.participation.page("diagnosis:answer")


class Said(Versioned):
    """What an association says; where it came from stays with it."""

    origin = models.CharField("saisie", max_length=10, choices=Origin, default=Origin.ONLINE)
    marks = models.JSONField(default=dict, editable=False)  # column → what wrote it last (`marks.Mark`)

    class Meta:
        abstract = True


class Answer(Said):
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
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)

    class Meta:
        verbose_name = "réponse à une question"
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="one_answer_each")]

    def __str__(self):
        return f"{self.question} {self.value}"

    @property
    def is_given(self) -> bool:
        """Whether it says something: « non concernée » and « nous préférons en parler » are answers."""
        return self.stance != self.Stance.ANSWERED or self.value not in (None, [])


class NeedRating(Said):
    """How much one need weighs for one association, in its own words; an intensity that nobody gave is none."""

    INTENSITIES = {0: "non concernée", 1: "pas du tout", 2: "un peu", 3: "beaucoup", 4: "vital"}
    SHARED_FROM = 2  # from this intensity on, an association shares a need

    response = models.ForeignKey(Response, models.CASCADE, related_name="ratings")
    need = models.ForeignKey(Contribution, models.CASCADE, related_name="ratings", verbose_name="besoin")
    intensity = models.PositiveSmallIntegerField("intensité", null=True, blank=True)
    priority = models.BooleanField("prioritaire", default=False)
    helps = models.BooleanField("peut aider les autres", default=False)
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
        return f"{self.need} : {self.intensity}"


class Presence(models.Model):
    """Somebody of the association has the questionnaire open, in a field or not; forgotten after a minute."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    field = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        verbose_name = "présence dans un questionnaire"
        constraints = [models.UniqueConstraint(fields=["response", "user"], name="one_presence_each")]

    def __str__(self):
        return f"{self.user} : {self.field}"
