"""Meetings of every kind: when and where, who was there, what was said and decided."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from dla_collectif.directory.models import Affiliation, Organisation, Person
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.models import Public, Versioned
from dla_collectif.services.visibility import Visibility
from programs.journey.models import Carrier, Participation, Program

NOON = time(13)  # where the morning ends on a sign-in sheet


def speaking_for(organisations, program):
    """Who speaks for these organisations today, by their own word or that of the DLA that carry the programme.

    Their affiliations, each person once for an organisation (two DLA may have noted the same one), in the order they
    were noted.
    """
    hosts = Carrier.objects.filter(program=program).values("dla__organisation")
    rows = Affiliation.objects.filter(organisation__in=organisations).current().by_word_of(hosts)
    first = rows.order_by().values("person", "organisation").annotate(first=Min("pk"))
    return Affiliation.objects.filter(pk__in=first.values("first")).order_by("pk")


def people_reached(organisations, program) -> dict[int, list[Person]]:
    """Those who speak for each organisation today and can be written to: {organisation pk: people}."""
    found = {}
    rows = speaking_for(organisations, program).exclude(person__email="").select_related("person")
    for row in rows.order_by("id"):
        found.setdefault(row.organisation_id, []).append(row.person)
    return found


class MeetingQuerySet(models.QuerySet):
    """Readings of meetings."""

    def visible_to(self, program, user):
        """Those the visitor may know of: the DLA all of them, the others those to which they are expected."""
        if program.is_carried_by(user):
            return self.filter(program=program)
        seats = Participation.objects.held_by(user).filter(program=program)
        return self.filter(program=program, attendances__participation__in=seats).distinct()

    def held(self):
        """Those that took place."""
        return self.filter(state=Meeting.State.HELD)

    def of_kind(self, *kinds):
        """Those of some kinds."""
        return self.filter(kind__in=kinds)

    def with_turnout(self):
        """With how many organisations are expected (`expected_count`) and how many came (`present_count`)."""
        lines = Attendance.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
        count = lines.annotate(n=Count("participation", distinct=True)).values("n")
        present = Subquery(count.filter(state=Attendance.State.PRESENT))
        return self.annotate(expected_count=Coalesce(Subquery(count), 0), present_count=Coalesce(present, 0))


class Meeting(Public, Versioned):
    """A meeting of a programme, in one of its phases."""

    class Kind(models.TextChoices):
        """What a meeting is for."""

        CONSULTANTS = "consultants", "réunion avec les consultants"
        INTERVIEW = "interview", "entretien avec un partenaire"
        COMMITTEE = "committee", "comité d’appui"
        PREPARATORY = "preparatory", "réunion préparatoire"
        WORKING = "working", "séance de travail"
        HEARING = "hearing", "audition des prestataires"
        KICKOFF = "kickoff", "réunion de lancement"
        INDIVIDUAL = "individual", "rendez-vous individuel"
        WORKSHOP = "workshop", "atelier collectif"
        STEERING = "steering", "comité de pilotage"
        RESTITUTION = "restitution", "restitution"

    class State(models.TextChoices):
        """Whether it took place."""

        PLANNED = "planned", "prévue"
        HELD = "held", "tenue"
        CANCELLED = "cancelled", "annulée"

    program = models.ForeignKey(Program, models.CASCADE, related_name="meetings")
    phase = models.CharField(max_length=40)
    kind = models.CharField("nature", max_length=20, choices=Kind)
    title = models.CharField("objet", max_length=200)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    place = models.CharField("lieu", max_length=200, blank=True)
    online = models.URLField("lien de visioconférence", blank=True)
    agenda = models.TextField("ordre du jour", blank=True)
    half_days = models.PositiveSmallIntegerField("demi-journées du prestataire", default=0)
    state = models.CharField("état", max_length=10, choices=State, default=State.PLANNED)
    cancel_reason = models.CharField("motif de l’annulation", max_length=300, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)  # of the calendar file
    invited_on = models.DateField("invitations envoyées le", null=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_its_start",
                violation_error_message="La fin doit suivre le début.",
            )
        ]
        indexes = [models.Index(fields=["program", "phase", "starts_at"], name="meetings_by_phase")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.path(self.program)

    def path(self, program, page="meeting") -> str:
        """The address of the meeting's page, or of another of its pages, in its programme."""
        return reverse(f"meetings:{page}", args=[program.public_id, self.public_id])

    @property
    def day(self):
        """The day it is on, in Paris."""
        return timezone.localdate(self.starts_at)

    @property
    def start(self):
        """The hour it starts at, in Paris."""
        return timezone.localtime(self.starts_at).time()

    @property
    def end(self):
        """The hour it ends at, in Paris."""
        return timezone.localtime(self.ends_at).time()

    @property
    def halves(self) -> list[str]:
        """The half-days it takes: signed once each."""
        return [half for half, is_taken in (("matin", self.start < NOON), ("après-midi", self.end > NOON)) if is_taken]

    @property
    def is_to_come(self) -> bool:
        """Planned, and not begun."""
        return self.state == self.State.PLANNED and self.starts_at > clock.now()

    @property
    def turnout(self) -> str:
        """« 11 présentes sur 13 », « 2 excusées sur 13 » before the day: organisations, not people."""
        seen = set(self.attendances.values_list("participation_id", "state"))
        present = {seat for seat, state in seen if state == Attendance.State.PRESENT}
        excused = {seat for seat, state in seen if state == Attendance.State.EXCUSED}
        word, count = ("excusée", len(excused)) if excused and not present else ("présente", len(present))
        return f"{count} {word}{'s' if count > 1 else ''} sur {len({seat for seat, _ in seen})}"

    def minutes_for(self, program) -> "Minutes | None":
        """Its minutes, if the visitor of `program` (found by `Program.visible_to`) may read them."""
        minutes = getattr(self, "minutes", None)
        return minutes if minutes is not None and minutes.visibility >= program.reading_level else None

    def expected_people(self) -> list[Person]:
        """Whom a mail about it goes to: the person named, else who speaks for the organisation; each address once."""
        lines = self.attendances.filter(participation__status__in=Participation.SEATED)
        unnamed = lines.filter(person__isnull=True).values("participation__organisation")
        people = Person.objects.filter(
            Q(pk__in=lines.values("person")) | Q(pk__in=speaking_for(unnamed, self.program).values("person"))
        ).exclude(email="")
        return list({person.email.lower(): person for person in people.order_by("-id")}.values())[::-1]

    def organisations_of(self, people) -> dict[int, list[str]]:
        """In the name of which expected organisations these people are written to: {person pk: names}."""
        expected = self.attendances.filter(participation__status__in=Participation.SEATED)
        named = expected.filter(person__in=people).values_list("person_id", "participation__organisation__name")
        unnamed = expected.filter(person__isnull=True).values("participation__organisation")
        spoken = (
            speaking_for(unnamed, self.program).filter(person__in=people).values_list("person_id", "organisation__name")
        )
        found = {}
        for pk, name in dict.fromkeys([*named, *spoken]):
            found.setdefault(pk, []).append(name)
        return found

    def expected_organisations(self) -> list[str]:
        """The names of those expected that did not withdraw."""
        lines = self.attendances.filter(participation__status__in=Participation.SEATED)
        names = lines.values_list("participation__organisation__name", flat=True)
        return list(names.order_by("participation__organisation__name").distinct())

    def invitation_key(self, person) -> str:
        """What makes a person's invitation unique in the outbox."""
        return f"meeting:{self.public_id}:{person.pk}"

    def not_yet_invited(self) -> list[Person]:
        """Those of them to whom no invitation was sent."""
        people = self.expected_people()
        keys = [self.invitation_key(person) for person in people]
        sent = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
        return [person for person in people if self.invitation_key(person) not in sent]


