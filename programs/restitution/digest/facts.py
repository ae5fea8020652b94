"""What the sheet and the summary say of a programme, read from all its rooms: counts, names and days, no sentence."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, Min, Q

from associations.models import PastSupport, SupportRequest
from programs.diagnosis.models import SharedEdition
from programs.journey.models import Carrier, Participation
from programs.meetings.models import Attendance, Meeting
from programs.scoping.models import ScopingNote
from programs.selection.models import Ballot, Call, Choice, Proposal, SealedContent
from programs.specification.models import Citation, Objective
from programs.workshops.models import Adoption, Agreement, Output

from ..figures import HEARD, Figures, read_figures
from ..models import Effect, FollowUp, Undertaking

Kind, Role = Meeting.Kind, Participation.Role
PRESENT = Attendance.objects.filter(meeting__state=Meeting.State.HELD, state=Attendance.State.PRESENT)
FIRST_EFFECTS = [Effect.Kind.NETWORK, Effect.Kind.VISIBILITY]  # what a collective support is first asked for


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
    undertakings: list[Undertaking] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    news: FollowUp | None = None


def read_story(program) -> Story:
    """The facts of a programme; the same statements whatever its size."""
    note = ScopingNote.objects.filter(program=program).first()
    partners = program.participations.filter(role=Role.PARTNER).order_by("id")
    story = Story(
        figures=read_figures(program),
        carriers=program.carrier_names,
        partners=list(partners.values_list("organisation__name", flat=True)),
        territory=program.territory,
        origin=note.origin if note else "",
        consultants=present(program, HEARD, Role.CONSULTANT),
        institutions=present(program, HEARD, Role.INSTITUTION),
        shared=SharedEdition.objects.cited(program) is not None,
        sources=sources_of(program),
        consultation=consultation_of(program),
        interviewed=present(program, PRESENT.filter(meeting__kind=Kind.INTERVIEW), Role.INSTITUTION, "workshops"),
        outputs=list(Output.objects.filter(program=program)),
        adoptions=Adoption.objects.filter(charter__program=program).count(),
        undertakings=list(Undertaking.objects.filter(program=program).select_related("participation__organisation")),
        effects=sorted(Effect.objects.filter(program=program), key=lambda row: row.kind not in FIRST_EFFECTS),
        news=FollowUp.objects.filter(program=program).order_by("-months").first(),
    )
    read_past(story, program)
    read_work(story, program)
    read_restitution(story, program)
    return story


def present(program, rows, role, phase="consultation") -> list[str]:
    """The organisations of a role that came to some meetings of a phase, in alphabetical order."""
    rows = rows.filter(meeting__program=program, meeting__phase=phase, participation__role=role)
    return sorted(set(rows.values_list("participation__organisation__name", flat=True)))


def read_past(story, program) -> None:
    """What the carrying DLA had done with these associations one by one, before."""
    teams = Carrier.objects.filter(program=program).values("dla")
    group = program.participations.associations().values("organisation")
    supports = PastSupport.objects.filter(association__organisation__in=group, dla__in=teams)
    told = supports.aggregate(n=Count("association", distinct=True), first=Min("year"), last=Max("year"))
    story.supported = told["n"]
    story.supported_years = (told["first"], told["last"]) if told["n"] else None
    requests = SupportRequest.objects.filter(association__organisation__in=group, dla__in=teams)
    story.requests = requests.count()
    led = set(supports.exclude(consultancy=None).values_list("consultancy__name", flat=True))
    story.led_supports = bool(story.consultants) and set(story.consultants) <= led


def sources_of(program) -> list[str]:
    """From whom the words come that the objectives cite: roles, in the order in which they were heard."""
    if not Objective.objects.filter(specification__program=program).exists():
        return []
    cited = Citation.objects.filter(objective__specification__program=program)
    seats = dict(program.participations.values_list("organisation", "role"))
    rows = cited.order_by().values_list("contribution__organisation", "contribution__phase").distinct()
    found = {seats.get(who, Role.ASSOCIATION if phase == "diagnosis" else "") for who, phase in rows}
    return [role for role in (Role.CONSULTANT, Role.INSTITUTION, Role.ASSOCIATION) if role in found]


def consultation_of(program) -> Consultation:
    """Of the providers asked: how many, how many the group heard; who was chosen."""
    call = Call.objects.filter(program=program, sent_at__isnull=False).first()
    if call is None:
        return Consultation()
    asked = Proposal.objects.filter(call=call, invited_at__isnull=False)
    heard = PRESENT.filter(meeting=call.hearing_id, participation__proposal__in=asked)
    told = Consultation(
        **asked.aggregate(asked=Count("pk"), known=Count("pk", filter=Q(heard_before=True))),
        heard=heard.values("participation").distinct().count() if call.hearing_id else 0,
        scoring=Ballot.objects.filter(call=call, abstains=False).count(),
    )
    choice = Choice.objects.filter(call=call).select_related("proposal__participation__organisation").first()
    if choice:
        told.chosen, told.decided_on = str(choice.proposal), choice.decided_on
        team = SealedContent.objects.opened().filter(proposal=choice.proposal_id).values_list("team", flat=True)
        told.team = team.first() or ""
    return told


def read_work(story, program) -> None:
    """Who led the work and when: as the agreement says, else from the meetings held."""
    agreement = Agreement.objects.filter(program=program).select_related("participation__organisation").first()
    if agreement:
        story.provider = str(agreement.participation)
        story.starts_on, story.ends_on = agreement.starts_on, agreement.ends_on
        return
    held = Meeting.objects.filter(program=program, phase="workshops").held().order_by("starts_at")
    days = [row.day for row in held.only("starts_at")]
    if days:
        story.starts_on, story.ends_on = days[0], days[-1]


def read_restitution(story, program) -> None:
    """The last restitution held, and how many came."""
    events = Meeting.objects.filter(program=program, kind=Kind.RESTITUTION).held()
    event = events.order_by("-starts_at").first()
    if event is None:
        return
    counts = Attendance.objects.filter(meeting=event, state=Attendance.State.PRESENT).aggregate(
        associations=Count("participation", distinct=True, filter=Q(participation__role=Role.ASSOCIATION)),
        institutions=Count("participation", distinct=True, filter=Q(participation__role=Role.INSTITUTION)),
    )
    story.restitution_on = event.day
    story.restitution_associations = counts["associations"]
    story.restitution_institutions = counts["institutions"]
