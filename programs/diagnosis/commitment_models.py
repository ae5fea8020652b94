"""Who commits: the letter of each association."""

from django.db import models

from dla_collectif.accounts.models import Code
from dla_collectif.directory.models import Person
from dla_collectif.services import clock
from dla_collectif.services.models import Versioned
from programs.journey.models import Participation


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
    sha256 = models.CharField("empreinte", max_length=64, blank=True, editable=False)
    proof = models.ForeignKey(Code, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = "lettre d’engagement"

    def __str__(self):
        return f"Engagement : {self.participation}"
