"""What the group puts first: a vote on needs in a preparatory meeting, one voice per association."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from dla_collectif.services import clock
from dla_collectif.services.models import Public, Versioned
from programs.contributions.models import Contribution
from programs.journey.models import Participation
from programs.meetings.models import Meeting


class PriorityVoteQuerySet(models.QuerySet):
    """Readings of votes."""

    def of(self, program):
        """Those of a programme, the latest first."""
        return self.filter(meeting__program=program).select_related("meeting").order_by("-opened_at", "-id")

    def open(self):
        """Those that still take ballots."""
        return self.filter(closed_at=None)


class PriorityVote(Public):
    """A vote: each association shares out its points among needs. Nobody reads a result before it is closed."""

    MOST_POINTS = 10

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="priority_votes")
    title = models.CharField("question", max_length=200)
    points = models.PositiveSmallIntegerField(
        "points de chaque association", default=3, validators=[MinValueValidator(1), MaxValueValidator(MOST_POINTS)]
    )
    most = models.PositiveSmallIntegerField(
        "points sur un même besoin, au plus", default=1, validators=[MinValueValidator(1)]
    )
    opened_at = models.DateTimeField("ouvert le", default=clock.now)
    closed_at = models.DateTimeField("clos le", null=True)
    voted = models.PositiveSmallIntegerField("associations qui ont voté", default=0)  # counted when it is closed
    expected = models.PositiveSmallIntegerField("associations appelées à voter", default=0)

    objects = PriorityVoteQuerySet.as_manager()

    class Meta:
        verbose_name = "vote sur les priorités"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(closed_at=None),
                name="one_open_vote_per_meeting",
                violation_error_message="Un vote est déjà ouvert dans cette réunion.",
            ),
            models.CheckConstraint(condition=Q(most__lte=models.F("points")), name="most_within_the_points"),
        ]

    def __str__(self):
        return self.title

    @property
    def is_closed(self) -> bool:
        """Closed for good: what was counted does not change."""
        return self.closed_at is not None

    @property
    def rule(self) -> str:
        """How one votes, in French."""
        if self.most == 1:
            return f"{self.points} choix au plus" if self.points > 1 else "un seul choix"
        return f"{self.points} points à répartir, {self.most} au plus sur un même besoin"


class VoteOption(models.Model):
    """A need put to the vote; its points and voices are written when the vote is closed."""

    vote = models.ForeignKey(PriorityVote, models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField("numéro")
    need = models.ForeignKey(Contribution, models.PROTECT, related_name="+", verbose_name="besoin")
    points = models.PositiveSmallIntegerField("points", default=0)
    voices = models.PositiveSmallIntegerField("associations", default=0)

    class Meta:
        verbose_name = "besoin mis au vote"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["vote", "need"], name="one_option_per_need")]

    def __str__(self):
        return f"{self.number}. {self.need}"


class Ballot(Versioned):
    """The voice of one association: one, whoever of its people votes, and whether by phone or by a raised hand."""

    class Medium(models.TextChoices):
        """How it was given."""

        ONLINE = "online", "en ligne"
        DICTATED = "dictated", "à main levée"

    vote = models.ForeignKey(PriorityVote, models.CASCADE, related_name="ballots")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="+")
    medium = models.CharField("donnée", max_length=10, choices=Medium, default=Medium.ONLINE)
    points = models.JSONField("points", default=dict)  # {number of the option: points}

    class Meta:
        verbose_name = "voix d’une association"
        constraints = [models.UniqueConstraint(fields=["vote", "participation"], name="one_ballot_per_association")]

    def __str__(self):
        return f"{self.participation} : {self.vote}"
