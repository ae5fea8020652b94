"""The programme, who carries it, who takes part, and the documents it handed out."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from dla_collectif.accounts.models import Membership
from dla_collectif.directory.models import Affiliation, Organisation
from dla_collectif.directory.vocabulary import SECTORS, THEMES
from dla_collectif.services import clock
from dla_collectif.services.addresses import address_of
from dla_collectif.services.models import Public, Versioned
from dla_collectif.services.visibility import Visibility
from dla_collectif.teams.models import RuleSet

from . import phases
from .carrying import Carried, Carrier, CarrierRequest, name_carriers
from .documents import Document
from .funding import Funder
from .measuring import MeasuredQuerySet
from .readers import StandIn

__all__ = ["Carrier", "CarrierRequest", "Document", "Funder", "Participation", "Program", "name_carriers"]


def first_phase() -> str:
    """Where every walk begins."""
    return phases.keys()[0]


def within(rows, user, program):
    """`rows` of the one programme that a viewing is limited to; all of them for everybody else."""
    only = getattr(user, "only_program", None)
    return rows if only is None else rows.filter(**{program: only})


class ProgramQuerySet(MeasuredQuerySet):
    """Readings of programmes; every page starts from `visible_to`."""

    def visible_to(self, user):
        """The programmes that `user` may know of, each with what the visitor is in it; a `StandIn` knows its own."""
        if isinstance(user, StandIn):
            return user.programs(self)
        roles = Membership.objects.filter(user_id=user.pk)
        opened = Carrier.objects.filter(dla__in=roles.active().values("dla"))
        carried = Carrier.objects.filter(dla__in=roles.working().values("dla"))
        seats = Participation.objects.held_by(user)
        known = opened.order_by().values("program").union(seats.order_by().values("program"))
        return within(self.filter(pk__in=known), user, "pk").annotate(
            reader_carries=Exists(carried.filter(program=OuterRef("pk"))),
            reader_is_regional=Exists(opened.filter(program=OuterRef("pk"))),
            reader_level=Subquery(seats.filter(program=OuterRef("pk")).order_by("level").values("level")[:1]),
        )

    def carried_by(self, user):
        """Those that the visitor's DLA carry, the newest first: a desk."""
        return self.visible_to(user).filter(reader_carries=True).order_by("-opened_on", "-id")


