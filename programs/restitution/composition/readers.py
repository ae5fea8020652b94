"""The three kinds of readers that a report is made for, as addresses and titles name them."""

from dataclasses import dataclass

from dla_collectif.services.visibility import Visibility


@dataclass(frozen=True)
class Readers:
    """A kind of readers. `slug` stands in addresses and names of files, `kind` on the cover."""

    level: Visibility
    slug: str
    like: str  # « Lire comme … »
    kind: str


READERS = [
    Readers(Visibility.GROUP, "groupe", "le groupe", "Rapport de restitution, pour le groupe"),
    Readers(Visibility.INSTITUTIONS, "institutions", "les institutions", "Rapport de restitution"),
    Readers(Visibility.PUBLIC, "public", "tout le monde", "Rapport de restitution, version publique"),
]


def readers_at(level: int) -> Readers:
    """Those of a level; the officers read as the group does."""
    return next((each for each in READERS if each.level == level), READERS[0])


def readers_named(slug: str) -> Readers | None:
    """Those of an address."""
    return next((each for each in READERS if each.slug == slug), None)
