"""The officer's own text of the report, chapter by chapter, with what it cites and the versions it went through."""

from django.db import models

from dla_collectif.services.models import Versioned
from programs.journey.models import Program


class Written(Versioned):
    """A text that saves itself while it is written: which open page wrote it last, and at which of its turns.

    So a page whose save was stored but whose answer was lost goes on from its own text, without a conflict with itself.
    """

    page = models.CharField(max_length=32, blank=True, editable=False)
    turn = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class Chapter(Written):
    """The officer's own text in a chapter, kept apart from the live figures; `phase` is the chapter's key.

    `figures` remembers what its paragraphs cite: [{"place", "name", "said", "value", "on"}], the paragraph's rank, the
    figure's name, what was typed ("" for a name in braces), the value of that day (None: unknown), and that day.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="chapters")
    phase = models.CharField(max_length=40)
    text = models.TextField("texte", blank=True)
    figures = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = "texte du rapport"
        constraints = [models.UniqueConstraint(fields=["program", "phase"], name="one_text_per_chapter")]

    def __str__(self):
        return f"{self.phase} : {self.program}"


class ChapterVersion(Versioned):
    """A text as it stood at the end of a sitting; `edited_by` wrote it, until `edited_at`."""

    class Kind(models.TextChoices):
        """How it came to be."""

        WRITTEN = "written", "écriture"
        SETTLED = "settled", "deux textes réunis"
        ASIDE = "aside", "texte non retenu, gardé"
        RESTORED = "restored", "version reprise"

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("version")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.WRITTEN)
    text = models.TextField("texte", blank=True)
    words = models.PositiveIntegerField("mots")
    most_words = models.PositiveIntegerField()  # that this sitting ever had
    source = models.PositiveIntegerField("version reprise", null=True)
    began_at = models.DateTimeField("commencée le")

    class Meta:
        verbose_name = "version d’un chapitre"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["chapter", "number"], name="one_chapter_version_each")]

    def __str__(self):
        return f"Version {self.number}"
