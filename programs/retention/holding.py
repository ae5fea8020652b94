"""In which programmes a person is told of: what `privacy.holds` asks before anything of them is erased."""

from dla_collectif.directory.models import Affiliation
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from programs.journey.models import Participation


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
