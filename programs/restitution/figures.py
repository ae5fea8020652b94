"""The figures of a whole programme, read from all the rooms below and typed nowhere.

`read_figures` gives those that the report says first; `catalogue` all those that a text may cite, each with its name,
its words and its value.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import BigIntegerField, Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from dla_collectif.services.kept import Given, Kept
from programs.diagnosis.models import Response
from programs.journey.models import Participation, Program
from programs.journey.phases import count_of
from programs.meetings.models import Attendance, Meeting
from programs.workshops.models import Output, Workshop

from .models import Effect, Undertaking

Kind, Role, Status = Meeting.Kind, Participation.Role, Participation.Status
HEARD = Attendance.objects.filter(
    meeting__phase="consultation", meeting__state=Meeting.State.HELD, state=Attendance.State.PRESENT
)
SEATS = Participation.objects.filter(role=Role.ASSOCIATION)
HELD = Meeting.objects.held()


@dataclass(frozen=True)
class Figures:
    """Counts of a programme; an unknown is None, never 0."""

    spotted: int
    invited: int
    committed: int
    withdrawn: int
    consultants: int
    institutions: int
    preparatory: int
    workshops: int
    individual: int
    interviews: int
    half_days: int | None

    @property
    def funnel(self) -> list[tuple]:
        """Repérées → conviées → engagées, for the picture."""
        return [
            ("associations repérées", self.spotted),
            ("associations conviées", self.invited),
            ("associations engagées", self.committed),
        ]


@dataclass(frozen=True)
class Cited:
    """A figure that a text may cite: its name in braces, its words for one and for many, its value or None.

    A typed number is this figure when `noun` follows it, and `sign` is said of it; `bare`: the noun alone is enough.
    """

    name: str
    one: str
    many: str
    value: int | float | None
    group: str
    noun: str = ""
    sign: str = ""
    bare: bool = False
    workshop: int | None = field(default=None)

    @property
    def code(self) -> str:
        """What is written in the text."""
        return f"{{{self.name}}}"

    @property
    def shown(self) -> str:
        """Its value of today, as the report prints it."""
        return in_figures(self.value)

    def words(self, value) -> str:
        """What it counts, agreeing with `value`."""
        return self.one if value is not None and value < 2 else self.many


def in_figures(value) -> str:
    """« 15 », « 9,5 »; what nobody noted is said."""
    return "non renseigné" if value is None else f"{value:g}".replace(".", ",")


def over(rows, told, by="program") -> Subquery:
    """An aggregate of the `rows` of the programme at hand; null where there are none."""
    return Subquery(rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=told).values("n"))


def heard_of(role):
    """How many organisations of a role were heard."""
    rows = HEARD.filter(participation__role=role)
    return Coalesce(over(rows, Count("participation", distinct=True), "meeting__program"), 0)


def counted() -> dict:
    """Every count, as an expression on a programme."""
    return {
        "spotted": count_of(SEATS),
        "invited": count_of(SEATS.filter(invited_on__isnull=False)),
        "committed": count_of(SEATS.filter(status=Status.COMMITTED)),
        "withdrawn": count_of(SEATS.filter(status=Status.WITHDRAWN)),
        "consultants": heard_of(Role.CONSULTANT),
        "institutions": heard_of(Role.INSTITUTION),
        "preparatory": count_of(HELD.filter(kind=Kind.PREPARATORY)),
        "workshops": count_of(HELD.filter(kind=Kind.WORKSHOP)),
        "individual": count_of(HELD.filter(kind=Kind.INDIVIDUAL)),
        "interviews": count_of(HELD.filter(kind=Kind.INTERVIEW, phase="workshops")),
        "half_days": over(HELD.filter(half_days__gt=0), Sum("half_days")),
        "outputs": count_of(Output.objects.all()),
        "effects": count_of(Effect.objects.all()),
        "undertakings": count_of(Undertaking.objects.all()),
        "responses": count_of(Response.objects.sent(), "participation__program"),
    }


class Told:
    """Expressions on a programme, read in one statement whose words are kept."""

    MARK = "told_"  # a programme has fields and relations of the same names

    def __init__(self, expressions: Callable[[], dict]):
        self.expressions = expressions
        self.kept = Kept(self.rows)

    def rows(self):
        """The statement."""
        marked = {f"{self.MARK}{name}": each for name, each in self.expressions().items()}
        return Program.objects.filter(pk=Given("program", BigIntegerField())).annotate(**marked).values(*marked)

    def of(self, program) -> dict:
        """What they say of a programme, by their names."""
        return {name.removeprefix(self.MARK): told for name, told in self.kept.first(program=program.pk).items()}


COUNTS = Told(counted)


def figures_in(told) -> Figures:
    """The figures that the report says first, among counts."""
    return Figures(**{name: told[name] for name in Figures.__dataclass_fields__})


def read_figures(program) -> Figures:
    """The figures that the report says first; one statement."""
    return figures_in(COUNTS.of(program))


ASSOCIATIONS = r"(?:associations|structures)"
PROVIDER_DAYS = "(?:prestat|consult|intervention|accompagnement|réalis)"
# name, one, many, count, heading, noun, sign; a noun that says all has no sign
DECLARED = [
    ("associations engagées", "association engagée", "associations engagées", "committed", ASSOCIATIONS, "engag"),
    ("associations repérées", "association repérée", "associations repérées", "spotted", ASSOCIATIONS, "repér"),
    ("associations conviées", "association conviée", "associations conviées", "invited", ASSOCIATIONS, "convi|invit"),
    ("associations retirées", "association retirée", "associations retirées", "withdrawn", ASSOCIATIONS, "retir"),
    ("réponses", "réponse envoyée", "réponses envoyées", "responses", "réponses|questionnaires", ""),
    (
        "consultants rencontrés",
        "consultant rencontré",
        "consultants rencontrés",
        "consultants",
        "consultant[·.e]*s",
        "",
    ),
    ("institutions entendues", "institution entendue", "institutions entendues", "institutions", "institutions", ""),
    (
        "réunions préparatoires",
        "réunion préparatoire",
        "réunions préparatoires",
        "preparatory",
        "réunions préparatoires",
        "",
    ),
    ("ateliers tenus", "atelier tenu", "ateliers tenus", "workshops", "ateliers", ""),
    (
        "rencontres individuelles",
        "rencontre individuelle",
        "rencontres individuelles",
        "individual",
        "(?:rencontres|visites) individuelles|rendez-vous individuels",
        "",
    ),
    ("entretiens", "entretien mené", "entretiens menés", "interviews", "entretiens", ""),
    ("demi-journées", "demi-journée réalisée", "demi-journées réalisées", "half_days", "demi-journées", ""),
    ("jours réalisés", "jour réalisé", "jours réalisés", "days", "jours|journées", PROVIDER_DAYS),
    ("productions", "production", "productions", "outputs", "productions", ""),
    ("effets", "effet constaté", "effets constatés", "effects", "effets", ""),
    ("engagements", "engagement d’institution", "engagements d’institutions", "undertakings", "engagements", ""),
]
BARE = {"committed", "spotted", "invited"}  # « treize associations » may be these
HEADINGS = {"committed": "Les associations", "spotted": "Les associations", "invited": "Les associations"}
HEADINGS |= {"withdrawn": "Les associations", "responses": "Les associations"}
HEADINGS |= {"outputs": "Les résultats", "effects": "Les résultats", "undertakings": "Les résultats"}


def catalogue(program) -> list[Cited]:
    """Every figure that a text of this programme may cite, as it is today; two statements.

    Nothing noted is not a zero: a count that nothing was noted for is unknown. That nobody withdrew is known as soon
    as somebody was spotted; that nobody came to a workshop, as soon as its presences are noted.
    """
    told = COUNTS.of(program)
    told["days"] = told["half_days"] / 2 if told["half_days"] else None
    values = {name: value or None for name, value in told.items()}
    if told["spotted"]:
        values["withdrawn"] = told["withdrawn"]
    found = [
        Cited(name, one, many, values[key], HEADINGS.get(key, "Les rencontres"), noun, sign, key in BARE)
        for name, one, many, key, noun, sign in DECLARED
    ]
    return found + [presence(number, *noted) for number, *noted in presences(program)]


def presences(program):
    """Of each workshop held: its number, how many presences are noted, how many associations came; one statement."""
    noted = Count("meeting__attendances", filter=~Q(meeting__attendances__state=Attendance.State.EXPECTED))
    there = Q(meeting__attendances__state=Attendance.State.PRESENT)
    there &= Q(meeting__attendances__participation__role=Role.ASSOCIATION)
    came = Count("meeting__attendances__participation", filter=there, distinct=True)
    rows = Workshop.objects.filter(meeting__program=program, meeting__state=Meeting.State.HELD)
    rows = rows.annotate(noted=noted, came=came).order_by("number", "meeting__starts_at")
    return list({row[0]: row for row in rows.values_list("number", "noted", "came")}.values())


def presence(number, noted, came) -> Cited:
    """How many associations came to a workshop."""
    where = f"à l’atelier {number}"
    return Cited(
        f"présentes atelier {number}",
        f"association présente {where}",
        f"associations présentes {where}",
        came if noted else None,
        "Les rencontres",
        f"(?:{ASSOCIATIONS} )?(?:présentes|participantes)|{ASSOCIATIONS}",
        "présent|particip|réuni|rassembl",
        workshop=number,
    )