class Program(Carried, Public, Versioned):
    """An accompagnement collectif, from scoping to restitution."""

    class State(models.TextChoices):
        """Whether the walk goes on."""

        UNDER_WAY = "under_way", "en cours"
        FINISHED = "finished", "terminé"
        STOPPED = "stopped", "arrêté"

    reference = models.SlugField("référence courte", max_length=60, unique=True)
    title = models.CharField("intitulé", max_length=200)
    theme = models.CharField("thème", max_length=20, blank=True)
    sector = models.CharField("secteur", max_length=20, blank=True)
    territory = models.CharField("territoire", max_length=200, blank=True)
    phase = models.CharField("étape en cours", max_length=40, default=first_phase, editable=False)
    state = models.CharField("état", max_length=12, choices=State, default=State.UNDER_WAY, editable=False)
    opened_on = models.DateField("ouvert le", default=clock.today)
    rules = models.ForeignKey(
        RuleSet, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="règles"
    )
    ended_on = models.DateField("terminé le", null=True, blank=True, editable=False)
    stop_reason = models.TextField("motif de l’arrêt", blank=True, editable=False)
    demonstration = models.BooleanField("démonstration", default=False, editable=False)

    # How a report tells the programme: what the group may read, whole; the final report sets them for its readers.
    told_level = Visibility.GROUP
    told_whole = True  # with its long tables
    told_finally = False  # in the final report, which does not say what is missing
    told_annexes = frozenset()  # what the final report tells in an annex

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = "accompagnement collectif"
        indexes = [models.Index(fields=["-opened_on", "-id"], name="programs_newest_first")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("journey:program", self.public_id)

    @property
    def journal_scope(self) -> str:
        """The chain of the journal that this programme's acts are written in."""
        return self.public_id

    def is_carried_by(self, user) -> bool:
        """Whether the visitor works in one of the DLA that carry it (read along by `visible_to`)."""
        return bool(self.reader_carries)

    def has_seat_for(self, user) -> bool:
        """Whether the visitor's organisation takes part (read along by `visible_to`)."""
        return self.reader_level is not None

    def is_read_from_afar_by(self, user) -> bool:
        """Whether a carrying DLA opens it to the visitor's regional reading (read along by `visible_to`)."""
        return bool(self.reader_is_regional)

    @property
    def reading_level(self) -> int:
        """From which level the visitor may read; a regional reader reads as the institutions do, being among them."""
        if self.reader_carries:
            return Visibility.OFFICERS
        afar = Visibility.INSTITUTIONS if self.reader_is_regional else Visibility.PUBLIC
        return afar if self.reader_level is None else min(self.reader_level, afar)

    @property
    def told_to_group(self) -> bool:
        """Whether what is told may hold what the group alone reads."""
        return self.told_level <= Visibility.GROUP

    @property
    def told_to_institutions(self) -> bool:
        """Whether what is told may hold what institutions read, and not everybody."""
        return self.told_level <= Visibility.INSTITUTIONS

    @property
    def is_under_way(self) -> bool:
        """Neither finished nor stopped."""
        return self.state == self.State.UNDER_WAY

    def get_theme_display(self):
        """The theme in French."""
        return THEMES.get(self.theme, "")

    def get_sector_display(self):
        """The sector in French."""
        return SECTORS.get(self.sector, "")

    @property
    def rule_set(self) -> RuleSet:
        """The rules of the day it was opened; the house's figures where the DLA had written none."""
        return self.rules or RuleSet()


class ParticipationQuerySet(MeasuredQuerySet):
    """Readings of who takes part."""

    MEASURES = "seat_measures"

    def held_by(self, user):
        """The seats that a person may sit in: those of the organisations they speak for today.

        Whom a person speaks for is the word of the organisation or of a DLA that carries the programme: what another
        DLA notes opens nothing here.
        """
        if isinstance(user, StandIn):
            return user.seats(self)
        spoken_for = Affiliation.objects.current().filter(person_id=user.person_id)
        hosts = Carrier.objects.filter(program=OuterRef(OuterRef("program"))).values("dla__organisation")
        trusted = spoken_for.by_word_of(hosts).filter(organisation=OuterRef("organisation"))
        held = self.filter(
            Exists(trusted), organisation__in=spoken_for.values("organisation"), status__in=Participation.SEATED
        )
        return within(held, user, "program")

    def associations(self):
        """The associations of the programme, whatever their status."""
        return self.filter(role=Participation.Role.ASSOCIATION)

    def committed(self):
        """The associations that committed and did not withdraw: the group."""
        return self.associations().filter(status=Participation.Status.COMMITTED)

    def invited(self):
        """The associations that were invited, committed or not since."""
        return self.associations().filter(invited_on__isnull=False)


class Participation(Public):
    """An organisation takes part in a programme, in a role; an association goes from spotted to committed."""

    class Role(models.TextChoices):
        """What an organisation is in this programme."""

        ASSOCIATION = "association", "association"
        CONSULTANT = "consultant", "prestataire"
        INSTITUTION = "institution", "institution"
        PARTNER = "partner", "partenaire"

    class Status(models.TextChoices):
        """The funnel; « conviée » is as far as consultants, institutions and partners go."""

        SPOTTED = "spotted", "repérée"
        INVITED = "invited", "conviée"
        COMMITTED = "committed", "engagée"
        WITHDRAWN = "withdrawn", "retirée"

    SEATED = (Status.INVITED, Status.COMMITTED)
    LEVELS = {
        Role.ASSOCIATION: Visibility.GROUP,
        Role.PARTNER: Visibility.GROUP,
        Role.INSTITUTION: Visibility.INSTITUTIONS,
        Role.CONSULTANT: Visibility.PUBLIC,
    }

    program = models.ForeignKey(Program, models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="participations", verbose_name="organisme"
    )
    role = models.CharField("qualité", max_length=20, choices=Role, default=Role.ASSOCIATION)
    status = models.CharField("situation", max_length=20, choices=Status, default=Status.SPOTTED)
    level = models.PositiveSmallIntegerField("lecture", choices=Visibility, editable=False)
    source = models.CharField("repérée par", max_length=200, blank=True)
    spotted_on = models.DateField("repérée le", default=clock.today)
    invited_on = models.DateField("conviée le", null=True, blank=True)
    committed_on = models.DateField("engagée le", null=True, blank=True)
    withdrawn_on = models.DateField("retirée le", null=True, blank=True)
    reason = models.TextField("motif", blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "participation"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "organisation", "role"],
                name="one_seat_each",
                violation_error_message="Cet organisme prend déjà part à l’accompagnement.",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(reason=""),
                name="withdrawal_has_a_reason",
                violation_error_message="Dites en une phrase pourquoi l’association se retire.",
            ),
        ]
        indexes = [models.Index(fields=["program", "role", "status"], name="participations_by_status")]

    def __str__(self):
        return str(self.organisation)

    def page(self, url_name) -> str:
        """The address of a page of its programme as this seat opens it: `?pour=` says for whom."""
        return f"{address_of(url_name, self.program.public_id)}?pour={self.public_id}"

    @property
    def part_url(self) -> str:
        """The page of what it said, gave and signed."""
        return self.page("journey:our_part")

    def save(self, *args, **kwargs):
        if self.level is None:
            self.level = self.LEVELS[self.role]
        super().save(*args, **kwargs)
