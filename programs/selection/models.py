"""The choice of the provider: the call, sealed proposals, declared interests, each association's scores, the choice."""

from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dla_collectif.accounts.models import Code
from dla_collectif.services import clock
from dla_collectif.services.files import random_name
from dla_collectif.services.models import Public, Versioned
from programs.journey.models import Participation, Program
from programs.meetings.models import Meeting
from programs.specification.models import Criterion

from . import closing


class Call(Versioned):
    """The consultation of providers: who is asked, until when; proposals stay sealed until they are opened."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="call")
    deadline = models.DateTimeField("date limite de remise", null=True, blank=True)
    justification = models.TextField("pourquoi ces prestataires", blank=True)
    shared_information = models.TextField("informations données à tous", blank=True)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True, editable=False)
    hearing = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="audition"
    )
    opened_at = models.DateTimeField("propositions ouvertes le", null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    scoring_ended_at = models.DateTimeField("notation close le", null=True, blank=True, editable=False)
    scoring_ended_reason = models.CharField("motif", max_length=300, blank=True, editable=False)

    never = closing.CALL

    class Meta:
        verbose_name = "consultation des prestataires"
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(opened_at__gte=F("deadline")),
                name="opened_after_the_deadline",
                violation_error_message="Les propositions ne s’ouvrent pas avant la date limite.",
            )
        ]

    def __str__(self):
        return f"Consultation : {self.program}"

    @property
    def is_sent(self) -> bool:
        """Whether providers were asked."""
        return self.sent_at is not None

    def takes_bids_at(self, moment) -> bool:
        """The one rule of the deadline; what stores a proposal asks it once, with the moment that it stores."""
        return self.is_sent and not self.is_opened and self.deadline is not None and moment < self.deadline

    @property
    def is_open_for_bids(self) -> bool:
        """The same rule for what is shown (server's clock)."""
        return self.takes_bids_at(clock.now())

    @property
    def may_be_opened(self) -> bool:
        """Proposals can be opened once the deadline has passed, never before."""
        return self.is_sent and not self.is_opened and not self.is_open_for_bids

    @property
    def is_opened(self) -> bool:
        """Whether proposals can be read."""
        return self.opened_at is not None


class Proposal(Public, Versioned):
    """A provider asked, and what may be known of its proposal while it is sealed."""

    class Intent(models.TextChoices):
        """The provider says early whether it will answer."""

        UNKNOWN = "unknown", "pas encore dit"
        YES = "yes", "répondra"
        NO = "no", "ne répondra pas"

    call = models.ForeignKey(Call, models.CASCADE, related_name="proposals")
    participation = models.OneToOneField(Participation, models.CASCADE, related_name="proposal")
    reason = models.CharField("pourquoi ce prestataire", max_length=300, blank=True)
    heard_before = models.BooleanField("entendu pendant la préparation", default=False)
    intent = models.CharField("intention", max_length=10, choices=Intent, default=Intent.UNKNOWN)
    intent_reason = models.CharField("motif", max_length=300, blank=True)
    invited_at = models.DateTimeField("consulté le", null=True, blank=True)
    submitted_at = models.DateTimeField("remise le", null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    proof = models.ForeignKey(Code, models.PROTECT, null=True, editable=False, related_name="+")
    strengths = models.TextField("points forts", blank=True)
    gaps = models.TextField("ce qui a manqué", blank=True)
    answered_at = models.DateTimeField("réponse envoyée le", null=True, blank=True, editable=False)

    never = closing.PROPOSAL

    class Meta:
        verbose_name = "proposition"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | ~Q(sha256=""),
                name="a_proposal_has_its_receipt",
                violation_error_message="Une proposition remise a toujours son empreinte.",
            )
        ]

    def __str__(self):
        return str(self.participation)


class SealedContentQuerySet(models.QuerySet):
    """The only two ways to read what a proposal says."""

    def written_by(self, user):
        """The visitor's own."""
        return self.filter(proposal__participation__in=Participation.objects.held_by(user))

    def opened(self):
        """Those of a consultation whose proposals were opened."""
        return self.filter(proposal__call__opened_at__isnull=False)

    def sealed(self):
        """Those that are handed in and not opened: nobody reads them, nobody touches them."""
        return self.filter(proposal__submitted_at__isnull=False, proposal__call__opened_at__isnull=True)


