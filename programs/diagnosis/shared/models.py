"""What the group says together: the shared diagnosis, its versions, and whether each association recognises itself."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from dla_collectif.services import clock
from dla_collectif.services.models import Versioned
from dla_collectif.services.templatetags.house import day, plural
from dla_collectif.services.triggers import Never
from dla_collectif.services.visibility import Visibility
from programs.journey.models import Participation, Program
from programs.retention.matters import GONE
from programs.voices.models import GroupText, GroupTextQuerySet, Voice, several, silent

from ..answering.models import Origin

FROZEN = "Une version proposée au groupe ne change plus : proposez-en une autre."
ANSWERED = " il a été répondu"


class Synthesis(Versioned):
    """The officer's draft of the shared diagnosis: text with live figures, read by the DLA alone."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="synthesis")
    text = models.TextField("synthèse")

    class Meta:
        verbose_name = "brouillon du diagnostic partagé"

    def __str__(self):
        return f"Diagnostic partagé : {self.program}"


class SharedEditionQuerySet(GroupTextQuerySet):
    """Readings of the versions that were proposed."""

    def validated(self):
        """Those that the group made its own."""
        return self.filter(validated_on__isnull=False)

    def cited(self, program):
        """The one that may be cited: the newest that was validated; None before."""
        return self.of(program).validated().first()

    def visible_to(self, program):
        """Those that the visitor of `program` reads: the group all, the others the validated one if it is open to them.

        `program` was found by `Program.visible_to`.
        """
        rows = self.of(program)
        if program.reading_level <= Visibility.GROUP:
            return rows
        validated = SharedEdition.objects.validated()
        later = validated.filter(program=OuterRef("program"), number__gt=OuterRef("number"))
        return rows.validated().filter(~Exists(later), visibility__gte=program.reading_level)


class SharedEdition(GroupText):
    """A version of the shared diagnosis as it was proposed to the group: its words and figures never change."""

    class Readers(models.TextChoices):
        """Who is asked to read a new version."""

        ALL = "all", "toutes les associations"
        RESERVED = "reserved", "celles qui avaient une réserve ou ne s’étaient pas prononcées"

    ASKED = Participation.SEATED
    NOT_ASKED = "ne prend plus part à l’accompagnement."
    PAGE = "diagnosis:shared"

    program = models.ForeignKey(Program, models.CASCADE, related_name="shared_editions")
    number = models.PositiveSmallIntegerField("version")
    text = models.TextField("texte")
    changes = models.TextField("ce qui change", blank=True)
    readers = models.CharField("à relire par", max_length=10, choices=Readers, default=Readers.ALL)
    sha256 = models.CharField("empreinte", max_length=64)
    published_at = models.DateTimeField("proposée le", default=clock.now)
    visibility = models.PositiveSmallIntegerField("lecture", choices=Visibility, default=Visibility.GROUP)
    validated_on = models.DateField("validée le", null=True, blank=True)
    asked = models.PositiveSmallIntegerField("associations du groupe", null=True)  # these four: counted on that day
    recognised = models.PositiveSmallIntegerField("s’y reconnaissent", null=True)
    reserved = models.PositiveSmallIntegerField("oui, mais", null=True)
    opposed = models.PositiveSmallIntegerField("non", null=True)

    never = [
        Never(
            "rewritten",
            ("UPDATE",),
            FROZEN,
            when=f"(OLD.text <> NEW.text AND NEW.text <> '{GONE}') OR OLD.sha256 <> NEW.sha256",
            words=("text",),
        )
    ]

    objects = SharedEditionQuerySet.as_manager()

    class Meta:
        verbose_name = "version du diagnostic partagé"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"],
                name="one_shared_edition_per_number",
                violation_error_message="Cette version vient d’être proposée par quelqu’un d’autre.",
            )
        ]

    def __str__(self):
        return f"Diagnostic partagé, version {self.number}"

    def get_absolute_url(self):
        return reverse("diagnosis:edition", args=[self.program.public_id, self.number])

    @property
    def named(self) -> str:
        """« la version 2 du diagnostic partagé »."""
        return f"la version {self.number} du diagnostic partagé"

    @property
    def decided_on(self):
        """The day when the group validated it; None before."""
        return self.validated_on

    @property
    def line(self) -> str:
        """« Version 2, validée le … par 12 associations sur 13, une réserve, à laquelle il a été répondu »."""
        if self.validated_on is None:
            return f"Version {self.number}, pas encore validée par le groupe"
        parts = [
            f"Version {self.number}, validée le {day(self.validated_on)} par {self.recognised} "
            f"association{plural(self.recognised)} sur {self.asked}"
        ]
        if self.reserved:
            parts.append(several(self.reserved, "une réserve, à laquelle", "réserves, auxquelles") + ANSWERED)
        if self.opposed:
            parts.append(several(self.opposed, "un refus, auquel", "refus, auxquels") + ANSWERED)
        parts.append(silent(self.asked - self.recognised - self.reserved - self.opposed))
        return ", ".join(part for part in parts if part)


class SharedVoice(Voice):
    """What an association says of a version, by whom, and what the officer answered."""

    class Stance(models.TextChoices):
        """The three answers."""

        YES = "yes", "nous nous y reconnaissons"
        BUT = "but", "oui, mais…"
        NO = "no", "non"

    class Outcome(models.TextChoices):
        """What an answer decides."""

        ACCEPTED = "accepted", "le texte change"
        KEPT = "kept", "le texte reste"

    DEMANDING = (Stance.BUT, Stance.NO)

    edition = models.ForeignKey(SharedEdition, models.CASCADE, related_name="voices")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="shared_voices")
    stance = models.CharField("position", max_length=5, choices=Stance)
    origin = models.CharField("dit", max_length=10, choices=Origin, default=Origin.ONLINE)
    carried = models.BooleanField("reprise de la version précédente", default=False)
    outcome = models.CharField("décision", max_length=10, choices=Outcome, blank=True)

    class Meta:
        verbose_name = "parole sur le diagnostic partagé"
        constraints = [
            models.UniqueConstraint(fields=["edition", "participation"], name="one_shared_voice_each"),
            models.CheckConstraint(
                condition=Q(stance="yes") | ~Q(words=""),
                name="reservation_has_words",
                violation_error_message="Dites ce que vous souhaitez voir changer.",
            ),
        ]
