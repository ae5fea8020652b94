"""Everything that is held about a person, from what the rooms declare."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import CharField, Count, Max, Value

from dla_collectif.services.holdings import Holding, declared
from dla_collectif.services.models import Versioned

from .durations import of_everybody

MOST = 5000  # rows of one kind: more is said, and asked of the DLA


@dataclass(frozen=True)
class Section:
    """One kind of rows, told to the person they are about."""

    holding: Holding
    lines: list[dict]
    kept: str

    @property
    def is_cut(self) -> bool:
        """Whether there is more than an export holds."""
        return len(self.lines) == MOST


def sections(account) -> list[Section]:
    """What is held about whoever owns the account; one statement for each kind, whatever the number of rows."""
    found, durations = [], of_everybody()
    for holding in declared():
        lines = [holding.told(row) for row in holding.rows(account.person, account)[:MOST]]
        if lines:
            found.append(Section(holding, lines, durations.told(holding.kept)))
    return found


def writings(account) -> list[dict]:
    """What the account was the last to edit, by kind: how many, and the last time; one statement for all kinds."""
    counts = []
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if issubclass(model, Versioned):
            kind = Value(str(model._meta.verbose_name), output_field=CharField())
            mine = model._default_manager.filter(edited_by=account).order_by().values("edited_by")
            counts.append(mine.annotate(quoi=kind, combien=Count("pk"), dernier=Max("edited_at")))
    rows = counts[0].values("quoi", "combien", "dernier")
    rows = rows.union(*(each.values("quoi", "combien", "dernier") for each in counts[1:]), all=True)
    return list(rows.order_by("quoi"))


def as_data(account) -> dict:
    """The export in JSON's own types and Python's dates."""
    person = account.person
    identity = {"prénom": person.first_name, "nom": person.last_name, "adresse": person.email} if person else {}
    identity |= {"téléphone": person.phone} if person and person.phone else {}
    return {
        "identité": identity or {"adresse": account.email},
        "rubriques": [
            {
                "titre": section.holding.title,
                "pourquoi": section.holding.basis.value,
                "qui peut le lire": section.holding.readers,
                "conservé": section.kept,
                "lignes": section.lines,
                "suite à demander au DLA": section.is_cut,
            }
            for section in sections(account)
        ],
        "modifié par vous en dernier": writings(account),
    }
