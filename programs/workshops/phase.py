"""Workshops: what this room declares."""

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from dla_collectif.services import clock
from programs.journey.models import Participation
from programs.journey.phases import Ask, Given, Page, Phase, Reminder, Requirement, count_of
from programs.meetings.models import Attendance, Meeting

from .models import Adoption, Agreement, Charter, Output
from .prints import PRINTS
from .readings import read_report

Kind = Meeting.Kind
ADOPTION = Adoption.objects.filter(participation=OuterRef("pk"))
HERE = Meeting.objects.filter(phase="workshops")
GROUP = Participation.objects.committed()
MET = GROUP.filter(
    Exists(
        Attendance.objects.filter(
            participation=OuterRef("pk"), state=Attendance.State.PRESENT, meeting__kind=Kind.INDIVIDUAL
        )
    )
)


def of(part, whole):
    """« 12 sur 13 », once there is a whole."""
    return f"{part} sur {whole}" if whole else ""


def asks(seat, measures):
    """An association adopts the charter once it is offered."""
    if seat.status != Participation.Status.COMMITTED or not measures.offered_at:
        return []
    return [
        Ask(
            "Adopter la charte",
            seat.page("workshops:adopt"),
            "Le groupe l’a écrite ; chaque association dit si elle l’adopte, avec ses réserves s’il y en a.",
            button="Lire et adopter",
            done=measures.adopted,
            gesture="charte",
            since=timezone.localdate(measures.offered_at),
        )
    ]


def given(seat, measures):
    """The charter adopted."""
    if not measures.adopted_on:
        return []
    reservation = f"Réserve : {measures.reservation}" if measures.reservation else ""
    return [Given("Charte adoptée", measures.adopted_on, seat.page("workshops:adopt"), reservation)]


phase = Phase(
    __package__,
    title="Ateliers",
    aim="Conduire les rendez-vous, les ateliers et les entretiens, et recueillir ce qu’ils produisent.",
    measures={
        "agreed": Exists(Agreement.objects.filter(program=OuterRef("pk"))),
        "group": count_of(GROUP),
        "met": count_of(MET),
        "held": count_of(HERE.filter(kind=Kind.WORKSHOP).held()),
        "unfilled": count_of(HERE.filter(state=Meeting.State.PLANNED, ends_at__lt=clock.Now())),
        "outputs": count_of(Output.objects.all()),
        "has_charter": Exists(Charter.objects.filter(program=OuterRef("pk"))),
        "adoptions": count_of(Adoption.objects.all(), by="charter__program"),
    },
    seat_measures={
        "offered_at": Subquery(Charter.objects.filter(program=OuterRef("program_id")).values("offered_at")[:1]),
        "adopted": Exists(ADOPTION),
        "adopted_on": Subquery(ADOPTION.values("adopted_on")[:1]),
        "reservation": Subquery(ADOPTION.values("reservation")[:1]),
    },
    requirements=[
        Requirement(
            "Signer la convention avec le prestataire",
            lambda m: m.agreed,
            "workshops:agreement",
            why="Elle fixe les jours, le prix et les dates ; les compteurs en partent.",
        ),
        Requirement(
            "Rencontrer chaque association",
            lambda m: m.group and m.met >= m.group,
            "workshops:sessions",
            detail=lambda m: of(m.met, m.group),
        ),
        Requirement(
            "Tenir au moins un atelier",
            lambda m: m.held > 0,
            "workshops:sessions",
            hard=True,
            why="Une séance sans émargement ne compte pas comme tenue.",
        ),
        Requirement(
            "Noter les présences des séances passées",
            lambda m: m.unfilled == 0,
            "workshops:sessions",
            detail=lambda m: f"{m.unfilled} à noter" if m.unfilled else "",
        ),
        Requirement("Noter ce que les ateliers ont produit", lambda m: m.outputs > 0, "workshops:outputs"),
        Requirement(
            "Faire adopter la charte par chaque association",
            lambda m: not m.has_charter or m.adoptions >= m.group,
            "workshops:charter",
            detail=lambda m: of(m.adoptions, m.group) if m.has_charter else "",
        ),
    ],
    report=read_report,
    asks=asks,
    reminders=[Reminder("charte", "Adopter la charte")],
    given=given,
    takes=[Page("En faire un atelier", "workshops:workshop_new")],
    prints=PRINTS,
    pages=[
        Page("Convention", "workshops:agreement"),
        Page("Séances", "workshops:sessions"),
        Page("État des lieux", "workshops:baselines"),
        Page("Productions", "workshops:outputs"),
        Page("Charte", "workshops:charter"),
    ],
)
