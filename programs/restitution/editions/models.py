"""The editions of the report: what was handed out, to whom, what the group said of it, and how it was approved."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, FilteredRelation, Q, Value, When
from django.urls import reverse

from dla_collectif.services import clock
from dla_collectif.services.templatetags.house import day, plural
from dla_collectif.services.triggers import Never
from dla_collectif.services.visibility import Visibility
from programs.journey.models import Document, Participation, Program
from programs.voices.models import GroupText, GroupTextQuerySet, Voice, VoiceQuerySet, several, silent

FROZEN = "Une édition du rapport ne change plus, ni son approbation : faites une autre édition."
REWRITTEN = (
    "OLD.number <> NEW.number OR (OLD.changes <> NEW.changes AND NEW.changes <> '') "
    "OR (OLD.approved_on IS NOT NULL AND (NEW.approved_on IS NULL OR OLD.approved_on <> NEW.approved_on "
    "OR OLD.approval <> NEW.approval OR OLD.approving <> NEW.approving OR OLD.remarks <> NEW.remarks))"
)


class ReportEditionQuerySet(GroupTextQuerySet):
    """Readings of editions."""

    def proposed(self):
        """Those that the group reads."""
        return self.filter(proposed_on__isnull=False)

    def approved(self):
        """Those that the group approved."""
        return self.filter(approved_on__isnull=False)

    def next_one(self, program) -> tuple[int, list]:
        """The number of the edition to make, and the changes promised on the one talked about; one statement.

        A change has `organisation`, `chapter` and `words`.
        """
        promised = FilteredRelation("voices", condition=Q(voices__outcome=ReportVoice.Outcome.CHANGED))
        rows = self.of(program).annotate(change=promised, organisation=F("change__participation__organisation__name"))
        rows = rows.annotate(chapter=F("change__chapter"), words=F("change__words"))
        rows = rows.order_by("-number", "organisation", "change__pk")
        rows = list(rows.values_list("number", "proposed_on", "organisation", "chapter", "words", named=True))
        talked_about = next((row.number for row in rows if row.proposed_on), None)
        changes = [row for row in rows if row.number == talked_about and row.organisation]
        return (rows[0].number + 1 if rows else 1), changes


class ReportEdition(GroupText):
    """The report as it was on one day: frozen, numbered; then proposed to the group, approved, opened."""

    class Approval(models.TextChoices):
        """How it came to be approved."""

        MEETING = "meeting", "en réunion"
        VOICES = "voices", "par les avis donnés"
        OVERRIDE = "override", "par le DLA, en passant outre"

    ASKED = (Participation.Status.COMMITTED,)
    NOT_ASKED = "n’est pas engagée dans l’accompagnement."
    PAGE = "restitution:our_voice"

    program = models.ForeignKey(Program, models.CASCADE, related_name="report_editions")
    number = models.PositiveSmallIntegerField("édition")
    changes = models.CharField("ce qui change", max_length=300, blank=True)
    figures = models.JSONField("chiffres de ce jour-là", default=list)
    made_at = models.DateTimeField("figée le", default=clock.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    proposed_on = models.DateField("proposée au groupe le", null=True, blank=True)
    closes_on = models.DateField("avis attendus jusqu’au", null=True, blank=True)
    approved_on = models.DateField("approuvée le", null=True, blank=True)
    approval = models.CharField("approuvée", max_length=10, choices=Approval, blank=True)
    reason = models.TextField("motif", blank=True)
    asked = models.PositiveSmallIntegerField("associations engagées", null=True)  # these: counted on that day
    approving = models.PositiveSmallIntegerField("approuvent", null=True)
    remarks = models.PositiveSmallIntegerField("remarques", null=True)
    against = models.PositiveSmallIntegerField("demandent un changement", null=True)
    answered = models.PositiveSmallIntegerField("remarques et demandes répondues", null=True)
    opened_on = models.DateField("ouverte aux institutions le", null=True, blank=True)
    told_on = models.DateField("annoncée aux institutions le", null=True, blank=True)

    never = [Never("rewritten", ("UPDATE",), FROZEN, REWRITTEN, ("changes", "reason", "figures"))]

    objects = ReportEditionQuerySet.as_manager()

    class Meta:
        verbose_name = "édition du rapport"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"],
                name="one_report_edition_per_number",
                violation_error_message="Cette édition vient d’être faite par quelqu’un d’autre.",
            ),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(approved_on__isnull=False),
                name="report_approved_before_it_is_opened",
                violation_error_message="Le groupe approuve une édition avant que les institutions la lisent.",
            ),
            models.CheckConstraint(
                condition=~Q(approval="override") | ~Q(reason=""),
                name="report_override_has_a_reason",
                violation_error_message="Dites en une phrase pourquoi vous passez outre.",
            ),
        ]

    def __str__(self):
        return f"Édition {self.number}"

    def get_absolute_url(self):
        return reverse("restitution:edition", args=[self.program.public_id, self.number])

    @property
    def named(self) -> str:
        """« l’édition 2 du rapport »."""
        return f"l’édition {self.number} du rapport"

    @property
    def decided_on(self):
        """The day when the group approved it; None before."""
        return self.approved_on

    @property
    def state(self) -> str:
        """Where it stands, in French."""
        if self.opened_on:
            return f"ouverte aux institutions le {day(self.opened_on)}"
        if self.approved_on:
            whom = "le DLA, en passant outre," if self.approval == self.Approval.OVERRIDE else "le groupe"
            return f"approuvée par {whom} le {day(self.approved_on)}"
        if self.proposed_on:
            return f"proposée au groupe le {day(self.proposed_on)}"
        return "figée, lue par le DLA seul"

    @property
    def line(self) -> str:
        """« approuvée par 11 associations sur 13, le …, en réunion ; une remarque, répondue »: printed on it."""
        if self.approved_on is None:
            return "pas encore approuvée par le groupe"
        by_group = f"{self.approving} association{plural(self.approving)} sur {self.asked}"
        over = self.approval == self.Approval.OVERRIDE
        parts = [f"approuvée par {'le DLA' if over else by_group}", f"le {day(self.approved_on)}"]
        if self.approval == self.Approval.MEETING:
            parts.append(f"en réunion ({self.meeting})" if self.meeting else "en réunion")
        told = [several(self.remarks, "une remarque", "remarques"), several(self.against, *CHANGES)]
        told = [each for each in told if each]
        if told:
            told.append(answered(self.remarks + self.against, self.answered))
        if over:
            agreed = f"{by_group} {'l’a' if self.approving == 1 else 'l’ont'} approuvée"
            told.insert(0, agreed if self.approving else "aucune association ne l’a approuvée")
        told.append(silent(self.asked - self.approving - self.against))
        told = [each for each in told if each]
        line = ", ".join(parts)
        line = f"{line} ; {', '.join(told)}" if told else line
        if over:
            line = f"{line}. Le DLA a passé outre : {self.reason}"
        return line.rstrip(".")


CHANGES = ("une demande de changement", "demandes de changement")


def answered(count, replies) -> str:
    """« répondue », « toutes répondues », « 2 répondues sur 3 », « sans réponse »."""
    if not replies:
        return "sans réponse"
    if replies == count:
        return "répondue" if count == 1 else "toutes répondues"
    return f"{replies} répondue{plural(replies)} sur {count}"


class RenditionQuerySet(models.QuerySet):
    """Readings of renditions."""

    def of(self, program, *, whole: int):
        """Those of every edition, with their documents; the frozen words of one edition alone, its number `whole`."""
        words = Case(
            When(edition__number=whole, then="document__html"), default=Value(""), output_field=models.TextField()
        )
        rows = self.filter(edition__program=program).select_related("edition__meeting", "document")
        return rows.defer("document__html").annotate(words=words)

    def visible_to(self, program):
        """Those that the visitor of `program` (found by `Program.visible_to`) may read, as its documents are."""
        shown = Document.objects.visible_to(program)
        return self.filter(edition__program=program, document__in=shown.order_by().values("pk"))


class Rendition(models.Model):
    """An edition as one kind of readers reads it; the words are those of its frozen document."""

    SLUGS = {Visibility.GROUP: "groupe", Visibility.INSTITUTIONS: "institutions", Visibility.PUBLIC: "public"}
    LABELS = {
        Visibility.GROUP: "pour le groupe",
        Visibility.INSTITUTIONS: "pour les institutions",
        Visibility.PUBLIC: "pour le public",
    }

    edition = models.ForeignKey(ReportEdition, models.CASCADE, related_name="renditions")
    readers = models.PositiveSmallIntegerField("faite pour", choices=Visibility)
    document = models.OneToOneField(Document, models.CASCADE, related_name="rendition")

    objects = RenditionQuerySet.as_manager()

    class Meta:
        verbose_name = "exemplaire d’une édition"
        ordering = ["readers"]
        constraints = [models.UniqueConstraint(fields=["edition", "readers"], name="one_rendition_for_each_readers")]

    def __str__(self):
        return f"{self.edition}, {self.label}"

    @property
    def label(self) -> str:
        """« pour le groupe »."""
        return self.LABELS[self.readers]

    @property
    def slug(self) -> str:
        """Its readers' word in addresses."""
        return self.SLUGS[self.readers]

    @property
    def url(self) -> str:
        """Where it is read on the screen."""
        return reverse(
            "restitution:read_edition", args=[self.edition.program.public_id, self.edition.number, self.slug]
        )


