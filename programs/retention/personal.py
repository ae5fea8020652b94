"""What retention holds about people; a programme on hold holds the people it tells of."""

from dla_collectif.directory.models import Affiliation
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.privacy import holds
from dla_collectif.privacy.models import Hold
from dla_collectif.services.holdings import DELETED, KEPT, Basis, Holding, Kept
from programs.journey.models import Participation, Program

from .models import Destruction, Warned

HOLDINGS = [
    Holding(
        Destruction,
        "Destructions que vous avez validées",
        "validated_by",
        {"accompagnement": "program__title", "lot": "lot", "le": "validated_at", "règle": "rule"},
        Basis.SECURITY,
        Kept.JOURNAL,
        "les DLA qui portent l’accompagnement",
        KEPT,
    ),
    Holding(
        Warned,
        "Échéances de conservation dont vous avez été prévenu·e",
        "user",
        {"accompagnement": "program__title", "lot": "lot", "conservé jusqu’au": "kept_until"},
        Basis.MISSION,
        Kept.PROGRAM,
        "vous seul·e",
        DELETED,
    ),
]


def obstacles(person) -> list[str]:
    """Nobody is erased who is told of in a programme on hold."""
    held = Hold.objects.active().filter(scope__in=scopes_of(person)).values("scope")
    programs = Program.objects.filter(public_id__in=held).order_by("pk")
    return [sentence for program in programs for sentence in holds.told(program)]


def scopes_of(person) -> set[str]:
    """The journals of the programmes where the person's organisations sit, where they acted, or were written to."""
    spoken_for = Affiliation.objects.filter(person=person).values("organisation")
    seats = Participation.objects.filter(organisation__in=spoken_for)
    acted = Entry.objects.filter(by__person=person).order_by()
    written = Message.objects.filter(to__person=person).order_by()
    found = set(seats.values_list("program__public_id", flat=True))
    found |= set(acted.values_list("scope", flat=True).distinct())
    found |= set(written.values_list("scope", flat=True).distinct())
    return found - {""}
