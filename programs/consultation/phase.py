"""Concertation des partenaires: what this room declares."""

from itertools import groupby

from django.db.models import Max, OuterRef, Subquery

from dla_collectif.services.templatetags.house import short_day
from programs.contributions.models import Contribution
from programs.journey import phases
from programs.journey.models import Participation
from programs.journey.phases import Page, Phase, Requirement
from programs.journey.rules import rule
from programs.meetings.models import Meeting

from .hearings import PHASE, counted, heard, hearings, organisations_of
from .models import CommitteeOpinion, Hearing
from .prints import PRINTS

Role = Participation.Role
PARTNERS = (Role.INSTITUTION, Role.PARTNER)
TITLES = {
    Contribution.Kind.NEED: "Besoins",
    Contribution.Kind.EXPECTATION: "Attentes",
    Contribution.Kind.ADVICE: "Orientations",
    Contribution.Kind.WARNING: "Points de vigilance",
}
ORDER = list(TITLES)
OPINIONS = CommitteeOpinion.objects.filter(program=OuterRef("pk")).order_by()


def who_was_heard(m) -> str:
    """« 3 consultants, 4 institutions »."""
    told = [counted(n, noun) for n, noun in ((m.consultants, "consultant"), (m.partners, "institution")) if n]
    wished = f", {m.minimum_heard} au moins" if 1 < m.minimum_heard > m.consultants + m.partners else ""
    return (", ".join(told) or "personne pour l’instant") + wished


def report(program) -> dict:
    """Who was heard and how, what they said as far as its readers may read it, and the committee's opinion."""
    rows = list(hearings(program))
    held = [row for row in rows if row.state == Meeting.State.HELD]
    said = Contribution.objects.filter(program=program, phase=PHASE).at_level(program.told_level)
    said = sorted(said.select_related("organisation", "person"), key=lambda row: (ORDER.index(row.kind), row.pk))
    return {
        "kinds": kinds_told(program, held),
        "consultant_count": how_many(held, {Role.CONSULTANT}),
        "institution_count": how_many(held, set(PARTNERS)),
        "planned_count": len(rows) - len(held),
        "said": [(TITLES[kind], list(group)) for kind, group in groupby(said, lambda row: row.kind)],
        "opinions": opinions_told(program),
        "told_level": program.told_level,
    }


def kinds_told(program, held) -> list[tuple]:
    """The hearings by kind, each with who was heard; nothing for everybody, consultants named to the group alone.

    A consultant heard here may have bid later, and who bid is the group's own matter.
    """
    if not program.told_to_institutions:
        return []
    kinds = [(Meeting.Kind(kind).label, of_kind(held, kind, program.told_to_group)) for kind in Hearing.KINDS]
    return [(label, rows) for label, rows in kinds if rows]


def of_kind(held, kind, named) -> list:
    """The hearings of a kind, each with who was heard."""
    rows = [row for row in held if row.kind == kind]
    if named:
        return [(row, organisations_of(row)) for row in rows]
    return [(row, others_of(row)) for row in rows]


def others_of(row) -> list[str]:
    """Who was heard at a meeting, consultants counted instead of named."""
    there = [line for line in row.listed if line.state == "present"]
    names = [str(line.participation.organisation) for line in there if line.participation.role != Role.CONSULTANT]
    count = how_many([row], {Role.CONSULTANT})
    return list(dict.fromkeys(names)) + ([counted(count, "consultant")] if count else [])


def opinions_told(program) -> list:
    """The committee's opinions; the group alone is told that there is one it may not read."""
    rows = program.committee_opinions.all()
    return [row for row in rows if program.told_to_group or row.visibility >= program.told_level]


def how_many(held, roles) -> int:
    """How many different organisations of these roles were heard."""
    lines = [line for row in held for line in row.listed if line.state == "present"]
    return len({line.participation_id for line in lines if line.participation.role in roles})


phase = Phase(
    __package__,
    title="Concertation des partenaires",
    aim="Entendre les consultants qui connaissent les associations et les attentes des institutions.",
    requirements=[
        Requirement(
            "Entendre des consultants et des partenaires",
            lambda m: m.consultants + m.partners >= m.minimum_heard,
            "consultation:hearings",
            why="Ceux qui ont déjà accompagné ces associations, et ceux qui les financent, voient ce qu’elles taisent.",
            detail=who_was_heard,
        ),
        Requirement(
            "Noter ce qui a été dit",
            lambda m: m.said,
            "consultation:hearings",
            why="Chaque attente et chaque conseil pourra être cité par le cahier des charges.",
            detail=lambda m: counted(m.said, "contribution") if m.said else "",
        ),
        Requirement(
            "Noter l’avis du comité d’appui",
            lambda m: m.opinion_on,
            "consultation:opinions",
            why="Le comité donne son avis avant que le cahier des charges soit envoyé.",
            detail=lambda m: f"rendu le {short_day(m.opinion_on)}" if m.opinion_on else "",
        ),
    ],
    measures={
        "consultants": phases.count_of(heard(Role.CONSULTANT)),
        "partners": phases.count_of(heard(*PARTNERS)),
        "said": phases.count_of(Contribution.objects.filter(phase=PHASE)),
        "minimum_heard": rule("minimum_heard"),
        "opinion_on": Subquery(OPINIONS.values("program").annotate(last=Max("given_on")).values("last")),
    },
    report=report,
    prints=PRINTS,
    pages=[Page("Entretiens", "consultation:hearings"), Page("Avis du comité d’appui", "consultation:opinions")],
)
