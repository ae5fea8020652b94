"""Reading together, on screen and on paper: results, the table of needs, the blank form."""

from django.http import Http404

from dla_collectif.services import printing
from dla_collectif.services.pdf import render_html
from programs.journey import reports
from programs.journey.guards import phase_view

from . import conditions
from .editions import changed_at, former_answers
from .entries import Sheet
from .matrix import build
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
    context["former"] = former_answers(names) if names else []
    return room_page(request, step, "programs/diagnosis/results.html", **context)


@phase_view("phase.read")
def matrix(request, step):
    """Needs × associations; with `?anonyme=1` without names and without words."""
    table = build(step.program, anonymous=is_anonymous(request))
    context = {"matrix": table, "intensities": NeedRating.INTENSITIES.items(), "shared_from": NeedRating.SHARED_FROM}
    return room_page(request, step, "programs/diagnosis/matrix.html", **context)


@phase_view("phase.read")
def matrix_pdf(request, step):
    """The same table on A4, across."""
    table = build(step.program, anonymous=is_anonymous(request))
    context = {"matrix": table, "intensities": NeedRating.INTENSITIES.items(), "shared_from": NeedRating.SHARED_FROM}
    subtitle = f"D’après les réponses envoyées par {table.total} associations" if table.total > 1 else ""
    paper = reports.paper(step.journey, "Tableau des besoins", subtitle=subtitle, landscape=True, with_stones=False)
    html = render_html("programs/diagnosis/matrix_pdf.html", {"paper": paper, **context})
    return printing.answer(request, html, f"{step.program.reference}-besoins")


@phase_view("phase.read")
def blank(request, step):
    """The questionnaire to fill in by hand: the same numbers as on screen."""
    sheet = Sheet(step.program)
    if not sheet:
        raise Http404("Choisissez d’abord un questionnaire.")
    paper = reports.paper(step.journey, sheet.questionnaire.title, with_stones=False)
    carriers = step.program.carriers.order_by("id")
    for question in sheet.questions:
        question.condition_words = conditions.words(question, sheet.questions)
    context = {
        "paper": paper,
        "questionnaire": sheet.questionnaire,
        "changed_at": changed_at(sheet.questionnaire),
        "carriers": [carrier.dla.organisation for carrier in carriers.select_related("dla__organisation")],
        "parts": parts_of(sheet.questions),
        "needs": sheet.needs,
        "intensities": NeedRating.INTENSITIES.items(),
    }
    html = render_html("programs/diagnosis/blank_pdf.html", context)
    return printing.answer(request, html, f"{step.program.reference}-questionnaire-vierge")


def is_anonymous(request) -> bool:
    """Whether the reader asked for the table without names."""
    return request.GET.get("anonyme") == "1"
