"""Reading together, on screen and on paper: results, all the words, exports, the group's own page, the blank form."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from dla_collectif.services import printing
from dla_collectif.services.exports import csv_file, workbook
from dla_collectif.services.pages import Link, done
from dla_collectif.services.pdf import render_html
from dla_collectif.services.templatetags.house import day
from programs.journey import reports
from programs.journey.guards import phase_view

from ..models import NeedRating, Response
from ..pages import own_seat, room_page
from ..questionnaire import conditions
from ..questionnaire.editions import changed_at, former_answers
from ..questionnaire.entries import Sheet, parts_of
from . import sharing
from .matrix import Choice, build
from .outside import table_of_told, told_results
from .renewal import latest, renewal_of
from .results import read_together
from .sheets import NAMED_CELLS, named_rows, named_sheets, told_sheets
from .smallness import LEAST
from .voices import by_question, by_theme

ORDERS = {"nombre": "partage", "intensite": "intensite"}  # how the needs are ranked, as addresses say it
NOT_YET = "Les résultats du groupe se liront ici quand le DLA les aura partagés et que vos réponses seront envoyées."


@phase_view("phase.read")
def results(request, step):
    """What the answers sent say, question by question; the needs by how many share them, or by how much they weigh."""
    order = request.GET.get("tri") if request.GET.get("tri") in ORDERS else "nombre"
    matrix = build(step.program, Choice(sort=ORDERS[order]))
    names = matrix.names
    reads = read_together(step.program, names) if names else []
    renewal = renewal_of(step.program) if names else None
    awaited = Response.objects.awaited().filter(participation__program=step.program)
    parts = {}
    for read in reads:
        parts.setdefault(read.question.section_title, []).append(read)
    context = {
        "parts": list(parts.items()),
        "count": len(names),
        "order": order,
        "needs": matrix.rows if names else [],
        "bars": [bar_of(need, order) for need in matrix.rows],
        "shared_since": reads[0].question.shared_since if reads else None,
        "former": former_answers(names) if names else [],
        "enough": len(names) >= LEAST,
        "renewal": renewal,
        "silent": awaited.count() if renewal is not None and renewal.told is None else 0,
    }
    return room_page(request, step, "programs/diagnosis/reading/results.html", **context)


def bar_of(need, order):
    """A need's bar: how many share it, or its mean intensity."""
    if order == "intensite":
        return need.text, need.mean, "non renseigné" if need.mean is None else f"{need.mean:g} / 4".replace(".", ",")
    return need.text, need.shared


@phase_view("phase.read")
def voices(request, step):
    """All the words, by theme of the needs and by question; with their authors, for the DLA alone."""
    matrix = build(step.program)
    reads = read_together(step.program, matrix.names) if matrix.total else []
    context = {"themes": by_theme(matrix), "questions": by_question(reads), "count": matrix.total}
    return room_page(request, step, "programs/diagnosis/reading/voices.html", **context)


@phase_view("phase.read")
def results_pdf(request, step):
    """The results on paper, which travels: without names, small counts hidden."""
    count, needs, parts = told_results(step.program)
    subtitle = f"D’après les réponses envoyées par {count} associations, sans les noms" if count >= LEAST else ""
    subtitle += told_on(step.program)
    paper = reports.paper(step.journey, "Résultats du questionnaire", subtitle=subtitle, with_stones=False)
    context = {"paper": paper, "count": count, "needs": needs, "parts": parts}
    html = render_html("programs/diagnosis/reading/results_pdf.html", context)
    return printing.answer(request, html, f"{step.program.reference}-resultats")


def told_on(program) -> str:
    """« , chiffres du lundi 16 octobre 2006 », of an edition; nothing as long as figures are today's."""
    edition = latest(program)
    return f", chiffres du {day(edition.told_on)}" if edition else ""


@phase_view("phase.read")
def results_csv(request, step):
    """The same as a table for a spreadsheet: it may be handed on."""
    _count, needs, parts = told_results(step.program)
    head = ["Partie", "Question ou besoin", "Réponse", "Associations", "Sur"]
    return csv_file(f"{step.program.reference}-resultats", head, table_of_told(needs, parts))


@phase_view("phase.read")
def results_xlsx(request, step):
    """The same as a workbook, a page for each kind of object."""
    count, needs, parts = told_results(step.program)
    about = f"D’après les réponses envoyées par {count} associations{told_on(step.program)}."
    return workbook(f"{step.program.reference}-resultats", told_sheets(needs, parts, about))


@phase_view("phase.read")
def needs_csv(request, step):
    """Every weight of every association, with names and words: for the DLA."""
    rows = named_rows(build(step.program, Choice(sort="numero")))
    return csv_file(f"{step.program.reference}-besoins-par-association", NAMED_CELLS, rows)


@phase_view("phase.read")
def needs_xlsx(request, step):
    """The same as a workbook, with the needs themselves."""
    sheets = named_sheets(build(step.program, Choice(sort="numero")))
    return workbook(f"{step.program.reference}-besoins-par-association", sheets)


@phase_view("phase.write")
def share(request, step):
    """Let the associations read the results without names, or no longer; tell today's figures instead of those told."""
    home = step.reverse("diagnosis:results")
    if request.method != "POST":
        return redirect(home)
    if "fin" in request.POST:
        sharing.unshare_results(step, by=request.user)
        return done(request, "Les associations ne lisent plus les résultats.", home)
    if "nouveaux" in request.POST:
        edition = sharing.renew_results(step, by=request.user)
        told = f"Ce qui se lit sans les noms est à jour, d’après {edition.count} associations."
        return done(request, told, home)
    sharing.share_results(step, by=request.user)
    return done(request, "Les associations qui ont répondu lisent les résultats, sans les noms.", home)


@phase_view("phase.reply")
def our_results(request, step):
    """What the group answered, for an association that sent its own answers: without names, small counts hidden."""
    seat, row = own_seat(request, step), sharing.shared(step.program)
    answered = hasattr(seat, "response") and seat.response.is_sent
    if row is None or row.since is None or not answered:
        raise Http404(NOT_YET)
    count, needs, parts = told_results(step.program)
    crumbs = [Link("Mon espace", reverse("journey:space")), Link(step.program.title, step.program.get_absolute_url())]
    context = {"program": step.program, "seat": seat, "count": count, "needs": needs, "parts": parts, "crumbs": crumbs}
    context["told_on"] = told_on(step.program)
    return render(request, "programs/diagnosis/reading/our_results.html", context)


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
    html = render_html("programs/diagnosis/reading/blank_pdf.html", context)
    return printing.answer(request, html, f"{step.program.reference}-questionnaire-vierge")
