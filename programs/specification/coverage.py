"""What was said and what the specification made of it: coverage both ways, and sources as each reader may see them."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.utils.text import Truncator

from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution

from .models import Citation, Objective, shared_by

Kind = Contribution.Kind
GROUPS = (  # of the form's checkboxes and of the coverage page
    (Kind.NEED, "Besoins des associations"),
    (Kind.EXPECTATION, "Attentes"),
    (Kind.ADVICE, "Orientations"),
    (Kind.WARNING, "Points de vigilance"),
)
NOUNS = {
    Kind.NEED: ("besoin", "besoins", "exprimé par le groupe", "exprimés par le groupe"),
    Kind.EXPECTATION: (
        "attente",
        "attentes",
        "recueillie pendant la préparation",
        "recueillies pendant la préparation",
    ),
    Kind.ADVICE: (
        "orientation",
        "orientations",
        "recueillie pendant la préparation",
        "recueillies pendant la préparation",
    ),
    Kind.WARNING: (
        "point de vigilance",
        "points de vigilance",
        "relevé pendant la préparation",
        "relevés pendant la préparation",
    ),
}
AUTHORS = {
    "association": ("d’une association", "d’associations"),
    "institution": ("d’une institution", "d’institutions"),
    "consultancy": ("d’un prestataire", "de prestataires"),
    "dla": ("d’un DLA", "de DLA"),
    "network": ("d’un réseau", "de réseaux"),
    "partner": ("d’un partenaire", "de partenaires"),
}


@dataclass
class Coverage:
    """Everything said in a programme, the objectives, and the citations between them: four statements."""

    said: list[Contribution]
    objectives: list[Objective]

    @cached_property
    def cited(self) -> list[Contribution]:
        """What at least one objective takes up."""
        return [row for row in self.said if row.taken_up]

    @cached_property
    def set_aside(self) -> list[Contribution]:
        """What no objective takes up, with its written reason."""
        return [row for row in self.said if not row.taken_up and hasattr(row, "set_aside")]

    @cached_property
    def loose(self) -> list[Contribution]:
        """What no objective takes up, without a word on why."""
        return [row for row in self.said if not row.taken_up and not hasattr(row, "set_aside")]

    @cached_property
    def unsourced(self) -> list[Objective]:
        """Objectives that cite nothing."""
        return [row for row in self.objectives if not row.said]

    @property
    def sentence(self) -> str:
        """« 28 contributions sur 29 reprises, 1 écartée avec son motif »."""
        return sentence(len(self.said), len(self.cited), len(self.set_aside))


def everything_said(program, objective=None) -> list[Contribution]:
    """What was said, by kind, the most shared first; `is_source` tells what `objective` cites."""
    rank = {kind: place for place, (kind, _title) in enumerate(GROUPS)}
    cites = Exists(Citation.objects.filter(contribution=OuterRef("pk"), objective=objective))
    rows = Contribution.objects.filter(program=program).select_related("organisation", "person", "set_aside")
    rows = rows.annotate(shared_by=shared_by(), is_source=cites)
    return sorted(rows, key=lambda row: (rank[row.kind], -row.shared_by, row.pk))


def read(program) -> Coverage:
    """The coverage of a programme: each contribution gets `taken_up` (objectives), each objective `said` (sources)."""
    said = everything_said(program)
    objectives = Objective.objects.filter(specification__program=program).select_related("specification")
    objectives = list(objectives.prefetch_related("deliverables", "citations"))
    by_id = {row.pk: row for row in said}
    for row in said:
        row.taken_up = []
    for objective in objectives:
        cited = {citation.contribution_id for citation in objective.citations.all()}
        objective.said = [row for row in said if row.pk in cited]
        objective.changed = [row for row in objective.said if row.edited_at > objective.edited_at]
        for key in cited:
            by_id[key].taken_up.append(objective)
    return Coverage(said, objectives)


def sentence(said: int, cited: int, set_aside: int) -> str:
    """How much of what was said is taken up, in words; empty while nothing was said."""
    if not said:
        return ""
    many = "s" if cited > 1 else ""
    parts = [f"{cited} contribution{many} sur {said} reprise{many}"]
    if set_aside:
        parts.append(
            f"{set_aside} écartée{'s' if set_aside > 1 else ''} avec {'leur' if set_aside > 1 else 'son'} motif"
        )
    loose = said - cited - set_aside
    if loose:
        parts.append(f"{loose} encore sans suite")
    return ", ".join(parts)


def title_from(rows) -> str:
    """A title to begin with, from what an objective takes up: to be rewritten by whoever writes it."""
    title = "\u202f; ".join(row.text.strip().rstrip(".") for row in rows)
    return Truncator(title).chars(Objective._meta.get_field("title").max_length)


def author_of(row: Contribution) -> str:
    """Who said it, as far as it may be printed: by name only with a yes, else what they are."""
    if row.quotable:
        return row.author
    return row.organisation.get_kind_display() if row.organisation else "le groupe"


def readable(rows, level: Visibility) -> list[Contribution]:
    """What readers of a level may read word for word."""
    return [row for row in rows if row.visibility >= level]


def counted(rows, *, named_from: Visibility | None = None) -> str:
    """Sources told without a word of them: « 3 besoins exprimés par le groupe, 1 attente d’une institution ».

    From the level `named_from` on, what their author is may be said; below it, and without it, only that they exist.
    """
    counts: dict[tuple, int] = {}
    for row in rows:
        may_name = named_from is not None and row.visibility >= named_from and row.organisation is not None
        key = (row.kind, row.organisation.kind if may_name else "")
        counts[key] = counts.get(key, 0) + 1
    order = [kind for kind, _title in GROUPS]
    return ", ".join(
        counted_one(kind, author, count)
        for (kind, author), count in sorted(counts.items(), key=lambda each: (order.index(each[0][0]), each[0][1]))
    )


def counted_one(kind: str, author: str, count: int) -> str:
    """« 2 attentes d’institutions »."""
    singular, plural, one_of_group, some_of_group = NOUNS[kind]
    singular_tail, plural_tail = AUTHORS.get(author, (one_of_group, some_of_group))
    tail = plural_tail if count > 1 else singular_tail
    return f"{count} {plural if count > 1 else singular} {tail}"
