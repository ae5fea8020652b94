"""The needs of all, side by side: rows are needs, columns the associations that sent their answers."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from string import ascii_uppercase

from django.db.models import FilteredRelation, Q

from dla_collectif.directory.vocabulary import THEMES
from dla_collectif.services.templatetags.charts import heat

from ..models import NeedRating, needs_to_weigh
from .renewal import latest
from .results import answers_of
from .smallness import LEAST, MASKED, in_words, told, veiled

UNKNOWN = "–"  # nobody weighed it; never shown as zero
STRONG = 3  # from this intensity on, an association needs it most
LEVELS = (4, 3, 2)  # of those who share a need, the most intense first


@dataclass(frozen=True)
class Column:
    """An association: a letter, its name, the public id of its seat, which response is its own, since when it is."""

    letter: str
    name: str
    seat: str
    response: int
    sent_at: datetime


@dataclass(frozen=True)
class Cell:
    """How much one need weighs for one association."""

    column: Column
    intensity: int | None
    priority: bool = False
    helps: bool = False
    words: str = ""

    @property
    def heat(self) -> str:
        """The class that says the intensity by its darkness."""
        return heat(self.intensity)

    @property
    def figure(self) -> str:
        """The intensity; a dash where nobody weighed it."""
        return UNKNOWN if self.intensity is None else str(self.intensity)

    @property
    def shares(self) -> bool:
        """Whether the association shares the need."""
        return self.intensity is not None and self.intensity >= NeedRating.SHARED_FROM

    @property
    def needs_it_most(self) -> bool:
        """Whether it weighs a lot, or is one of its priorities."""
        return self.priority or (self.intensity or 0) >= STRONG

    @property
    def said(self) -> str:
        """The cell in words, for who does not see it."""
        weight = "non renseigné" if self.intensity is None else NeedRating.INTENSITIES[self.intensity]
        return f"{weight}{', prioritaire' if self.priority else ''}{', peut aider' if self.helps else ''}"


@dataclass(frozen=True)
class Row:
    """A need as the associations weigh it; `number` is that of the questionnaire, whatever the order of the rows."""

    number: int
    need: str  # its public id
    text: str
    theme: str
    cells: list[Cell]

    @cached_property
    def shared(self) -> int:
        """How many share it."""
        return sum(cell.shares for cell in self.cells)

    @cached_property
    def first(self) -> int:
        """For how many it is a priority."""
        return sum(cell.priority for cell in self.cells)

    @cached_property
    def weight(self) -> int:
        """All its intensities together."""
        return sum(cell.intensity or 0 for cell in self.cells)

    @property
    def weighed(self) -> int:
        """How many weighed it."""
        return sum(cell.intensity is not None for cell in self.cells)

    @property
    def mean(self) -> float | None:
        """The mean intensity for those who weighed it."""
        return round(self.weight / self.weighed, 1) if self.weighed else None

    @property
    def theme_label(self) -> str:
        """The theme in French."""
        return THEMES.get(self.theme, "")

    @property
    def words(self) -> list[Cell]:
        """The cells behind which there are words."""
        return [cell for cell in self.cells if cell.words]

    @cached_property
    def veiled(self) -> list[tuple[int, int | None]]:
        """How many at each level of those who share it: [(intensity, count or None)], small counts hidden."""
        counts = [sum(cell.intensity == level for cell in self.cells) for level in LEVELS]
        return list(zip(LEVELS, veiled(counts), strict=True))

    @property
    def shared_told(self) -> int | None:
        """How many share it, as it may be told outside the group."""
        return told(self.shared)

    @property
    def first_told(self) -> int | None:
        """For how many it is a priority, as it may be told outside the group."""
        return told(self.first)


SORTS = {  # how the rows are ordered; the need's own number always comes last
    "partage": ("Les plus partagés", lambda row: (-row.shared, -row.first, -row.weight)),
    "intensite": ("Les plus intenses", lambda row: (-(row.mean or 0), -row.shared)),
    "priorites": ("Les plus prioritaires", lambda row: (-row.first, -row.shared)),
    "theme": ("Par thème", lambda row: (row.theme_label == "", row.theme_label, -row.shared)),
    "numero": ("Dans l’ordre du questionnaire", lambda row: ()),
}


@dataclass(frozen=True)
class Choice:
    """What a reader asked to see: an order, and what the rows must have in common."""

    sort: str = "partage"
    theme: str = ""
    priorities: bool = False
    seat: str = ""  # the public id of an association
    least: int = 0

    @classmethod
    def of(cls, query) -> "Choice":
        """From the parameters of an address; what cannot be understood is left out."""
        least = query.get("partage", "")
        return cls(
            sort=query.get("tri") if query.get("tri") in SORTS else "partage",
            theme=query.get("theme") if query.get("theme") in THEMES else "",
            priorities=query.get("prioritaires") == "1",
            seat=query.get("association", "")[:40],
            least=int(least) if least.isascii() and least.isdigit() and len(least) < 4 else 0,
        )

    @property
    def filters(self) -> bool:
        """Whether some rows may be left out."""
        return bool(self.theme or self.priorities or self.seat or self.least)

    def keeps(self, row: Row) -> bool:
        """Whether a row has what was asked for."""
        return (
            (not self.theme or row.theme == self.theme)
            and (not self.priorities or row.first > 0)
            and row.shared >= self.least
            and (not self.seat or any(cell.column.seat == self.seat and cell.shares for cell in row.cells))
        )


@dataclass(frozen=True)
class Matrix:
    """The table as pages and paper show it: `rows` are those chosen, in the order chosen, of `needs` in all."""

    columns: list[Column]
    rows: list[Row]
    needs: list[Row]
    anonymous: bool = False
    choice: Choice = field(default_factory=Choice)
    counted: int | None = None  # how many associations are told of, where it is not all those that answered today
    silent: int = 0  # those that take part and have not sent their answers

    @property
    def names(self) -> dict[int, str]:
        """Who sent their answers, as `results.respondents` says it."""
        return {column.response: column.name for column in self.columns}

    @property
    def total(self) -> int:
        """How many associations answered."""
        return len(self.columns) if self.counted is None else self.counted

    @property
    def spoken(self) -> list[Row]:
        """The needs that somebody put in words."""
        return [row for row in self.rows if row.words]

    @property
    def themes(self) -> list[tuple[str, str]]:
        """The themes that the needs have: (key, French)."""
        return sorted({(row.theme, row.theme_label) for row in self.needs if row.theme_label}, key=lambda one: one[1])

    @property
    def may_be_told(self) -> bool:
        """Whether there are enough answers for anything to be told without names."""
        return self.total >= LEAST


def build(program, choice: Choice | None = None, *, anonymous=False) -> Matrix:
    """The matrix of a programme, in two statements, three without names.

    Without names it is that of the edition that is told (`renewal`): how many, never who; no words, no association's
    column, small counts hidden, and the rows in an order that tells nothing more (a hidden count sorts as zero does).
    """
    choice = choice or Choice()
    sent, silent = answers_of(program)
    columns = {pk: Column(letter(place), name, seat, pk, at) for place, (pk, name, seat, at) in enumerate(sent)}
    needs = [
        Row(number, oid, text, theme, [Cell(column, *ratings.get(key, (None,))) for key, column in columns.items()])
        for number, ((oid, text, theme), ratings) in enumerate(weighed(program, columns).items(), 1)
    ]
    if anonymous:
        edition = latest(program)
        kept = edition.content["needs"] if edition else {}
        needs = [as_told(row, kept[row.need]) for row in needs if row.need in kept] if edition else needs
        counted = edition.count if edition else None
        rows = in_an_order_that_tells_nothing(needs, choice)
        return Matrix(list(columns.values()), rows, needs, True, choice, counted)
    rows = sorted((row for row in needs if choice.keeps(row)), key=SORTS[choice.sort][1])
    return Matrix(list(columns.values()), rows, needs, False, choice, silent=silent)


def weighed(program, responses) -> dict[tuple, dict[int, list]]:
    """The needs and what these responses say of them, one statement.

    {(public identifier, text, theme): {response: [intensity, priority, helps, words]}}
    """
    said = Q(ratings__response__in=list(responses) or [0])  # no response has that key: the needs are read all the same
    rows = needs_to_weigh(program).alias(said=FilteredRelation("ratings", condition=said))
    marks = ("said__intensity", "said__priority", "said__helps", "said__words")
    needs = {}
    for oid, text, theme, response, *rating in rows.values_list("public_id", "text", "theme", "said__response", *marks):
        needs.setdefault((oid, text, theme), {})[response] = rating
    return needs


def as_told(row: Row, kept: dict) -> Row:
    """A need with the counts of the edition that is told, and nobody's cell."""
    one = Row(row.number, row.need, row.text, row.theme, [])
    levels = list(zip(LEVELS, veiled(kept["levels"]), strict=True))
    vars(one).update(shared=kept["shared"], first=kept["first"], weight=kept["weight"], veiled=levels)
    return one


def in_an_order_that_tells_nothing(needs, choice) -> list[Row]:
    """The rows of a theme, or all: by what is told of them, then by their number."""
    rows = [row for row in needs if not choice.theme or row.theme == choice.theme]
    if choice.sort == "numero":
        return rows
    if choice.sort == "theme":
        return sorted(rows, key=lambda row: (row.theme_label == "", row.theme_label))
    return sorted(rows, key=lambda row: (-(row.shared_told or 0), -(row.first_told or 0)))


def told_rows(matrix: Matrix) -> list[tuple[Row, str, list[tuple[str, str]], str]]:
    """The rows without names, in words: (need, shared by, [(class, count at a level)], priority for)."""
    if not matrix.may_be_told:
        return []
    return [
        (
            row,
            in_words(row.shared_told, total=matrix.total),
            [(heat(level if count else 0), in_words(count, hidden=MASKED)) for level, count in row.veiled],
            in_words(row.first_told),
        )
        for row in matrix.rows
    ]


def letter(place: int) -> str:
    """A, B … Z, AA, AB…"""
    before, rest = divmod(place, len(ascii_uppercase))
    return (letter(before - 1) if before else "") + ascii_uppercase[rest]
