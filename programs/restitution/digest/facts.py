"""What the sheet and the summary say of a programme, read from all its rooms: counts, names and days, no sentence.

Whatever there is one of is read in one statement, with the figures; who took part in another; then the lists.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, Subquery, When
from django.utils.timezone import localdate

from associations.models import PastSupport, SupportRequest
from programs.diagnosis.models import SharedEdition
from programs.journey.models import Participation
from programs.journey.phases import count_of
from programs.meetings.models import Attendance, Meeting
from programs.selection.models import Ballot, Proposal, SealedContent
from programs.specification.models import Citation
from programs.workshops.models import Adoption, Output

from ..figures import HEARD, HELD, Figures, Told, counted, figures_in, over
from ..models import Effect, FollowUp, Undertaking

Kind, Role = Meeting.Kind, Participation.Role
PRESENT = Attendance.objects.filter(meeting__state=Meeting.State.HELD, state=Attendance.State.PRESENT)
INTERVIEWED = PRESENT.filter(meeting__phase="workshops", meeting__kind=Kind.INTERVIEW)
FIRST_EFFECTS = [Effect.Kind.NETWORK, Effect.Kind.VISIBILITY]  # what a collective support is first asked for
FIRST = Case(When(kind__in=FIRST_EFFECTS, then=0), default=1)
CARRIED = "dla__carried__program"
GROUP = "association__organisation__participations"
SOURCES = (Role.CONSULTANT, Role.INSTITUTION, Role.ASSOCIATION)  # in the order in which they are heard


@dataclass
class Consultation:
    """How the provider was chosen, as everybody may know it."""

    asked: int = 0
    known: int = 0  # of those asked, heard while the programme was prepared
    heard: int = 0  # of those asked, heard by the group
    scoring: int = 0  # associations that gave marks
    chosen: str = ""
    team: str = ""
    decided_on: date | None = None


@dataclass
class News:
    """What became of the group, the last time that somebody asked."""

    months: int
    still_meets: str
    how_often: str


@dataclass
class Story:
    """The facts of a programme, in the order in which they happened; what is unknown is empty."""

    figures: Figures
    carriers: list[str]
    partners: list[str]
    territory: str
    origin: str = ""
    supported: int = 0  # associations that a carrying DLA had supported one by one
    supported_years: tuple[int, int] | None = None
    requests: int = 0
    consultants: list[str] = field(default_factory=list)
    led_supports: bool = False  # those consultants are the ones who had led them
    institutions: list[str] = field(default_factory=list)
    shared: bool = False
    sources: list[str] = field(default_factory=list)  # of the specification: roles
    consultation: Consultation = field(default_factory=Consultation)
    provider: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    interviewed: list[str] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    adoptions: int = 0
    restitution_on: date | None = None
    restitution_associations: int = 0
    restitution_institutions: int = 0
    undertaken: int = 0
    kept: int = 0  # of those undertakings, done by now
    news: News | None = None
    undertakings: Iterable[Undertaking] = ()  # these two: asked for by the papers alone
    effects: Iterable[Effect] = ()


def of_past(rows, told):
    """An aggregate of what the DLA that carry a programme noted of its associations, before."""
    return over(rows.filter(**{f"{GROUP}__program": OuterRef("pk"), f"{GROUP}__role": Role.ASSOCIATION}), told, CARRIED)


def cited_from(role):
    """The words of a role that objectives cite; who said a need of the diagnosis without a seat is an association."""
    cited = Citation.objects.filter(objective__specification__program=OuterRef("pk"))
    seats = Participation.objects.filter(
        program=OuterRef("objective__specification__program"), organisation=OuterRef("contribution__organisation")
    )
    seated = Exists(seats.filter(role=role))
    if role != Role.ASSOCIATION:
        return cited.filter(seated)
    return cited.filter(seated | Q(~Exists(seats), contribution__phase="diagnosis"))


def consultation_facts() -> dict:
    """Of the providers asked: how many, how many the group heard; who was chosen."""
    asked = Proposal.objects.filter(invited_at__isnull=False)
    heard = PRESENT.filter(participation__proposal__in=asked, meeting=F("participation__proposal__call__hearing"))
    opened = SealedContent.objects.opened().filter(proposal=OuterRef("call__choice__proposal"))
    return {
        "sent_at": F("call__sent_at"),
        "asked": count_of(asked, "call__program"),
        "known": count_of(asked.filter(heard_before=True), "call__program"),
        "heard": over(heard, Count("participation", distinct=True), "participation__proposal__call__program"),
        "scoring": count_of(Ballot.objects.filter(abstains=False), "call__program"),
        "chosen": F("call__choice__proposal__participation__organisation__name"),
        "decided_on": F("call__choice__decided_on"),
        "team": Subquery(opened.values("team")),
    }


def restitution_facts() -> dict:
    """The last restitution held, and how many came."""
    later = HELD.filter(
        kind=Kind.RESTITUTION, program=OuterRef("meeting__program"), starts_at__gt=OuterRef("meeting__starts_at")
    )
    there = PRESENT.filter(~Exists(later), meeting__kind=Kind.RESTITUTION)
    came = {
        role: over(there.filter(participation__role=role), Count("participation", distinct=True), "meeting__program")
        for role in (Role.ASSOCIATION, Role.INSTITUTION)
    }
    return {
        "restitution_at": over(HELD.filter(kind=Kind.RESTITUTION), Max("starts_at")),
        "restitution_associations": came[Role.ASSOCIATION],
        "restitution_institutions": came[Role.INSTITUTION],
    }


def facts() -> dict:
    """The figures and whatever else there is one of, as expressions on a programme."""
    worked = HELD.filter(phase="workshops")
    news = FollowUp.objects.filter(program=OuterRef("pk")).order_by("-months")
    return {
        **counted(),
        "origin": F("scoping_note__origin"),
        "supported": of_past(PastSupport.objects, Count("association", distinct=True)),
        "first_support": of_past(PastSupport.objects, Min("year")),
        "last_support": of_past(PastSupport.objects, Max("year")),
        "requests": of_past(SupportRequest.objects, Count("pk")),
        "shared": Exists(SharedEdition.objects.validated().filter(program=OuterRef("pk"))),
        **{f"cites_{role}": Exists(cited_from(role)) for role in SOURCES},
        **consultation_facts(),
        "provider": F("agreement__participation__organisation__name"),
        "starts_on": F("agreement__starts_on"),
        "ends_on": F("agreement__ends_on"),
        "first_meeting": over(worked, Min("starts_at")),
        "last_meeting": over(worked, Max("starts_at")),
        "adoptions": count_of(Adoption.objects, "charter__program"),
        **restitution_facts(),
        "kept": count_of(Undertaking.objects.filter(done_on__isnull=False)),
        **{name: Subquery(news.values(name)[:1]) for name in ("months", "still_meets", "how_often")},
    }


FACTS = Told(facts)


def read_story(program) -> Story:
    """The facts of a programme; the same four statements whatever its size."""
    told, seats = FACTS.of(program), seats_of(program)
    consultants = [seat for seat in seats if seat.role == Role.CONSULTANT and seat.heard]
    return Story(
        figures=figures_in(told),
        carriers=program.carrier_names,
        partners=[str(seat) for seat in seats if seat.role == Role.PARTNER],
        territory=program.territory,
        origin=told["origin"] or "",
        supported=told["supported"] or 0,
        supported_years=(told["first_support"], told["last_support"]) if told["supported"] else None,
        requests=told["requests"] or 0,
        consultants=sorted(map(str, consultants)),
        led_supports=bool(consultants) and all(seat.led for seat in consultants),
        institutions=sorted(str(seat) for seat in seats if seat.role == Role.INSTITUTION and seat.heard),
        shared=told["shared"],
        sources=[role for role in SOURCES if told[f"cites_{role}"]],
        consultation=consultation_of(told),
        provider=told["provider"] or "",
        **days_of_work(told),
        interviewed=sorted(str(seat) for seat in seats if seat.role == Role.INSTITUTION and seat.interviewed),
        outputs=list(Output.objects.filter(program=program)),
        adoptions=told["adoptions"],
        restitution_on=localdate(told["restitution_at"]) if told["restitution_at"] else None,
        restitution_associations=told["restitution_associations"] or 0,
        restitution_institutions=told["restitution_institutions"] or 0,
        undertaken=told["undertakings"],
        kept=told["kept"],
        news=News(told["months"], told["still_meets"], told["how_often"]) if told["months"] else None,
        undertakings=Undertaking.objects.filter(program=program).select_related("participation__organisation"),
        effects=Effect.objects.filter(program=program).order_by(FIRST, "observed_on", "id"),
    )


def seats_of(program) -> list[Participation]:
    """Who took part besides the associations, each with `heard`, `interviewed`, `led`; in the order they came."""
    came = {"meeting__program": program, "participation": OuterRef("pk")}
    group = program.participations.associations().values("organisation")
    supports = PastSupport.objects.filter(dla__carried__program=program, association__organisation__in=group)
    seats = program.participations.exclude(role=Role.ASSOCIATION).select_related("organisation").order_by("id")
    return list(
        seats.annotate(
            heard=Exists(HEARD.filter(**came)),
            interviewed=Exists(INTERVIEWED.filter(**came)),
            led=Exists(supports.filter(consultancy=OuterRef("organisation"))),
        )
    )


def consultation_of(told) -> Consultation:
    """How the provider was chosen, once providers were asked."""
    if told["sent_at"] is None:
        return Consultation()
    return Consultation(
        asked=told["asked"],
        known=told["known"],
        heard=told["heard"] or 0,
        scoring=told["scoring"],
        chosen=told["chosen"] or "",
        team=told["team"] or "",
        decided_on=told["decided_on"],
    )


def days_of_work(told) -> dict:
    """When the work began and ended: as the agreement says, else from the meetings held."""
    if told["provider"]:
        return {"starts_on": told["starts_on"], "ends_on": told["ends_on"]}
    if told["first_meeting"]:
        return {"starts_on": localdate(told["first_meeting"]), "ends_on": localdate(told["last_meeting"])}
    return {}