class SealedContent(Versioned):
    """What a proposal says: in a table of its own, read by nobody but its author until `actions.open_proposals`."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="content")
    summary = models.TextField("compréhension et démarche")
    team = models.TextField("équipe")
    individual_half_days = models.PositiveSmallIntegerField("demi-journées de rendez-vous individuels", default=0)
    group_half_days = models.PositiveSmallIntegerField("demi-journées d’ateliers collectifs", default=0)
    interview_half_days = models.PositiveSmallIntegerField("demi-journées d’entretiens", default=0)
    restitution_half_days = models.PositiveSmallIntegerField("demi-journées de restitution", default=0)
    day_rate = models.DecimalField("prix d’une journée, en euros HT", max_digits=8, decimal_places=2)
    price = models.DecimalField("prix total, en euros HT", max_digits=10, decimal_places=2)
    vat_rate = models.DecimalField("taux de TVA (%)", max_digits=4, decimal_places=2, default=0)
    file = models.FileField("document", upload_to=random_name, blank=True, max_length=60)
    filename = models.CharField(max_length=150, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)

    objects = SealedContentQuerySet.as_manager()
    never = closing.CONTENT

    class Meta:
        verbose_name = "contenu d’une proposition"
        constraints = [
            models.CheckConstraint(
                condition=Q(price__gt=0),
                name="a_proposal_has_a_price",
                violation_error_message="Indiquez un prix supérieur à zéro.",
            )
        ]

    def __str__(self):
        return "contenu scellé"

    @property
    def half_days(self) -> int:
        """All the half-days offered."""
        return self.individual_half_days + self.group_half_days + self.interview_half_days + self.restitution_half_days

    @property
    def days_price(self) -> Decimal:
        """What the days alone cost, in euros before tax: two half-days make a day."""
        return Decimal(self.half_days) / 2 * self.day_rate

    @property
    def price_differs(self) -> bool:
        """Whether the total holds something else than the days (costs, a rebate)."""
        return abs(self.days_price - self.price) > 1

    @property
    def days_by_type(self) -> list[tuple[str, int]]:
        """What the half-days are for, where there are any."""
        pairs = [
            ("rendez-vous individuels", self.individual_half_days),
            ("ateliers collectifs", self.group_half_days),
            ("entretiens", self.interview_half_days),
            ("restitution", self.restitution_half_days),
        ]
        return [(label, halves) for label, halves in pairs if halves]

    @property
    def price_with_vat(self) -> Decimal:
        """The price with its tax, to the cent."""
        return (self.price * (1 + self.vat_rate / 100)).quantize(Decimal("0.01"), ROUND_HALF_UP)


class Interest(models.Model):
    """An association's declared tie with a provider, or its absence; whoever is tied does not score that proposal."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="interests")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="interests")
    is_tied = models.BooleanField("a un lien", default=False)
    text = models.CharField("lequel", max_length=300, blank=True)
    declared_at = models.DateTimeField("déclaré le", default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    never = closing.INTEREST

    class Meta:
        verbose_name = "déclaration d’intérêts"
        verbose_name_plural = "déclarations d’intérêts"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "participation"], name="one_interest_each"),
            models.CheckConstraint(
                condition=Q(is_tied=False) | ~Q(text=""),
                name="a_tie_is_described",
                violation_error_message="Dites en une phrase quel est ce lien.",
            ),
        ]

    def __str__(self):
        return f"{self.participation} / {self.proposal}"


class Score(models.Model):
    """The points one association gives one proposal on one criterion: one voice per association."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="scores")
    points = models.PositiveSmallIntegerField("points", null=True, blank=True)  # a draft may hold a remark alone
    comment = models.CharField("remarque", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    never = closing.SCORE

    class Meta:
        verbose_name = "note"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "criterion", "participation"], name="one_score_each")
        ]

    def __str__(self):
        return f"{self.participation} : {self.points} ({self.criterion})"


class Ballot(models.Model):
    """An association has sent its grid, or abstains: one voice each; it sees the results once all are in."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="ballots")
    participation = models.OneToOneField(Participation, models.CASCADE, related_name="ballot")
    abstains = models.BooleanField("s’abstient", default=False)
    sent_at = models.DateTimeField("envoyée le", default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proof = models.ForeignKey(Code, models.PROTECT, null=True, editable=False, related_name="+")

    never = closing.BALLOT

    class Meta:
        verbose_name = "grille envoyée"

    def __str__(self):
        return f"Grille de {self.participation}"


class Choice(Versioned):
    """The provider chosen, and why."""

    call = models.OneToOneField(Call, models.CASCADE, related_name="choice")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+", verbose_name="prestataire retenu")
    decided_on = models.DateField("décidé le")
    reasons = models.TextField("motifs du choix")

    never = closing.CHOICE

    class Meta:
        verbose_name = "choix du prestataire"

    def __str__(self):
        return str(self.proposal)
