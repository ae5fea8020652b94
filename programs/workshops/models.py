"""The delivery: agreement, workshops, state of play, outputs, and the charter that the associations adopt."""

from django.db import models

from dla_collectif.accounts.models import Code
from dla_collectif.directory.models import Person
from dla_collectif.services.models import Public, Versioned
from programs.journey.models import Document, Participation, Program
from programs.meetings.models import Meeting
from programs.specification.models import Deliverable, Objective

from .offer import Offer


class Agreement(Versioned):
    """The agreement with the chosen provider: days bought, price, dates."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="agreement")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="+", verbose_name="prestataire")
    number = models.CharField("numéro", max_length=40)
    signed_on = models.DateField("signée le")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    half_days = models.PositiveSmallIntegerField("demi-journées commandées")
    day_rate = models.DecimalField("prix d’une journée, en euros HT", max_digits=8, decimal_places=2)
    price = models.DecimalField("prix total, en euros HT", max_digits=10, decimal_places=2)
    vat_rate = models.DecimalField("taux de TVA (%)", max_digits=4, decimal_places=2, default=0)
    payment = models.TextField("versements", blank=True)

    class Meta:
        verbose_name = "convention"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="agreement_ends_after_its_start",
                violation_error_message="La fin de la convention doit suivre son début.",
            )
        ]

    def __str__(self):
        return f"Convention {self.number}"


class Workshop(models.Model):
    """What a collective workshop adds to a meeting: its rank and the objective it serves."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="workshop")
    number = models.PositiveSmallIntegerField("numéro")
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="workshops", verbose_name="objectif"
    )

    class Meta:
        verbose_name = "atelier"
        ordering = ["number", "id"]

    def __str__(self):
        return f"Atelier {self.number}. {self.meeting}"


class BaselineQuerySet(models.QuerySet):
    """Readings of the state of play."""

    def offer(self) -> Offer:
        """The lines with the map that they draw."""
        return Offer(self.select_related("participation__organisation").order_by("participation__organisation__name"))


class Baseline(Versioned):
    """One association's line in the state of play of what the group offers."""

    participation = models.OneToOneField(Participation, models.CASCADE, related_name="baseline")
    activities = models.TextField("activités", blank=True)
    publics = models.TextField("publics", blank=True)
    places = models.TextField("lieux", blank=True)
    means = models.TextField("moyens", blank=True)

    objects = BaselineQuerySet.as_manager()

    class Meta:
        verbose_name = "état des lieux"
        verbose_name_plural = "états des lieux"

    def __str__(self):
        return f"État des lieux : {self.participation}"


class Output(Public, Versioned):
    """Something the support produced: a network, a charter, a map, a tool."""

    class Kind(models.TextChoices):
        """The outcome types of the field."""

        NETWORK = "network", "réseau, collectif"
        CHARTER = "charter", "charte"
        STATE_OF_PLAY = "state_of_play", "état des lieux"
        ENTITY = "entity", "nouvelle structure"
        TOOL = "tool", "outil ou poste partagé"
        OFFER = "offer", "offre commune"
        DOCUMENT = "document", "document"

    program = models.ForeignKey(Program, models.CASCADE, related_name="outputs")
    kind = models.CharField("nature", max_length=20, choices=Kind)
    title = models.CharField("production", max_length=200)
    text = models.TextField("description", blank=True)
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="outputs", verbose_name="objectif"
    )
    deliverable = models.ForeignKey(
        Deliverable, models.PROTECT, null=True, blank=True, related_name="outputs", verbose_name="livrable attendu"
    )
    workshop = models.ForeignKey(
        Workshop, models.SET_NULL, null=True, blank=True, related_name="outputs", verbose_name="atelier"
    )
    delivered_on = models.DateField("remise le", null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "production"
        ordering = ["delivered_on", "id"]

    def __str__(self):
        return self.title


class Clause(Public, Versioned):
    """A clause of the charter."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("titre", max_length=200)
    text = models.TextField("texte")

    class Meta:
        verbose_name = "article de la charte"
        verbose_name_plural = "articles de la charte"
        ordering = ["number", "id"]

    def __str__(self):
        return f"{self.number}. {self.title}"


class Charter(Versioned):
    """The charter as offered for adoption; from then on its clauses change no more."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="charter")
    title = models.CharField("titre", max_length=200)
    preamble = models.TextField("préambule", blank=True)
    offered_at = models.DateTimeField("proposée à l’adoption le", null=True, blank=True, editable=False)
    sha256 = models.CharField("empreinte", max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "charte"

    def __str__(self):
        return self.title


class Adoption(models.Model):
    """An association adopts the charter: who commits it, in what capacity, on what day, with what reservation."""

    charter = models.ForeignKey(Charter, models.CASCADE, related_name="adoptions")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="adoptions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="signataire")
    capacity = models.CharField("en qualité de", max_length=120)
    adopted_on = models.DateField("le")
    reservation = models.TextField("réserve", blank=True)
    sha256 = models.CharField(max_length=64)  # of the charter as it was read
    proof = models.ForeignKey(Code, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = "adoption"
        constraints = [models.UniqueConstraint(fields=["charter", "participation"], name="one_adoption_each")]

    def __str__(self):
        return f"{self.participation}, {self.adopted_on:%d/%m/%Y}"