class AttendanceQuerySet(models.QuerySet):
    """Readings of who is expected and who came."""

    def listed(self):
        """The lines of a list, with the organisations, the people named and their functions, in one statement."""
        speaks = Affiliation.objects.filter(
            person=OuterRef("person"), organisation=OuterRef("participation__organisation")
        )
        rows = self.annotate(function=Coalesce(Subquery(speaks.values("function")[:1]), Value("")))
        rows = rows.select_related("participation__organisation", "person")
        return rows.order_by("participation__role", "participation__organisation__name", "id")

    def readable_by(self, program, user):
        """All of them for the DLA and the group; the others see no list, only their own line."""
        if program.reading_level <= Visibility.GROUP:
            return self
        return self.filter(participation__in=Participation.objects.held_by(user).filter(program=program))


class Attendance(models.Model):
    """One organisation's seat at a meeting, by one of its people; present if one of them is."""

    class State(models.TextChoices):
        """What became of an expected person."""

        EXPECTED = "expected", "attendue"
        PRESENT = "present", "présente"
        EXCUSED = "excused", "excusée"
        ABSENT = "absent", "absente"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("présence", max_length=10, choices=State, default=State.EXPECTED)
    noted_at = models.DateTimeField("noté le", null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "présence"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "participation", "person"],
                name="one_attendance_each",
                violation_error_message="Cette personne est déjà sur la liste.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "participation"],
                condition=Q(person__isnull=True),
                name="one_unnamed_attendance_each",
                violation_error_message="Cet organisme est déjà sur la liste.",
            ),
        ]

    def __str__(self):
        return f"{self.participation} : {self.get_state_display()}"


class Minutes(Versioned):
    """What was said at a meeting, and who may read it."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes")
    text = models.TextField("compte rendu")
    visibility = models.PositiveSmallIntegerField("lecture", choices=Visibility, default=Visibility.OFFICERS)

    class Meta:
        verbose_name = "compte rendu"

    def __str__(self):
        return f"Compte rendu : {self.meeting}"


class Decision(models.Model):
    """A decision, or something to do: what, who, when."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    text = models.CharField("décision", max_length=500)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="qui s’en charge"
    )
    due_on = models.DateField("pour le", null=True, blank=True)
    done_on = models.DateField("fait le", null=True, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "décision"

    def __str__(self):
        return self.text
