"""Cahier des charges: what this room declares."""

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from programs.consultation.models import CommitteeOpinion
from programs.contributions.models import Contribution
from programs.journey.phases import Page, Phase, Requirement, count_of
from programs.journey.rules import rule

from . import coverage
from .models import Article, Citation, Criterion, Objective, Specification, shared_by
from .prints import PRINTS

TEXTS = len(Specification.FRAMING)
CITED = Exists(Citation.objects.filter(contribution=OuterRef("pk")))
written = sum((Case(When(**{name: ""}, then=0), default=1) for name in Specification.FRAMING), Value(0))
own = Specification.objects.filter(program=OuterRef("pk"))
weights = Criterion.objects.filter(specification__program=OuterRef("pk")).order_by().values("specification")
opinions = CommitteeOpinion.objects.filter(program=OuterRef("pk"))
in_time = Q(program__specification__frozen_at__isnull=True) | Q(
    given_on__lte=F("program__specification__frozen_at__date")
)


def counted(number, one, many, none="") -> str:
    """« 1 besoin sans suite ni motif », « 3 besoins sans suite ni motif »; `none` for nothing."""
    if not number:
        return none
    return f"{number} {many if number > 1 else one}"


def report(program) -> dict:
    """What the summary shows; what the group may not read is counted, never quoted. Four statements at most."""
    said = Contribution.objects.all()
    figures = {
        "said": count_of(said, outer="program_id"),
        "cited": count_of(said.filter(CITED), outer="program_id"),
        "put_aside": count_of(said.filter(~CITED, set_aside__isnull=False), outer="program_id"),
    }
    row = Specification.objects.filter(program=program).select_related("document").annotate(**figures).first()
    if row is None:
        return {"specification": None}
    criteria = list(row.criteria.all())
    return {
        "specification": row,
        "objectives": reported_objectives(row, program.told_level),
        "criteria": criteria,
        "bars": [(criterion.label, criterion.weight) for criterion in criteria],
        "points": sum(criterion.weight for criterion in criteria),
        "coverage": coverage.sentence(row.said, row.cited, row.put_aside),
    }


def reported_objectives(row, level) -> list[dict]:
    """Each objective with its deliverables and its sources, as the readers of a level may read them."""
    objectives: dict[int, dict] = {}
    lines = row.objectives.order_by("number", "pk", "deliverables__number", "deliverables__pk")
    for pk, number, title, text, label in lines.values_list("pk", "number", "title", "text", "deliverables__label"):
        found = objectives.setdefault(
            pk, {"number": number, "title": title, "text": text, "deliverables": [], "said": []}
        )
        if label:
            found["deliverables"].append(label)
    cited = Citation.objects.filter(objective__specification=row).annotate(shared_by=shared_by("contribution_id"))
    for citation in cited.select_related("contribution__organisation", "contribution__person").order_by("pk"):
        citation.contribution.shared_by = citation.shared_by
        objectives[citation.objective_id]["said"].append(citation.contribution)
    for objective in objectives.values():
        said = objective.pop("said")
        readable = coverage.readable(said, level)
        objective["sources"] = [(source, coverage.author_of(source)) for source in readable]
        objective["unquoted"] = coverage.counted([source for source in said if source not in readable])
    return list(objectives.values())


phase = Phase(
    __package__,
    title="Cahier des charges",
    aim="Écrire ce que le groupe attend, pourquoi, et comment les propositions seront jugées.",
    measures={
        "texts": Coalesce(Subquery(own.annotate(written=written).values("written")[:1]), 0),
        "objectives": count_of(Objective.objects.all(), by="specification__program"),
        "unsourced": count_of(Objective.objects.unsourced(), by="specification__program"),
        "articles": count_of(Article.objects.all(), by="specification__program"),
        "needs": count_of(Contribution.objects.needs()),
        "loose_needs": count_of(Contribution.objects.needs().filter(~CITED, set_aside__isnull=True)),
        "points": Coalesce(Subquery(weights.annotate(total=Sum("weight")).values("total")), 0),
        "declared": Coalesce(Subquery(own.values("weights_total")[:1]), rule("scoring_total")),
        "opinions": Exists(opinions.filter(in_time)),
        "frozen": Exists(own.filter(frozen_at__isnull=False)),
    },
    requirements=[
        Requirement(
            "Écrire les textes du cahier des charges",
            lambda m: m.texts == TEXTS,
            "specification:specification",
            why="Rappel du diagnostic, raison d’être du collectif, démarche, pilotage, calendrier\u00a0: ce que le "
            "prestataire lit d’abord.",
            detail=lambda m: f"{counted(m.texts, 'texte', 'textes', 'aucun texte')} sur {TEXTS}",
        ),
        Requirement(
            "Relier chaque objectif à ce qui a été dit",
            lambda m: m.objectives >= 1 and m.unsourced == 0,
            "specification:objectives",
            why="Chaque objectif dit de quel besoin, de quelle attente ou de quelle orientation il vient.",
            detail=lambda m: (
                counted(m.unsourced, "objectif sans source", "objectifs sans source")
                or counted(m.objectives, "objectif", "objectifs", "aucun objectif")
            ),
        ),
        Requirement(
            "Donner une suite ou un motif à chaque besoin",
            lambda m: m.needs >= 1 and m.loose_needs == 0,
            "specification:coverage",
            why="Un besoin que rien ne reprend est écarté avec son motif, jamais en silence.",
            detail=lambda m: (
                counted(m.loose_needs, "besoin sans suite ni motif", "besoins sans suite ni motif")
                or ("" if m.needs else "aucun besoin noté")
            ),
        ),
        Requirement(
            "Répartir les points entre les critères",
            lambda m: m.points == m.declared,
            "specification:criteria",
            hard=True,
            why="Les critères et leur poids sont annoncés d’avance et ne changent plus.",
            detail=lambda m: f"{m.points} points sur {m.declared}",
        ),
        Requirement(
            "Recueillir l’avis du comité d’appui avant l’envoi",
            lambda m: m.opinions,
            "consultation:opinions",
            why="L’avis est consultatif, mais il se donne avant que le cahier des charges parte.",
        ),
        Requirement(
            "Figer le cahier des charges",
            lambda m: m.frozen,
            "specification:freeze",
            hard=True,
            why="Figé, il est numéroté, signé d’une empreinte et lu par le groupe\u00a0; c’est lui qui sera envoyé.",
        ),
    ],
    report=report,
    takes=[Page("En faire un objectif", "specification:add_objective")],
    prints=PRINTS,
    pages=[
        Page("Textes et jours", "specification:specification"),
        Page("Objectifs", "specification:objectives"),
        Page("Articles", "specification:articles"),
        Page("Critères", "specification:criteria"),
        Page("Couverture", "specification:coverage"),
        Page("Figer et envoyer", "specification:freeze"),
    ],
)
