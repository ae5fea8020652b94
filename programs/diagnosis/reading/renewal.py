"""When what was told may be told anew.

Two editions of the same figures, laid side by side, tell what the associations between them answered. So what leaves
the DLA is an edition: its figures are kept as they were told, and others take their place only when the answers of
three associations at least have changed since (sent, sent again, taken back), compared with every edition told before.
"""

from dataclasses import dataclass

from ..models import Response, ToldResults
from .smallness import LEAST


@dataclass(frozen=True)
class Renewal:
    """The edition that is told, how many associations changed since, and whether another may take its place."""

    told: ToldResults | None
    changed: int
    may_renew: bool


def latest(program) -> ToldResults | None:
    """The edition that is told; None as long as nothing was. One statement."""
    return ToldResults.objects.filter(program=program).order_by("-number").first()


def counted_now(program) -> dict[str, str]:
    """Whose answers would be counted, and since when they are what they are: whatever changes them sends them again."""
    return counted(Response.objects.sent().filter(participation__program=program).values_list("pk", "sent_at"))


def counted(rows) -> dict[str, str]:
    """The same, of (response, when it was sent)."""
    return {str(pk): sent_at.isoformat() for pk, sent_at in rows}


def apart(before: dict, now: dict) -> int:
    """How many associations make the difference between two editions: come, gone, or with other answers."""
    return sum(before.get(pk) != now.get(pk) for pk in before.keys() | now.keys())


def renewal_of(program, now: dict[str, str]) -> Renewal:
    """Whether new figures may take the place of those that are told, given the answers `now`; one statement."""
    editions = list(ToldResults.objects.filter(program=program).order_by("-number").defer("content"))
    if not editions:
        return Renewal(None, 0, may_renew=True)
    gaps = [apart(edition.counted, now) for edition in editions]
    return Renewal(editions[0], gaps[0], gaps[0] > 0 and len(now) >= LEAST and not any(0 < gap < LEAST for gap in gaps))
