"""The documents that a programme hands out: frozen from a phase's report, or received."""

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse

from dla_collectif.services import clock
from dla_collectif.services.files import random_name
from dla_collectif.services.models import Public
from dla_collectif.services.triggers import Never
from dla_collectif.services.visibility import Visibility

FROZEN = "Un document remis ne change plus : une correction fait une autre édition."
REWRITTEN = (
    "(OLD.html <> NEW.html AND NEW.html <> '') OR OLD.sha256 <> NEW.sha256 OR OLD.number <> NEW.number "
    "OR OLD.edition <> NEW.edition OR (OLD.mention <> '' AND NEW.mention <> '' AND OLD.mention <> NEW.mention)"
)


class DocumentQuerySet(models.QuerySet):
    """Readings of documents."""

    def visible_to(self, program):
        """Those that the visitor of `program` (found by `Program.visible_to`) may read."""
        return self.kept().filter(program=program, visibility__gte=program.reading_level)

    def kept(self):
        """Those that still say something: at the end of its time a document is emptied, its fingerprint stays."""
        return self.exclude(html="", file="")


class Document(Public):
    """A document handed out: frozen from a phase's report, or a file received; it never changes."""

    class Kind(models.TextChoices):
        """Where it comes from."""

        REPORT = "report", "édition figée"
        UPLOAD = "upload", "fichier joint"
        EDITION = "edition", "édition du rapport"

    program = models.ForeignKey("journey.Program", models.CASCADE, related_name="documents")
    phase = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField("titre", max_length=200)
    number = models.PositiveIntegerField("numéro")
    edition = models.PositiveSmallIntegerField("édition", default=1)
    redacted_on = models.DateField("expurgé le", null=True, editable=False)
    html = models.TextField(blank=True)  # what a frozen report says; its PDF is made from it alone
    mention = models.TextField(
        "mention apposée", blank=True, editable=False
    )  # as a stamp is: the fingerprint ignores it
    file = models.FileField(upload_to=random_name, blank=True, max_length=60)
    filename = models.CharField(max_length=150, blank=True)
    content_type = models.CharField(max_length=100, default="application/pdf")
    sha256 = models.CharField("empreinte", max_length=64)
    visibility = models.PositiveSmallIntegerField("lecture", choices=Visibility, default=Visibility.OFFICERS)
    at = models.DateTimeField("établi le", default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    never = [  # but for the names of people whose data were erased
        Never("rewritten", ("UPDATE",), FROZEN, REWRITTEN, ("html", "redacted_on", "mention", "title", "filename"))
    ]

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        constraints = [models.UniqueConstraint(fields=["program", "number"], name="one_document_per_number")]
        indexes = [models.Index(fields=["program", "-number"], name="documents_newest_first")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("journey:document", args=[self.public_id])

    @property
    def printed(self) -> str:
        """What is printed of a frozen document: its words, and what was stamped under them since."""
        head, colophon, tail = self.html.rpartition("</section>")
        if not (self.mention and colophon):
            return self.html
        return head + render_to_string("print/stamp.html", {"mention": self.mention}) + colophon + tail

    @property
    def possible_levels(self) -> list[Visibility]:
        """To whom it may be opened: a frozen report tells what the group may read, and goes no further.

        An edition of the final report is opened by its own acts, one kind of readers after the other.
        """
        if self.kind == self.Kind.EDITION:
            return []
        if self.kind == self.Kind.UPLOAD:
            return list(Visibility)
        return [Visibility.OFFICERS, Visibility.GROUP] if self.visibility <= Visibility.GROUP else []

    def redacted(self, fields, day) -> dict:
        """What else changes when an erasure rewrites the document: it says so itself, beside its fingerprint."""
        if "html" not in fields:
            return {}
        note = (
            f"(édition expurgée le {day:%d/%m/%Y}, à la demande d’une personne\u202f; empreinte de l’édition d’origine)"
        )
        return {"redacted_on": day, "html": fields["html"].replace(self.sha256, f"{self.sha256} {note}", 1)}
