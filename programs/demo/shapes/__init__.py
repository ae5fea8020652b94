"""Four programmes of invented people, whose only use is to be printed: none is like the stories, all of them happen.

`build("arret")` makes one in seconds, always at the same days: what is one of a kind goes through the rooms' own
actions, what comes by dozens (seats, answers, presences) is written as rows, as in `demo.bench`.
"""

from dataclasses import dataclass

from django.db import transaction

from programs.journey.models import Program

from ..cast import sign_in_link


@dataclass(frozen=True)
class Shape:
    """What makes a programme unlike the others. `count`: the associations spotted."""

    key: str
    title: str
    territory: str = ""
    count: int = 2
    carriers: int = 1
    partners: int = 0
    objectives: int = 4
    workshops: int = 3
    stops: bool = False  # after its diagnosis
    bare: bool = False  # nothing optional is filled in
    long: bool = False  # long names, long texts, long tables


SHAPES = {
    shape.key: shape
    for shape in (
        Shape("arret", "Ressourceries\u00a0: tenir après l’élan", "Vallée de l’Osse", count=6, partners=1, stops=True),
        Shape("deux", "Deux fanfares, un local", "Pont-des-Deux-Rives", count=2, carriers=2, partners=1),
        Shape(
            "quatre-vingts",
            "Sport, insertion et éducation populaire dans les quartiers et les villages\u00a0: se connaître, "
            "mutualiser les emplois et parler d’une seule voix aux collectivités",
            "Les cinq départements de la région, des métropoles aux communes rurales les plus éloignées",
            count=80,
            carriers=5,
            partners=4,
            objectives=25,
            workshops=30,
            long=True,
        ),
        Shape("minimal", "Accompagnement sans rien de plus", bare=True, objectives=1, workshops=1),
    )
}


def build(name: str) -> Program:
    """The programme of a shape, walked as far as it goes; all of it or nothing."""
    from .walk import walk

    with transaction.atomic():
        return walk(SHAPES[name])


def is_built(name: str) -> bool:
    """Whether the programme of a shape is there."""
    return Program.objects.filter(reference=f"forme-{name}").exists()


def link_of(program) -> str:
    """The line by which the officer of a shape signs in."""
    first = program.carriers.order_by("pk")[0]
    return sign_in_link(first.dla.memberships.select_related("user__person").order_by("pk")[0].user, "officer")
