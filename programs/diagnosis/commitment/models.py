"""Who commits: the letter's text, the letter of each association with its papers, who left and came back."""

from django.db import models

from dla_collectif.accounts.models import Code
from dla_collectif.directory.models import Person
from dla_collectif.services import clock
from dla_collectif.services.files import random_name
from dla_collectif.services.models import Public, Versioned
from programs.journey.models import Participation, Program

from ..answering.models import Origin


class LetterText(Versioned):
    """What the associations of a programme commit to; its version is the letter's, and nothing changes once signed."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="letter_text")
    text = models.TextField("texte de la lettre")

    class Meta:
        verbose_name = "texte de la lettre d’engagement"

    def __str__(self):
        return f"Lettre d’engagement : {self.program}"


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
    deputy = models.CharField("suppléant·e", max_length=160, blank=True)
    brings = models.TextField("ce que l’association peut apporter", blank=True)
    text = models.TextField("texte accepté")
    letter_version = models.PositiveIntegerField("version du texte", null=True, editable=False)
    data_read = models.BooleanField("clause sur les données lue", null=True, editable=False)
    image_signed = models.BooleanField("image, à la signature", null=True, editable=False)
    image_allowed = models.BooleanField("image", null=True)
    medium = models.CharField("signée", max_length=10, choices=Medium, default=Medium.ONLINE)
    signed_at = models.DateTimeField("signée le", default=clock.now)
    sha256 = models.CharField("empreinte", max_length=64, blank=True, editable=False)
    proof = models.ForeignKey(Code, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = "lettre d’engagement"

    def __str__(self):
        return f"Engagement : {self.participation}"


class CommitmentFile(Public):
    """A paper of a letter: the scan of one signed by hand, the extract of the board's minutes; it never changes."""

    class Kind(models.TextChoices):
        """What it shows."""

        SCAN = "scan", "lettre signée"
        BOARD = "board", "extrait du procès-verbal"

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="files")
    kind = models.CharField("pièce", max_length=10, choices=Kind)
    file = models.FileField("fichier", upload_to=random_name, max_length=60, blank=True)
    filename = models.CharField("nom", max_length=150)
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField("empreinte", max_length=64)
    at = models.DateTimeField("déposé le", default=clock.now)

    class Meta:
        verbose_name = "pièce d’une lettre d’engagement"
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.get_kind_display()} : {self.filename}"


class Departure(models.Model):
    """An association said that it would not commit, or left after it had; the day it came back, if it did."""

    class Kind(models.TextChoices):
        """Before the letter, or after."""

        REFUSAL = "refusal", "ne s’engage pas"
        WITHDRAWAL = "withdrawal", "se retire"

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="departures")
    kind = models.CharField("nature", max_length=12, choices=Kind)
    reason = models.TextField("motif")
    left_on = models.DateField("le", default=clock.today)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dit par")
    origin = models.CharField("dit", max_length=10, choices=Origin, default=Origin.ONLINE)
    back_on = models.DateField("revenue le", null=True, blank=True)
    at = models.DateTimeField("noté le", default=clock.now)

    class Meta:
        verbose_name = "retrait d’une association"
        ordering = ["left_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=models.Q(back_on__isnull=True),
                name="one_departure_at_a_time",
                violation_error_message="Ce retrait est déjà noté.",
            ),
            models.CheckConstraint(
                condition=models.Q(back_on__isnull=True) | models.Q(back_on__gte=models.F("left_on")),
                name="back_after_it_left",
                violation_error_message="Le retour ne peut précéder le retrait.",
            ),
        ]

    def __str__(self):
        return f"{self.participation} : {self.get_kind_display()}"
