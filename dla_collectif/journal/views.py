"""The house's own journal: sign-ins, refusals, the directory, the teams; what belongs to no programme."""

from django.contrib.auth import get_user_model
from django.shortcuts import render

from dla_collectif.services import clock
from dla_collectif.services.guards import allow

from .actions import HOUSE
from .listing import JournalFilter, Shown
from .models import Entry


def shown_to(request) -> Shown:
    """What a manager reads: the acts of their own team, and nothing of another DLA's."""
    team = get_user_model().objects.led_by(request.user).select_related("person")
    people = sorted(((member.public_id, str(member)) for member in team), key=lambda pair: pair[1])
    entries = Entry.objects.of(HOUSE).filter(by__in=[member.pk for member in team])
    return Shown(entries, JournalFilter(request.GET, people=people), networks=True)


@allow("journal.read")
def house(request):
    """Who did what, when, from where, beside the programmes; the newest first."""
    context = {
        "title": "Journal",
        "lead": "Ce que votre équipe a fait en dehors des accompagnements\u00a0: sessions, refus, annuaire. "
        "Chaque accompagnement a son propre journal.",
        "export_name": "journal:house_export",
        **shown_to(request).context(request.GET.get("avant", "")),
    }
    return render(request, "journal/list.html", context)


@allow("journal.read")
def house_export(request):
    """The same, as a file for a spreadsheet; a reading like the page, so the journal does not tell it."""
    return shown_to(request).csv(f"journal-{clock.today():%Y-%m-%d}")
