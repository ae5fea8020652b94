"""What is stored of reminders: those that left, who gets none, and the days that were gone through."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dla_collectif.directory.models import Person
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from programs.journey.models import Participation, Program


class Reminded(models.Model):
    """A person was reminded of a gesture of a seat, by a message that may hold several."""

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="reminders")
    gesture = models.CharField("geste", max_length=40)
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    on = models.DateField("relancée le", default=clock.today)

    class Meta:
        verbose_name = "relance"
        constraints = [
            models.UniqueConstraint(fields=["message", "participation", "gesture"], name="one_line_per_gesture")
        ]
        indexes = [models.Index(fields=["participation", "gesture"], name="reminded_by_gesture")]

    def __str__(self):
        return f"{self.person}, {self.gesture}"


class SilenceQuerySet(models.QuerySet):
    """Readings of the switches."""

    def of_program(self, program):
        """The switch of a whole programme, if it is off."""
        return self.filter(program=program, person=None)

    def of_person(self, person):
        """The switch that somebody turned off for themselves, everywhere."""
        return self.filter(program=None, person=person)


class Silence(models.Model):
    """No reminders: for a whole programme, for one person in it, or everywhere for a person who wants none."""

    program = models.ForeignKey(Program, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField("depuis le", default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SilenceQuerySet.as_manager()

    class Meta:
        verbose_name = "arrêt des rappels"
        constraints = [
            models.UniqueConstraint(fields=["program", "person"], name="one_switch_per_person_and_program"),
            models.UniqueConstraint(fields=["program"], condition=Q(person=None), name="one_switch_per_program"),
            models.UniqueConstraint(fields=["person"], condition=Q(program=None), name="one_switch_per_person"),
            models.CheckConstraint(
                condition=Q(program__isnull=False) | Q(person__isnull=False), name="switch_is_of_something"
            ),
        ]

    def __str__(self):
        return f"{self.program or 'partout'}, {self.person or 'tous'}"


class Round(models.Model):
    """A day on which everybody was looked at: the work is done once a day."""

    day = models.DateField(unique=True)
    at = models.DateTimeField(default=clock.now)
    mails = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.day:%Y-%m-%d}"
