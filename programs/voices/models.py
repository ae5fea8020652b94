"""What a text proposed to the group and an association's word on it have in common, whichever room they belong to."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef

from dla_collectif.directory.models import Person
from dla_collectif.services import clock
from dla_collectif.services.models import Public, Versioned
from dla_collectif.services.refusals import Refusal
from programs.journey.models import Participation
from programs.meetings.models import Meeting

WORDS = "Dites avec vos mots ce que vous voulez voir changer : on vous répondra."


def several(count, one, many) -> str:
    """« une remarque », « 2 remarques », or nothing."""
    return {0: "", 1: one}.get(count, f"{count} {many}")


def silent(count) -> str:
    """How many said nothing, in a line about those who did; nothing for none."""
    return several(max(count, 0), "une ne s’est pas prononcée", "ne se sont pas prononcées")


class GroupTextQuerySet(models.QuerySet):
    """Readings of the texts of one kind."""

    def of(self, program):
        """Those of a programme, the newest first."""
        return self.filter(program=program).order_by("-number")

    def proposed(self):
        """Those that the group reads."""
        return self.all()

    def talked_about(self):
        """Of each programme, the one proposed last: associations are asked about it."""
        proposed = self.model.objects.proposed()
        later = proposed.filter(program=OuterRef("program"), number__gt=OuterRef("number"))
        return self.proposed().filter(~Exists(later))

    def open_in(self, program):
        """The one that may be talked about, locked until the end of the request. Raises Refusal."""
        text = self.of(program).proposed().select_for_update().first()
        if text is None:
            raise Refusal("Rien n’est encore proposé au groupe.")
        text.program = program
        text.refuse_decided()
        return text


class GroupText(Public, Versioned):
    """A text as it was on one day, numbered and frozen, that the group talks about and then makes its own.

    Its voices (`Voice`) are its `voices`. A room says who is asked, where they answer, and the day of the decision.
    """

    ASKED: tuple[str, ...]  # the statuses of the associations that are asked
    NOT_ASKED: str  # what the others are told, after their name
    PAGE: str  # where an association gives its word
    named: str  # « l’édition 2 du rapport »
    decided_on: date | None  # the day when the group made it its own

    announced_on = models.DateField("annoncée le", null=True, blank=True)
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = GroupTextQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def closed(self) -> str:
        """What is told to whoever comes after the decision."""
        return f"Le groupe s’est prononcé : {self.named} ne change plus, ni ce qui en a été dit."

    def refuse_decided(self) -> None:
        """Nobody changes what was said once it was decided. Raises Refusal."""
        if self.decided_on is not None:
            raise Refusal(self.closed)

    @classmethod
    def group_of(cls, program):
        """The associations that are asked in a programme, in the order of names."""
        seats = Participation.objects.associations().filter(program=program, status__in=cls.ASKED)
        return seats.select_related("organisation").order_by("organisation__name", "id")

    def to_ask(self) -> list[Participation]:
        """Those that have not said anything."""
        return list(self.group_of(self.program_id).exclude(pk__in=self.voices.values("participation")))

    def voice_of(self, seat) -> "Voice":
        """What an association said, or a new row to say it."""
        found = self.voices.select_related("person").filter(participation=seat).first()
        return found or self.voices.model(edition=self, participation=seat)


class VoiceQuerySet(models.QuerySet):
    """Readings of what associations said of texts of one kind."""

    def demanding(self):
        """Those that call for an answer."""
        return self.filter(stance__in=self.model.DEMANDING)

    def unanswered(self):
        """Those that have none yet, on the text talked about, of associations that are still asked."""
        texts = self.model._meta.get_field("edition").related_model
        rows = self.demanding().filter(outcome="", edition__in=texts.objects.talked_about().values("pk"))
        return rows.filter(participation__status__in=texts.ASKED)


class Voice(Public, Versioned):
    """What one association says of a text, by whom, and what it was answered.

    A room adds the text (`edition`), the association (`participation`), and the words of `stance`, `origin`, `outcome`.
    """

    DEMANDING: tuple[str, ...]  # the stances that come with words and call for an answer

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dit par")
    words = models.TextField("en vos mots", blank=True)
    said_at = models.DateTimeField("le", default=clock.now)
    answer = models.TextField("réponse", blank=True)
    answered_at = models.DateTimeField("répondu le", null=True)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.participation} : {self.get_stance_display()}"

    @property
    def is_demanding(self) -> bool:
        """Whether it calls for an answer."""
        return self.stance in self.DEMANDING

    @property
    def awaits(self) -> bool:
        """Whether that answer is still to come."""
        return self.is_demanding and not self.outcome
