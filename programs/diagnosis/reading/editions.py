"""What may be told of a question, and how an edition of the results keeps it: figures, nobody's answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from ..models import Question
from .matrix import LEVELS, Row
from .results import Read
from .smallness import in_words

RANKED_BY = ("shared", "first", "weight")  # what a need is ranked by, the first first
MEASURED = ("number", "scale")  # kinds of question that have a median
WORDING = ("number", "section_title", "key", "kind", "label", "unit")  # of a question, as it was told


@dataclass(frozen=True)
class Told:
    """A question and what may be said of its answers: bars are (label, count or None, in words)."""

    question: Question
    count: int | None
    asked: int
    bars: list[tuple[str, int | None, str]] = field(default_factory=list)
    figures: list[tuple[str, str]] = field(default_factory=list)
    exact: dict[str, int | float | date] = field(default_factory=dict)  # the figures that are numbers or days

    @property
    def drawn(self) -> list[tuple[str, int, str]]:
        """The bars as a picture takes them: a hidden count has no length, and says that it is small."""
        return [(label, count or 0, words) for label, count, words in self.bars]

    @property
    def answered(self) -> str:
        """« 11 / 13 », « moins de 3 »."""
        return in_words(self.count, total=self.asked)


def packed(one: Told) -> dict:
    """What may be told of a question, as JSON."""
    exact = {name: value.isoformat() if isinstance(value, date) else value for name, value in one.exact.items()}
    told = {"count": one.count, "asked": one.asked, "bars": one.bars, "figures": one.figures, "exact": exact}
    return told | {"question": {name: getattr(one.question, name) for name in WORDING}}


def unpacked(kept: dict) -> Told:
    """What was told of a question, in the words of then."""
    exact = {name: date.fromisoformat(one) if isinstance(one, str) else one for name, one in kept["exact"].items()}
    bars, figures = [tuple(one) for one in kept["bars"]], [tuple(one) for one in kept["figures"]]
    return Told(Question(**kept["question"]), kept["count"], kept["asked"], bars, figures, exact)


def content_of(told_ones: Iterable[Told], reads: Iterable[Read], needs, rows: Iterable[Row]) -> dict:
    """Everything that an edition tells: questions, counts of the needs, and the figures that a text may cite."""
    levels = {row.need: [sum(cell.intensity == level for cell in row.cells) for level in LEVELS] for row in rows}
    return {
        "questions": [packed(one) for one in told_ones],
        "needs": {
            need.public_id: {name: getattr(need, name) for name in RANKED_BY} | {"levels": levels[need.public_id]}
            for need in needs
        },
        "measures": {str(read.question.pk): measure(read) for read in reads if read.question.kind in MEASURED},
    }


def measure(read: Read) -> list:
    """How many told a figure, its median, its total."""
    values = [one for _, one in read.values if isinstance(one, int | float) and not isinstance(one, bool)]
    return [len(values), median(values) if values else None, sum(values)]
