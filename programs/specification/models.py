"""The specification: articles, objectives that cite what was said, deliverables, weighted criteria."""

from django.db import models
from django.db.models import Q

from dla_collectif.services.models import Public, Versioned
from programs.contributions.models import Contribution
from programs.journey.models import Document, Program


class Specification(Versioned):
    """The specification of a programme; frozen once sent."""

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
        return f"Cahier des charges : {self.program}"

    @property
    def is_frozen(self) -> bool:
        """Once handed out it changes no more."""
        return self.frozen_at is not None

    @property
    def half_days(self) -> int:
        """All the half-days asked for."""
        return (
            self.individual_half_days + self.group_half_days + self.interview_half_days + self.restitution_half_days
        )


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


class Objective(Public, Versioned):
    """What the support must reach, and why: each objective cites what was said."""

    specification = models.ForeignKey(Specification, models.CASCADE, related_name="objectives")
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("objectif", max_length=200)
    text = models.TextField("précisions", blank=True)
    sources = models.ManyToManyField(Contribution, through="Citation", related_name="objectives")

    class Meta:
        verbose_name = "objectif"
        ordering = ["number", "id"]

    def __str__(self):
        return f"Objectif {self.number}. {self.title}"


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
    label = models.CharField("livrable", max_length=200)

    class Meta:
        verbose_name = "livrable"
        ordering = ["id"]

    def __str__(self):
        return self.label


class Criterion(Public):
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


class SetAside(models.Model):
    """Something said that no objective takes up, and why: nothing is dropped in silence."""

    specification = models.ForeignKey(Specification, models.CASCADE, related_name="set_aside")
    contribution = models.OneToOneField(Contribution, models.CASCADE, related_name="set_aside")
    reason = models.CharField("motif", max_length=500)

    class Meta:
        verbose_name = "contribution non retenue"

    def __str__(self):
        return f"{self.contribution} : {self.reason}"
