"""What the answers say, on paper: results without names, the table of needs, the questionnaire to fill in by hand."""

from functools import partial
from math import ceil

from dla_collectif.services.pdf import render_html
from dla_collectif.services.templatetags.house import day
from programs.journey import reports
from programs.journey.prints import Piece, Print

from ..models import NeedRating, Response
from ..questionnaire import conditions
from ..questionnaire.editions import changed_at
from ..questionnaire.entries import Sheet, parts_of
from .matrix import Choice, build, told_rows
from .outside import told_results
from .smallness import LEAST

RESULTS_TITLE, MATRIX_TITLE, BLANK_TITLE = "Résultats du questionnaire", "Tableau des besoins", "Questionnaire vierge"
SIZES = {False: "A4", True: "A3"}
COLUMNS = {False: 20, True: 34}  # associations that the width of a sheet holds beside the needs and their totals


def results_html(journey) -> str:
    """The results on paper, which travels: without names, small counts hidden."""
    count, needs, parts, edition = told_results(journey.program)
    subtitle = f"D’après les réponses envoyées par {count} associations, sans les noms" if count >= LEAST else ""
    subtitle += told_on(edition)
    paper = reports.paper(journey, RESULTS_TITLE, subtitle=subtitle, with_stones=False)
    context = {"paper": paper, "count": count, "needs": needs, "parts": parts}
    return render_html("programs/diagnosis/reading/results_pdf.html", context)


def told_on(edition) -> str:
    """« , chiffres du lundi 16 octobre 2006 », of an edition; nothing as long as figures are today's."""
    return f", chiffres du {day(edition.told_on)}" if edition else ""


def results_piece(journey) -> Piece:
    """The results as they may be told now."""
    return Piece("resultats", RESULTS_TITLE, partial(results_html, journey))


def matrix_piece(journey, choice=None, *, anonymous=False, large=False) -> Piece:
    """Needs × associations as they were chosen and ordered, across a sheet of A4 or of A3."""
    name = f"besoins{'-anonyme' if anonymous else ''}{'-a3' if large else ''}"
    title = f"{MATRIX_TITLE}{', sans les noms' if anonymous else ''} ({SIZES[large]})"
    return Piece(name, title, partial(matrix_html, journey, choice or Choice(), anonymous, large))


def matrix_html(journey, choice, anonymous, large) -> str:
    """The table on paper, with its key."""
    context = table_of(journey.program, choice, anonymous=anonymous)
    total = context["matrix"].total
    subtitle = f"D’après les réponses envoyées par {total} associations" if total > 1 else ""
    paper = reports.paper(journey, MATRIX_TITLE, subtitle=subtitle, landscape=True, with_stones=False)
    context |= {"paper": paper, "large": large, "parts": spread(context["matrix"], COLUMNS[large])}
    return render_html("programs/diagnosis/reading/matrix_pdf.html", context)


def spread(matrix, most: int) -> list[tuple]:
    """The table in parts of about the same width, `most` associations each: [(columns, [(row, its cells there)])]."""
    total = len(matrix.columns)
    width = ceil(total / ceil(total / most)) if total else 1
    return [
        (matrix.columns[start : start + width], [(row, row.cells[start : start + width]) for row in matrix.rows])
        for start in range(0, total, width)
    ]


def table_of(program, choice, *, anonymous) -> dict:
    """The matrix with its key: what its page and its paper show."""
    table = build(program, choice, anonymous=anonymous)
    return {
        "matrix": table,
        "parts": spread(table, len(table.columns)),
        "told": told_rows(table) if table.anonymous else [],
        "intensities": NeedRating.INTENSITIES.items(),
        "shared_from": NeedRating.SHARED_FROM,
    }


def blank_html(journey, sheet) -> str:
    """The questionnaire to fill in by hand: the same numbers as on screen."""
    paper = reports.paper(journey, sheet.questionnaire.title, with_stones=False)
    carriers = journey.program.carriers.order_by("id")
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
    return render_html("programs/diagnosis/reading/blank_pdf.html", context)


def blank(journey) -> list[Piece]:
    """Once a questionnaire is chosen."""
    sheet = Sheet(journey.program)
    return [Piece("questionnaire-vierge", BLANK_TITLE, partial(blank_html, journey, sheet))] if sheet else []


def has_answers(journey) -> bool:
    """Whether anybody sent answers."""
    return Response.objects.sent().filter(participation__program=journey.program).exists()


def results(journey) -> list[Piece]:
    """Once answers were sent."""
    return [results_piece(journey)] if has_answers(journey) else []


def matrices(journey) -> list[Piece]:
    """Named, for the DLA; without names, to be handed on; on both sizes."""
    if not has_answers(journey):
        return []
    return [matrix_piece(journey, anonymous=anonymous, large=large) for anonymous in (False, True) for large in SIZES]


BLANK = Print("questionnaire-vierge", BLANK_TITLE, blank, "Choisissez d’abord un questionnaire.")
PRINTS = [BLANK, Print("resultats", RESULTS_TITLE, results), Print("besoins", MATRIX_TITLE, matrices)]
