"""Partners heard before the diagnosis: consultants who know the associations, institutions, the support committee."""

from django.db import models

from dla_collectif.services.models import Public, Versioned
from dla_collectif.services.visibility import Visibility
from programs.journey.models import Program
from programs.meetings.models import Meeting


class Hearing(Versioned):
    """What a meeting with partners adds to a meeting: how they were heard and what they accept to do."""

    class Mode(models.TextChoices):
        """How a partner was heard."""

        MEETING = "meeting", "rencontre"
        PHONE = "phone", "téléphone"
        VIDEO = "video", "visioconférence"
        WRITTEN = "written", "par écrit"

    KINDS = (Meeting.Kind.CONSULTANTS, Meeting.Kind.INTERVIEW)

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="hearing")
    mode = models.CharField("mode", max_length=10, choices=Mode, default=Mode.MEETING)
    view_of_field = models.TextField("regard sur le secteur", blank=True)
    role_accepted = models.CharField("suite acceptée", max_length=200, blank=True)

    class Meta:
        verbose_name = "entretien"

    def __str__(self):
        return str(self.meeting)


class CommitteeOpinion(Public, Versioned):
    """The consultative opinion of the support committee, dated before the specification is sent."""

    class Opinion(models.TextChoices):
        """The committee advises; it does not vote."""

        FAVOURABLE = "favourable", "favorable"
        REMARKS = "remarks", "favorable, avec remarques"
        UNFAVOURABLE = "unfavourable", "défavorable"

    program = models.ForeignKey(Program, models.CASCADE, related_name="committee_opinions")
    given_on = models.DateField("rendu le")
    members = models.TextField("membres présents", blank=True)
    opinion = models.CharField("avis", max_length=15, choices=Opinion)
    text = models.TextField("remarques", blank=True)
    visibility = models.PositiveSmallIntegerField("lecture", choices=Visibility, default=Visibility.OFFICERS)

    class Meta:
        verbose_name = "avis du comité d’appui"
        ordering = ["given_on", "id"]

    def __str__(self):
        return f"Avis {self.get_opinion_display()}"