class ReportVoiceQuerySet(VoiceQuerySet):
    """Readings of what associations said of an edition."""

    def unanswered(self):
        """As for every text; but once an edition is approved, nobody answers any more."""
        return super().unanswered().filter(edition__approved_on=None)


class ReportVoice(Voice):
    """What one association says of an edition, by whom, about which chapter, and what it was answered."""

    class Stance(models.TextChoices):
        """The three answers."""

        YES = "yes", "nous approuvons"
        REMARK = "remark", "nous approuvons, avec une remarque"
        CHANGE = "change", "nous demandons un changement"

    class Origin(models.TextChoices):
        """How it was said."""

        ONLINE = "online", "en ligne"
        PHONE = "phone", "par téléphone"
        MEETING = "meeting", "en réunion"
        PAPER = "paper", "sur papier"

    class Outcome(models.TextChoices):
        """What an answer decides."""

        CHANGED = "changed", "le rapport change"
        KEPT = "kept", "le rapport reste"

    APPROVING = (Stance.YES, Stance.REMARK)
    DEMANDING = (Stance.REMARK, Stance.CHANGE)

    edition = models.ForeignKey(ReportEdition, models.CASCADE, related_name="voices")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="report_voices")
    stance = models.CharField("avis", max_length=10, choices=Stance)
    chapter = models.CharField("chapitre", max_length=200, blank=True)
    origin = models.CharField("dit", max_length=10, choices=Origin, default=Origin.ONLINE)
    outcome = models.CharField("décision", max_length=10, choices=Outcome, blank=True)

    objects = ReportVoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "avis sur le rapport"
        constraints = [
            models.UniqueConstraint(fields=["edition", "participation"], name="one_report_voice_each"),
            models.CheckConstraint(
                condition=Q(stance="yes") | ~Q(words=""),
                name="report_remark_has_words",
                violation_error_message="Dites avec vos mots ce que vous voulez voir changer.",
            ),
        ]
