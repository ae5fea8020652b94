"""What was said, by whom, in which phase, and who may read it: the raw matter of the specification."""

from django.db import models
from django.urls import reverse

from dla_collectif.directory.models import Organisation, Person
from dla_collectif.directory.vocabulary import THEMES
from dla_collectif.services import clock
from dla_collectif.services.models import Public, Versioned
from dla_collectif.services.visibility import Visibility
from programs.journey.models import Participation, Program
from programs.meetings.models import Meeting


class ContributionQuerySet(models.QuerySet):
    """Readings of contributions."""

    def visible_to(self, program, user):
        """Those at the visitor's level, and those that their own organisation made."""
        rows = self.filter(program=program)
        if program.is_carried_by(user):
            return rows
        own = Participation.objects.held_by(user).filter(program=program).values("organisation")
        return rows.filter(models.Q(visibility__gte=program.reading_level) | models.Q(organisation__in=own))

    def at_level(self, level):
        """Those that readers of a level would see, with nothing of their own."""
        return self.filter(visibility__gte=level)

    def with_citations(self):
        """With how many lines of the specification cite each (`times_cited`)."""
        return self.annotate(times_cited=models.Count("citations"))

    def needs(self):
        """What the associations need: the first knot of the thread."""
        return self.filter(kind=Contribution.Kind.NEED)


class Contribution(Public, Versioned):
    """A need, an expectation, an advice or a warning; each may be cited by the specification."""

    class Kind(models.TextChoices):
        """What was said is one of four."""

        NEED = "need", "besoin"
        EXPECTATION = "expectation", "attente"
        ADVICE = "advice", "orientation"
        WARNING = "warning", "point de vigilance"

        @property
        def heading(self):
            """« Points de vigilance »."""
            noun, _, rest = self.label.partition(" ")
            return f"{noun}s {rest}".strip().capitalize()

    program = models.ForeignKey(Program, models.CASCADE, related_name="contributions")
    phase = models.CharField(max_length=40)
    kind = models.CharField("nature", max_length=20, choices=Kind)
    theme = models.CharField("thème", max_length=20, blank=True)
    text = models.TextField("ce qui a été dit")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisme"
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personne")
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="contributions", verbose_name="réunion"
    )
    visibility = models.PositiveSmallIntegerField("lecture", choices=Visibility, default=Visibility.OFFICERS)
    quotable = models.BooleanField("peut être cité avec son auteur", default=False)
    said_on = models.DateField("dit le", default=clock.today)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = "contribution"
        indexes = [models.Index(fields=["program", "phase", "kind"], name="contributions_by_phase")]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("contributions:contribution", args=[self.program.public_id, self.public_id])

    def get_theme_display(self):
        """The theme in French."""
        return THEMES.get(self.theme, "")

    @property
    def author(self) -> str:
        """Who said it: for the DLA, who noted it."""
        return str(self.organisation or self.person or "le groupe")

    @property
    def signature(self) -> str:
        """Who said it, as far as others may read it."""
        named = self.quotable or not (self.organisation_id or self.person_id)
        return self.author if named else "sans nom d’auteur"
