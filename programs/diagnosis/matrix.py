"""The needs of all, side by side: rows are needs, columns the associations that sent their answers."""

from dataclasses import dataclass, replace
from string import ascii_uppercase

from dla_collectif.services.templatetags.charts import heat

from .models import NeedRating, Response, needs_to_weigh

UNKNOWN = "–"  # nobody weighed it; never shown as zero


@dataclass(frozen=True)
class Column:
    """An association: a letter, and its name where names are shown."""

    letter: str
    name: str


@dataclass(frozen=True)
class Row:
    """A need: its cells are (class, figure, priority mark, whether words stand behind it)."""

    number: int
    text: str
    cells: list[tuple[str, str, str, bool]]
    shared: int
    first: int
    weight: int
    words: list[tuple[str, str, str]]  # (letter, name, what was said)


@dataclass(frozen=True)
class Matrix:
    """The table as pages and paper show it."""

    columns: list[Column]
    rows: list[Row]
    anonymous: bool

    @property
    def total(self) -> int:
        """How many associations answered."""
        return len(self.columns)

    @property
    def spoken(self) -> list[Row]:
        """The needs that somebody put in words."""
        return [row for row in self.rows if row.words]


def build(program, *, anonymous=False) -> Matrix:
    """The matrix of a programme, in three statements. Without names, neither words nor the order of names remain."""
    responses = Response.objects.sent().filter(participation__program=program)
    order = "public_id" if anonymous else "participation__organisation__name"
    names = list(responses.order_by(order, "id").values_list("pk", "participation__organisation__name"))
    columns = [Column(letter(place), "" if anonymous else name) for place, (_, name) in enumerate(names)]
    ratings = {}
    told = NeedRating.objects.filter(response__in=[pk for pk, _ in names])
    for need, response, *rating in told.values_list("need", "response", "intensity", "priority", "words"):
        ratings[need, response] = rating
    needs = needs_to_weigh(program).values_list("pk", "text")
    rows = [
        row(pk, text, [ratings.get((pk, response)) for response, _ in names], columns, anonymous) for pk, text in needs
    ]
    rows.sort(key=lambda one: (-one.shared, -one.first, -one.weight))
    return Matrix(columns, [replace(one, number=place) for place, one in enumerate(rows, 1)], anonymous)


def row(pk, text, ratings, columns, anonymous) -> Row:
    """One need; `ratings` are (intensity, priority, words) or None, in the order of the columns."""
    cells, words = [], []
    for column, rating in zip(columns, ratings, strict=True):
        intensity, priority, said = rating or (None, False, "")
        said = "" if anonymous else said
        figure = UNKNOWN if intensity is None else str(intensity)
        cells.append((heat(intensity), figure, "!" if priority else "", bool(said)))
        if said:
            words.append((column.letter, column.name, said))
    known = [rating for rating in ratings if rating and rating[0] is not None]
    shared = sum(intensity >= NeedRating.SHARED_FROM for intensity, _, _ in known)
    return Row(pk, text, cells, shared, sum(priority for _, priority, _ in known), sum(r[0] for r in known), words)


def letter(place: int) -> str:
    """A, B … Z, AA, AB…"""
    before, rest = divmod(place, len(ascii_uppercase))
    return (letter(before - 1) if before else "") + ascii_uppercase[rest]
