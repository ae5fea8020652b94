"""An officer looks at a programme as somebody else reads it: for half an hour, and it is told."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from dla_collectif.accounts.models import User
from dla_collectif.services import clock
from dla_collectif.services.kept import Given, Kept
from dla_collectif.services.models import Public
from dla_collectif.services.visibility import Visibility
from programs.journey.models import Participation, Program
from programs.journey.readers import StandIn

LIFE = timedelta(minutes=30)
LEVELS = {  # those that can be looked from, as the page names their readers
    Visibility.GROUP: "le groupe",
    Visibility.INSTITUTIONS: "les institutions",
    Visibility.PUBLIC: "tout le monde",
}
# Whoever is looked as: never one of a team.
known = Kept(
    lambda: User.objects.with_roles().filter(pk=Given("user", models.BigIntegerField()), memberships__isnull=True)
)


def half_an_hour_from_now() -> datetime:
    """When a viewing that begins now ends by itself."""
    return clock.now() + LIFE


class ViewingQuerySet(models.QuerySet):
    """Readings of viewings."""

    def alive(self):
        """Those that were not ended, by their viewer or by time."""
        return self.filter(ended_at=None, until__gt=clock.now())

    def left_open(self):
        """Those that time ended, and nobody noted."""
        return self.filter(ended_at=None, until__lte=clock.now())


class Viewing(Public):
    """« Voir comme »: a person with the organisation she speaks for, an organisation's seat alone, or a level."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="viewings")
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seen = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    seat = models.ForeignKey(Participation, models.CASCADE, null=True, related_name="+")
    level = models.PositiveSmallIntegerField("niveau", choices=Visibility, null=True)
    began_at = models.DateTimeField("commencé le", default=clock.now)
    until = models.DateTimeField("jusqu’au", default=half_an_hour_from_now)
    ended_at = models.DateTimeField("terminé le", null=True)

    objects = ViewingQuerySet.as_manager()

    class Meta:
        verbose_name = "consultation d’un espace"
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__isnull=False, level__isnull=True) | Q(seat__isnull=True, seen__isnull=True),
                name="viewing_of_a_seat_or_of_a_level",
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=False) | Q(level__isnull=False), name="viewing_is_of_somebody"
            ),
        ]

    def __str__(self):
        return self.whom

    @property
    def whom(self) -> str:
        """As whom: « Denis Petit (Ciné-Club des Lilas) », « DRAC », « les institutions »."""
        if self.seen:
            return f"{self.seen} ({self.seat.organisation})"
        return str(self.seat.organisation) if self.seat else LEVELS[self.level]

    @property
    def is_alive(self) -> bool:
        """Whether it still shows anything."""
        return self.ended_at is None and clock.now() < self.until

    def reader(self):
        """Who reads, limited to this programme; None when there is nobody to read as any more."""
        if self.seat and self.seat.status not in Participation.SEATED:
            return None
        if self.seat and not self.seen:
            return StandIn(str(self.seat.organisation), self.program_id, self.seat.level, self.seat_id)
        if not self.seen:
            return StandIn(LEVELS[self.level].capitalize(), self.program_id, self.level)
        user = known.first(user=self.seen_id)
        if user is None or not user.may_enter:
            return None
        user.only_program = self.program_id
        return user
