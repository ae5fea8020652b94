"""What each room holds about people: declared beside its models (`<app>/personal.py`), read in one place.

A person's export, the register of processing and erasure are made from the same declarations; a test finds every
column that names a person and is declared by nobody. An app may also say there what must be settled before a person is
erased (`obstacles(person) -> French sentences`), which DLA know somebody (`known_to(person) -> their ids`), and which
frozen editions and files name them (`editions_naming(mentions, reader)`, `left_in_files(person, reader)`).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

PERSON = "directory.Person"  # named, not imported: it lives on a higher floor


class Basis(Enum):
    """Why data may be held (RGPD, article 6.1), in French."""

    MISSION = "mission d’intérêt public confiée au DLA"
    CONTRACT = "préparation et exécution du contrat avec le prestataire"
    SECURITY = "intérêt légitime : protéger les accès et pouvoir prouver ce qui a été fait"


class Kept(Enum):
    """How long data are held; what stands in braces is a figure of each DLA's rules (`privacy.durations`)."""

    CONTACT = "{keep_prospects} après le dernier échange"
    PROGRAM = "la durée de l’accompagnement, puis {keep_active}"
    PROOF = "les années que demande le financement, après celle du dernier paiement ; sinon {keep_accounting}"
    ACCOUNT = "{keep_accounting} après l’année du dernier paiement, comme pièce comptable"
    BID = "{keep_losing_bids} après le choix ; la proposition retenue, {keep_accounting}, comme pièce comptable"
    ACCESS = "{links} après leur fin pour les liens, {networks} pour le réseau, jusqu’à leur fin pour les connexions"
    MAIL = "{keep_logs} après l’envoi"
    JOURNAL = "aussi longtemps que l’application : ce qui est écrit au journal ne s’efface pas"
    ERASURE = "sans nom, tant qu’une sauvegarde d’avant l’effacement peut être restaurée"


@dataclass(frozen=True)
class AtErasure:
    """What becomes of rows when their person's data are erased: `says` it in French.

    `deletes` the rows, or `sets` columns of theirs ({column: value, or a function that gives it at that moment}); a row
    that stays names a pseudonym.
    """

    says: str
    deletes: bool = False
    sets: dict[str, Any] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """What the columns become, now."""
        return {name: value() if callable(value) else value for name, value in self.sets.items()}


KEPT = AtErasure("gardé sous pseudonyme")
DELETED = AtErasure("supprimé", deletes=True)


@dataclass(frozen=True)
class Holding:
    """One kind of rows about people.

    `names`: the foreign key to a person or to an account. `facts`: what is told, {French label: column}, where `__`
    follows a relation.
    `readers`: who can read them, in French.
    `erasure`: what an erasure does with the rows; a test wants an answer from each.
    """

    model: type[Model]
    title: str
    names: str
    facts: dict[str, str]
    basis: Basis
    kept: Kept
    readers: str
    erasure: AtErasure | None = None

    def rows(self, person, account) -> QuerySet:
        """What is held about a person and their account, oldest first."""
        field = self.model._meta.get_field(self.names)
        who = person if field.related_model._meta.label == PERSON else account
        if who is None:
            return self.model._default_manager.none()
        related = sorted({path.rpartition("__")[0] for path in self.facts.values()} - {""})
        return self.model._default_manager.filter(**{self.names: who}).select_related(*related).order_by("pk")

    def told(self, row) -> dict:
        """A row as its person reads it: {« présence »: « présente »}."""
        return {label: value_of(row, path) for label, path in self.facts.items()}


def value_of(row, path: str):
    """The value of a fact, its choices in words; None when there is none."""
    *relations, name = path.split("__")
    for relation in relations:
        row = getattr(row, relation, None)  # a row that points here may be missing
        if row is None:
            return None
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    return None if value == "" else value


@cache
def modules() -> tuple:
    """The `personal` module of each app that has one, in the order of the house."""
    names = [f"{config.name}.personal" for config in apps.get_app_configs()]
    return tuple(import_module(name) for name in names if find_spec(name))


@cache
def declared() -> tuple[Holding, ...]:
    """What all the rooms declare, in the order of the house."""
    return tuple(holding for module in modules() for holding in module.HOLDINGS)


def obstacles(person) -> list[str]:
    """What must be settled before this person's data are erased: French sentences that say what to do first."""
    found = [module.obstacles(person) for module in modules() if hasattr(module, "obstacles")]
    return [sentence for sentences in found for sentence in sentences]


@dataclass(frozen=True)
class Paper:
    """A file, or a frozen edition: its title, where it is, its day, its address for those who may open it."""

    title: str
    where: str
    on: date
    url: str


def left_in_files(person, reader) -> list[Paper]:
    """Files that may name a person, which no erasure rewrites, among those that `reader` may open."""
    found = [module.left_in_files(person, reader) for module in modules() if hasattr(module, "left_in_files")]
    return [paper for papers in found for paper in papers]


def editions_naming(mentions, reader) -> list[Paper]:
    """Frozen editions that name a person, among those that `reader` may open."""
    found = [module.editions_naming(mentions, reader) for module in modules() if hasattr(module, "editions_naming")]
    return [paper for papers in found for paper in papers]


def known_to(person) -> set[int]:
    """The ids of the DLA that know this person."""
    return {pk for module in modules() if hasattr(module, "known_to") for pk in module.known_to(person)}
