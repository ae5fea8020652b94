"""What the shared diagnosis draws from: the needs as they rank, with the words behind each; the DLA alone reads it."""

from dataclasses import dataclass

from ..models import NeedRating, Response
from ..reading.results import ranked_needs


@dataclass(frozen=True)
class Weighed:
    """A need with how many share it, for how many it comes first, and the words: [(association, words)]."""

    text: str
    shared: int
    first: int
    words: list[tuple[str, str]]


def matter_of(program) -> tuple[int, list[Weighed]]:
    """How many answered, and every need that somebody shares; three statements."""
    sent = Response.objects.sent().filter(participation__program=program)
    said = {}
    rows = NeedRating.objects.filter(response__in=sent).exclude(words="")
    rows = rows.order_by("response__participation__organisation__name", "id")
    for need, name, words in rows.values_list("need", "response__participation__organisation__name", "words"):
        said.setdefault(need, []).append((name, words))
    needs = [
        Weighed(need.text, need.shared, need.first, said.get(need.pk, []))
        for need in ranked_needs(program)
        if need.shared or need.pk in said
    ]
    return sent.count(), needs
