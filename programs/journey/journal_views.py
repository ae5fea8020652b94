"""The journal of a programme: who did what, when, from where."""

from django.shortcuts import render

from dla_collectif.journal.listing import JournalFilter, Shown, people_in
from dla_collectif.journal.models import Entry
from dla_collectif.services.pages import Link

from .guards import program_view


def shown_to(request, journey) -> Shown:
    """What an officer reads; from which network an act came is for those who lead a DLA."""
    titles = {step.key: step.title for step in journey.steps}
    entries = Entry.objects.of(journey.program.journal_scope)
    form = JournalFilter(request.GET, people=people_in(entries), steps=titles.items())
    return Shown(entries, form, titles, networks=request.user.is_manager)


@program_view("program.follow")
def journal(request, journey):
    """Who did what, when; the newest first."""
    program = journey.program
    context = {
        "title": "Journal de bord",
        "lead": program.title,
        "program": program,
        "export_name": "journey:journal_export",
        "crumbs": [Link(program.title, program.get_absolute_url())],
        **shown_to(request, journey).context(request.GET.get("avant", "")),
    }
    return render(request, "journal/list.html", context)


@program_view("program.follow")
def journal_export(request, journey):
    """The same, as a file for a spreadsheet; a reading like the page, so the journal does not tell it."""
    return shown_to(request, journey).csv(f"journal-{journey.program.reference}")
