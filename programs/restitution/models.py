"""The restitution and what follows: undertakings, effects, follow-ups, and the officer's own text of the report."""

from django.db import models

from dla_collectif.directory.models import Person
from dla_collectif.services.models import Public, Versioned
from programs.journey.models import Participation, Program
from programs.meetings.models import Meeting
from programs.specification.models import Objective
from programs.workshops.models import Output

from .archive.models import Archive
from .composition.models import Plan
from .editions.models import Rendition, ReportEdition, ReportVoice
from .indicator_models import IndicatorAnswer, IndicatorTerm
from .prose.models import Chapter, ChapterVersion, Written

__all__ = [
    "Archive",
    "Chapter",
    "ChapterVersion",
    "Effect",
    "FollowUp",
    "IndicatorAnswer",
    "IndicatorTerm",
    "Plan",
    "Rendition",
    "ReportEdition",
    "ReportVoice",
    "Sheet",
    "Undertaking",
]


class Undertaking(Public, Versioned):
    """What an institution (or another partner) said it would do."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="undertakings")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="+", verbose_name="organisme")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="par")
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="undertakings", verbose_name="réunion"
    )
    text = models.TextField("engagement pris")
    said_on = models.DateField("dit le")
    due_on = models.DateField("pour le", null=True, blank=True)
    done_on = models.DateField("tenu le", null=True, blank=True)

    class Meta:
        verbose_name = "engagement d’une institution"
        ordering = ["said_on", "id"]

    def __str__(self):
        return self.text


class Effect(Public, Versioned):
    """What the support changed, with what shows it: the last knot of the thread."""

    class Kind(models.TextChoices):
        """What changed."""

        NETWORK = "network", "mise en réseau"
        VISIBILITY = "visibility", "lisibilité auprès des institutions"
        PRACTICES = "practices", "pratiques"
        JOBS = "jobs", "emploi"
        FINANCE = "finance", "économie des associations"
        OFFER = "offer", "offre aux publics"

    program = models.ForeignKey(Program, models.CASCADE, related_name="effects")
    kind = models.CharField("nature", max_length=20, choices=Kind)
    title = models.CharField("effet", max_length=200)
    text = models.TextField("description", blank=True)
    proof = models.CharField("ce qui le montre", max_length=300, blank=True)
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="effects", verbose_name="objectif"
    )
    output = models.ForeignKey(
        Output, models.PROTECT, null=True, blank=True, related_name="effects", verbose_name="production"
    )
    observed_on = models.DateField("constaté le")

    class Meta:
        verbose_name = "effet"
        ordering = ["observed_on", "id"]

    def __str__(self):
        return self.title


class FollowUp(Public, Versioned):
    """The news taken 6, 12 or 24 months later: does the group still meet, without us?"""

    class StillMeets(models.TextChoices):
        """The question that tells most."""

        YES = "yes", "oui, sans le DLA"
        WITH_HELP = "with_help", "oui, avec une aide"
        NO = "no", "non"

    program = models.ForeignKey(Program, models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField("mois après la restitution")
    taken_on = models.DateField("nouvelles prises le")
    still_meets = models.CharField("le groupe se réunit encore", max_length=10, choices=StillMeets)
    how_often = models.CharField("à quel rythme, à l’initiative de qui", max_length=200, blank=True)
    text = models.TextField("ce qui a changé", blank=True)

    class Meta:
        verbose_name = "suite"
        ordering = ["months"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "months"],
                name="one_follow_up_per_term",
                violation_error_message="Les nouvelles de cette échéance sont déjà notées : modifiez-les.",
            )
        ]

    def __str__(self):
        return f"Suites à {self.months} mois"


class Sheet(Written):
    """What the report's summary and the experience sheet say in the officer's words."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="sheet")
    focus = models.TextField("en une phrase", blank=True)
    setup = models.TextField("montage, dans vos mots", blank=True)
    course = models.TextField("déroulement, dans vos mots", blank=True)
    summary = models.TextField("en résumé", blank=True)
    contacts = models.TextField("contacts", blank=True)

    class Meta:
        verbose_name = "fiche d’expérience"

    def __str__(self):
        return f"Fiche : {self.program}"
