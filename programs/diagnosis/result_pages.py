"""Reading together, on screen and on paper: results, the blank form."""

from django.http import Http404

from dla_collectif.services import printing
from dla_collectif.services.pdf import render_html
from programs.journey import reports
from programs.journey.guards import phase_view

from . import conditions
from .entries import Sheet
from .models import NeedRating
from .results import ranked_needs, read_together, respondents
from .views import parts_of, room_page


@phase_view("phase.read")
def results(request, step):
    """What the answers sent say, question by question."""
    names = respondents(step.program)
    reads = read_together(step.program, names) if names else []
    parts = {}
    for read in reads:
        parts.setdefault(read.question.section_title, []).append(read)
    context = {"parts": list(parts.items()), "count": len(names), "needs": ranked_needs(step.program) if names else []}
    return room_page(request, step, "programs/diagnosis/results.html", **context)


@phase_view("phase.read")
def blank(request, step):
    """The questionnaire to fill in by hand: the same numbers as on screen."""
    sheet = Sheet(step.program)
    if not sheet:
        raise Http404("Choisissez d’abord un questionnaire.")
    paper = reports.paper(step.journey, sheet.questionnaire.title, with_stones=False)
    for question in sheet.questions:
        question.condition_words = conditions.words(question, sheet.questions)
    context = {
        "paper": paper,
        "questionnaire": sheet.questionnaire,
        "parts": parts_of(sheet.questions),
        "needs": sheet.needs,
        "intensities": NeedRating.INTENSITIES.items(),
    }
    html = render_html("programs/diagnosis/blank_pdf.html", context)
    return printing.answer(request, html, f"{step.program.reference}-questionnaire-vierge")
