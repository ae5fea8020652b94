"""The kinds of criterion: one small class each, one name in `KINDS`. The database keeps the key alone."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django import forms

CENT = Decimal("0.01")


class Kind(ABC):
    """What every kind of criterion says: its name, how it is announced, how its points are typed or found."""

    key = ""
    label = ""
    example = ""
    by_hand = False

    def field(self, weight: int) -> forms.Field | None:
        """What a juror fills in; None when the points are computed."""
        return None

    @abstractmethod
    def summary(self, weight: int) -> str:
        """How the criterion is judged, said to providers beforehand."""

    @abstractmethod
    def points(self, weight: int, *, given: Iterable[int] = (), price=None, prices: Iterable = ()) -> Decimal | None:
        """The points of one proposal, rounded to the hundredth; None while they cannot be known.

        `given`: what each association gave; `price` and `prices`: this proposal's and everybody's, in euros before tax.
        """


class Points(Kind):
    """Each association gives points; the mean counts."""

    key = "points"
    label = "Points donnés par chaque association"
    example = "Méthode et déroulement proposés"
    by_hand = True

    def field(self, weight):
        bounds = f"Une note va de 0 à {weight}."
        sentences = {"invalid": "Écrivez un nombre entier de points.", "min_value": bounds, "max_value": bounds}
        return forms.IntegerField(min_value=0, max_value=weight, error_messages=sentences)

    def summary(self, weight):
        return f"De 0 à {weight} : chaque association note, la moyenne compte."

    def points(self, weight, *, given=(), price=None, prices=()):
        given = list(given)
        return rounded(Decimal(sum(given)) / len(given)) if given else None


class Price(Kind):
    """The lowest price gets all the points, the others in proportion."""

    key = "price"
    label = "Prix, par le calcul"
    example = "Prix"

    def summary(self, weight):
        return f"Prix le plus bas ÷ prix proposé × {weight}, prix hors taxes."

    def points(self, weight, *, given=(), price=None, prices=()):
        known = [each for each in prices if each is not None]
        if price is None or not known:
            return None
        lowest = min(known)
        return rounded(Decimal(weight)) if price <= lowest else rounded(Decimal(lowest) * weight / price)


KINDS = (Points, Price)
BY_KEY: dict[str, Kind] = {kind.key: kind() for kind in KINDS}
PROPOSED = (  # the weights that DLA use most, as a start; everything can be changed
    ("points", "Compréhension de la demande", 20),
    ("points", "Méthode et déroulement proposés", 30),
    ("points", "Expérience et références", 20),
    ("points", "Aptitude à animer un groupe", 10),
    ("points", "Calendrier et disponibilité", 5),
    ("price", "Prix", 15),
)


def get(key: str) -> Kind:
    """A kind by its key. Raises LookupError for an unknown one."""
    return BY_KEY[key]


def choices() -> list[tuple[str, str]]:
    """Choices of a form: the label, with an example."""
    return [(kind.key, f"{kind.label} (par exemple : {kind.example})") for kind in KINDS]


def rounded(points: Decimal) -> Decimal:
    """To the hundredth of a point."""
    return points.quantize(CENT, ROUND_HALF_UP)
