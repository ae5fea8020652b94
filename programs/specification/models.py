"""The specification: articles, objectives that cite what was said, deliverables, weighted criteria."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from dla_collectif.services.models import Public, Versioned
from programs.contributions.models import Contribution
from programs.diagnosis.models import NeedRating, Response
from programs.journey.models import Document, Program
from programs.journey.phases import count_of

from . import criteria


class Specification(Versioned):
    """The specification of a programme; frozen once sent."""

    FRAMING = ("context", "why_collective", "method", "steering", "calendar")
    DAYS = (
        ("individual_half_days", "Rendez-vous individuels"),
        ("group_half_days", "Ateliers collectifs"),
        ("interview_half_days", "Entretiens avec les institutions"),
        ("restitution_half_days", "Restitution et comités de suivi"),
    )

    program = models.OneToOneField(Program, models.CASCADE, related_name="specification")
    context = models.TextField("rappel du diagnostic", blank=True)
    why_collective = models.TextField("pourquoi un accompagnement collectif", blank=True)
    method = models.TextField("démarche attendue", blank=True)
    steering = models.TextField("pilotage", blank=True)
    calendar = models.TextField("calendrier et lieux", blank=True)
    individual_half_days = models.PositiveSmallIntegerField("demi-journées de rendez-vous individuels", default=0)
    group_half_days = models.PositiveSmallIntegerField("demi-journées d’ateliers collectifs", default=0)
    interview_half_days = models.PositiveSmallIntegerField("demi-journées d’entretiens", default=0)
    restitution_half_days = models.PositiveSmallIntegerField("demi-journées de restitution", default=0)
    ceiling = models.DecimalField("plafond, en euros HT", max_digits=10, decimal_places=2, null=True, blank=True)
    weights_total = models.PositiveSmallIntegerField("total des points", default=100)
    frozen_at = models.DateTimeField("figé le", null=True, blank=True, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        verbose_name = "cahier des charges"

    def __str__(self):
        return f"Cahier des charges : {self.program}"

    @classmethod
    def blank(cls, program) -> "Specification":
        """One that nobody wrote yet, with the total of points of the programme's rules; it is not stored."""
        return cls(program=program, weights_total=program.rule_set.scoring_total)

    @property
    def is_frozen(self) -> bool:
        """Once handed out it changes no more."""
        return self.frozen_at is not None

    @property
    def half_days(self) -> int:
        """All the half-days asked for."""
        return sum(getattr(self, name) for name, _label in self.DAYS)

    @property
    def days_by_type(self) -> list[tuple[str, int]]:
        """What the half-days are for, where there are any."""
        return [(label, getattr(self, name)) for name, label in self.DAYS if getattr(self, name)]

    @property
    def framing(self) -> list[tuple[str, str]]:
        """The texts that are written, each with its title."""
        titles = ((self._meta.get_field(name).verbose_name, getattr(self, name)) for name in self.FRAMING)
        return [(title[:1].upper() + title[1:], text) for title, text in titles if text.strip()]


class Article(Public, Versioned):
    """A numbered article."""

    specification = models.ForeignKey(Specification, models.CASCADE, related_name="articles")
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("titre", max_length=200)
    text = models.TextField("texte")

    class Meta:
        verbose_name = "article"
        ordering = ["number", "id"]

    def __str__(self):
        return f"Article {self.number}. {self.title}"


class ObjectiveQuerySet(models.QuerySet):
    """Readings of objectives."""

    def unsourced(self):
        """Those that cite nothing of what was said."""
        return self.filter(~Exists(Citation.objects.filter(objective=OuterRef("pk"))))


class Objective(Public, Versioned):
    """What the support must reach, and why: each objective cites what was said."""

    specification = models.ForeignKey(Specification, models.CASCADE, related_name="objectives")
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("objectif", max_length=200)
    text = models.TextField("précisions", blank=True)
    sources = models.ManyToManyField(Contribution, through="Citation", related_name="objectives")

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        verbose_name = "objectif"
        ordering = ["number", "id"]

    def __str__(self):
        return f"Objectif {self.number}. {self.title}"


def shared_by(outer="pk"):
    """How many associations share a need, by the answers they sent: a reading of contributions, to annotate with."""
    sent = NeedRating.objects.filter(intensity__gte=NeedRating.SHARED_FROM, response__state=Response.State.SENT)
    return count_of(sent, by="need", outer=outer)


class Citation(models.Model):
    """An objective cites a need, an expectation, an advice or a warning."""

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="citations")
    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="citations")

    class Meta:
        verbose_name = "citation"
        constraints = [models.UniqueConstraint(fields=["objective", "contribution"], name="one_citation_each")]

    def __str__(self):
        return f"{self.objective} ← {self.contribution}"


class Deliverable(Public):
    """What the provider hands over for an objective."""

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="deliverables")
    number = models.PositiveSmallIntegerField("rang", default=1)
    label = models.CharField("livrable", max_length=200)

    class Meta:
        verbose_name = "livrable"
        ordering = ["number", "id"]

    def __str__(self):
        return self.label


class Criterion(Public, Versioned):
    """How proposals are judged; its kind is a short key known to `criteria.KINDS`."""

    specification = models.ForeignKey(Specification, models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField("numéro")
    kind = models.CharField("forme", max_length=20)
    label = models.CharField("critère", max_length=200)
    weight = models.PositiveSmallIntegerField("points")

    class Meta:
        verbose_name = "critère"
        verbose_name_plural = "critères"
        ordering = ["number", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gte=1),
                name="criterion_weighs",
                violation_error_message="Un critère vaut au moins 1 point.",
            )
        ]

    def __str__(self):
        return self.label

    @property
    def rule(self) -> criteria.Kind:
        """How its points are found: given by hand, or computed from the price."""
        return criteria.get(self.kind)

    @property
    def announced(self) -> str:
        """How it will be judged, as providers read it."""
        return self.rule.summary(self.weight)


class SetAside(models.Model):
    """Something said that no objective takes up, and why: nothing is dropped in silence."""

    specification = models.ForeignKey(Specification, models.CASCADE, related_name="set_aside")
    contribution = models.OneToOneField(Contribution, models.CASCADE, related_name="set_aside")
    reason = models.CharField("motif", max_length=500)

    class Meta:
        verbose_name = "contribution non retenue"

    def __str__(self):
        return f"{self.contribution} : {self.reason}"
