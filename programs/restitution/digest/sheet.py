"""The experience sheet: two pages, in the order of the network's published sheets."""

from dla_collectif.services.pdf import render_html
from dla_collectif.services.visibility import Visibility
from programs.journey import reports
from programs.journey.models import Participation

from ..figures import read_figures
from ..models import Effect, FollowUp, Sheet
from ..readings import bullets, heard, lines, provider


def sheet_html(journey) -> str:
    """The experience sheet in two pages: focus, montage, course and effects, summary, contacts."""
    program = journey.program
    program.told_level = Visibility.INSTITUTIONS
    sheet = Sheet.objects.filter(program=program).first()
    facts = {chapter["step"].key: chapter["facts"] for chapter in reports.chapters(journey)}
    context = {
        "paper": reports.paper(journey, "Fiche d’expérience", with_stones=False),
        "program": program,
        "sheet": sheet,
        "bullets": bullets(sheet),
        "contacts": lines(sheet.contacts if sheet else ""),
        "facts": facts,
        "figures": read_figures(program),
        "provider": provider(program),
        "agreement": getattr(program, "agreement", None),
        "effects": Effect.objects.filter(program=program),
        "follow_ups": FollowUp.objects.filter(program=program),
        "institutions": heard(program, Participation.Role.INSTITUTION),
        "consultants": heard(program, Participation.Role.CONSULTANT),
    }
    return render_html("programs/restitution/sheet_pdf.html", context)
