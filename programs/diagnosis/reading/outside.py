"""Results as they may leave the DLA: how many, never who; small counts hidden; no sentence.

The one way for whatever others read of the answers: the group's page, the projector, prints, reports, exports.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from ..models import PriorityVote, Question
from ..questionnaire.questions import figure, kind_of
from .results import Read, edges_of, ranked, read_together, respondents
from .smallness import FEW, HIDDEN, LEAST, MASKED, in_words, told, veiled

NO_ONE = ("le moins", "le plus", "la plus ancienne", "la plus récente", "écart")  # one association’s own, or from it


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


@dataclass(frozen=True)
class ToldNeed:
    """A need and how many share it, as it may be told."""

    text: str
    theme: str
    shared: int | None
    first: int | None
    total: int

    @property
    def shared_words(self) -> str:
        """« 11 / 13 », « moins de 3 »."""
        return in_words(self.shared, total=self.total)

    @property
    def first_words(self) -> str:
        """For how many it is a priority, in words."""
        return in_words(self.first)


def told_of(read: Read) -> Told:
    """One question without names. Sentences, and figures that are one association's own, are never told."""
    count = told(read.summary.count)
    if not count:
        return Told(read.question, count, read.asked)
    if read.summary.shape == "figures":
        values = [value for _, value in read.values if isinstance(value, int | float)]
        figures = [(name, words) for name, words in read.summary.figures if name not in NO_ONE]
        exact = {name: read.summary.exact[name] for name, _words in figures if name in read.summary.exact}
        return Told(read.question, count, read.asked, wide_steps(values), figures, exact)
    if read.summary.shape == "bars":
        parts = not kind_of(read.question).several
        return Told(read.question, count, read.asked, bars_of(read.summary.bars, parts=parts))
    return Told(read.question, count, read.asked)


def wide_steps(values) -> list[tuple[str, int, str]]:
    """Figures on steps wide enough for three associations each, open at both ends: no edge is anybody's own figure."""
    if len(values) < 2 * LEAST or min(values) == max(values):
        return []
    edges, _width = edges_of(values)
    begun, counts = [edges[0]], [0]
    for place, edge in enumerate(edges):
        if counts[-1] >= LEAST and sum(value >= edge for value in values) >= LEAST:
            begun.append(edge)
            counts.append(0)
        after = edges[place + 1] if place + 1 < len(edges) else None
        counts[-1] += sum(value >= edge and (after is None or value < after) for value in values)
    if len(begun) == 1:
        return []
    labels = [f"moins de {figure(begun[1])}"]
    labels += [f"de {figure(low)} à moins de {figure(high)}" for low, high in pairwise(begun[1:])]
    labels.append(f"{figure(begun[-1])} et plus")
    return [(label, count, str(count)) for label, count in zip(labels, counts, strict=True)]


def bars_of(bars, *, parts) -> list[tuple[str, int | None, str]]:
    """Bars with small counts hidden; `parts` of a whole that is told hide one another, boxes ticked freely do not."""
    counts = [count for _label, count in bars]
    shown = veiled(counts) if parts else [told(count) for count in counts]
    hidden = MASKED if parts else FEW
    words = [in_words(count, hidden=hidden) for count in shown]
    return [(label, count, said) for (label, _count), count, said in zip(bars, shown, words, strict=True)]


def told_needs(program, total) -> list[ToldNeed]:
    """The needs by how many share them, as far as it may be told; one statement. Hidden ones come last."""
    if total < LEAST:
        return []
    needs = [
        ToldNeed(need.text, need.get_theme_display(), told(need.shared), told(need.first), total)
        for need in ranked.run(program=program.pk)
    ]
    return sorted(needs, key=lambda need: (-(need.shared or 0), -(need.first or 0)))


def told_vote(program) -> tuple[PriorityVote, list[tuple[str, str]]] | None:
    """The last vote that was closed, and its needs with their points; those of one or two associations are not told."""
    vote = PriorityVote.objects.of(program).exclude(closed_at=None).prefetch_related("options__need").first()
    if vote is None or vote.voted < LEAST:
        return None
    options = sorted(vote.options.all(), key=lambda option: (-option.points, -option.voices, option.number))
    return vote, [(option.need.text, str(option.points)) for option in options if told(option.voices)]


def told_results(program) -> tuple[int, list[ToldNeed], list[tuple[str, list[Told]]]]:
    """How many answered, the needs, and each part of the questionnaire with what may be told; four statements.

    Nothing at all is told of one or two answers.
    """
    names = respondents(program)
    if len(names) < LEAST:
        return len(names), [], []
    parts: dict[str, list[Told]] = {}
    for read in read_together(program, names):
        one = told_of(read)
        if one.bars or one.figures or one.count is HIDDEN:
            parts.setdefault(read.question.section_title, []).append(one)
    return len(names), told_needs(program, len(names)), list(parts.items())


def table_of_told(needs, parts) -> Iterator[list]:
    """Everything that may be told, as lines of a table: part, question or need, answer, how many, of how many."""
    for need in needs:
        yield ["Vos besoins", need.text, "partagé par", in_words(need.shared), need.total]
        yield ["Vos besoins", need.text, "prioritaire pour", in_words(need.first), need.total]
    for title, questions in parts:
        for one in questions:
            label = f"{one.question.number}. {one.question.label}"
            yield [title, label, "ont répondu", in_words(one.count), one.asked]
            for answer, _count, words in one.bars:
                yield [title, label, answer, words, one.asked]
            for name, words in one.figures:
                yield [title, label, name, words, ""]
