"""Results as they may leave the DLA: how many, never who; small counts hidden; no sentence.

The one way for whatever others read of the answers: the group's page, the projector, prints, reports, exports. What was
told once is an edition and stays as it was told until it may be renewed (`renewal`); before, figures are today's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Prefetch

from ..models import PriorityVote, ToldResults, VoteOption
from ..questionnaire.questions import figure, kind_of
from .editions import RANKED_BY, Told, unpacked
from .renewal import latest
from .results import Read, edges_of, ranked, read_together, respondents
from .smallness import FEW, HIDDEN, LEAST, MASKED, in_words, told, veiled

NO_ONE = ("le moins", "le plus", "la plus ancienne", "la plus récente", "écart")  # one association’s own, or from it


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


def told_needs(program, total, edition: ToldResults | None) -> list[ToldNeed]:
    """The needs by how many share them, as far as it may be told; one statement at most. Hidden ones come last.

    `edition`: the one that is told (`renewal.latest`); `total`: how many answered, as long as there is none.
    """
    total = edition.count if edition else total
    if total < LEAST:
        return []
    needs = [
        ToldNeed(need.text, need.get_theme_display(), told(need.shared), told(need.first), total)
        for need in needs_of(program, edition)
    ]
    return sorted(needs, key=lambda need: (-(need.shared or 0), -(need.first or 0)))


def needs_of(program, edition: ToldResults | None):
    """The needs ranked, with the counts of an edition; those that came after it are not of it. One statement."""
    needs = list(ranked.run(program=program.pk))
    if edition is None:
        return needs
    counts = edition.content["needs"]
    kept = [need for need in needs if need.public_id in counts]
    for need in kept:
        for name in RANKED_BY:
            setattr(need, name, counts[need.public_id][name])
    return sorted(kept, key=lambda need: (*(-getattr(need, name) for name in RANKED_BY), need.pk))


def told_vote(program) -> tuple[PriorityVote, list[tuple[str, str]]] | None:
    """The last vote that was closed, and its needs with their points; those of one or two associations are not told."""
    options = Prefetch("options", VoteOption.objects.select_related("need"))
    vote = PriorityVote.objects.of(program).exclude(closed_at=None).prefetch_related(options).first()
    if vote is None or vote.voted < LEAST:
        return None
    options = sorted(vote.options.all(), key=lambda option: (-option.points, -option.voices, option.number))
    return vote, [(option.need.text, str(option.points)) for option in options if told(option.voices)]


class Everything(NamedTuple):
    """How many answered, the needs, each part of the questionnaire with what may be told of it, of which edition."""

    count: int
    needs: list[ToldNeed]
    parts: list[tuple[str, list[Told]]]
    edition: ToldResults | None


def told_results(program) -> Everything:
    """Everything that may be told; nothing at all of one or two answers. Five statements at most."""
    edition = latest(program)
    if edition is not None:
        told_ones = [unpacked(one) for one in edition.content["questions"]]
        return Everything(edition.count, told_needs(program, edition.count, edition), by_part(told_ones), edition)
    names = respondents(program)
    if len(names) < LEAST:
        return Everything(len(names), [], [], None)
    told_ones = [told_of(read) for read in read_together(program, names)]
    return Everything(len(names), told_needs(program, len(names), None), by_part(told_ones), None)


def by_part(told_ones) -> list[tuple[str, list[Told]]]:
    """What may be told, under the parts of the questionnaire; a question of which nothing is told is left out."""
    parts: dict[str, list[Told]] = {}
    for one in told_ones:
        if one.bars or one.figures or one.count is HIDDEN:
            parts.setdefault(one.question.section_title, []).append(one)
    return list(parts.items())


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
