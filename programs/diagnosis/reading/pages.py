"""Reading together, on screen and on paper: results, all the words, exports, the group's own page, the blank form."""

from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from dla_collectif.services.exports import csv_file, workbook
from dla_collectif.services.pages import Link, done
from programs.journey.guards import phase_view
from programs.journey.prints import answer, answer_one

from ..models import Response, ResultsShared
from ..pages import own_seat, room_page
from . import sharing
from .matrix import Choice, build
from .outside import table_of_told, told_results
from .prints import BLANK, results_piece, told_on
from .renewal import counted, renewal_of
from .results import put_files, read_ever, read_together
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
    reads, former = read_ever(step.program, names) if names else ([], [])
    put_files(reads)
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
        "former": former,
        "enough": len(names) >= LEAST,
        "renewal": renewal_of(step.program, counted((one.response, one.sent_at) for one in matrix.columns)),
        "silent": matrix.silent,
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
    return answer(request, step.journey, results_piece(step.journey))


@phase_view("phase.read")
def results_csv(request, step):
    """The same as a table for a spreadsheet: it may be handed on."""
    _count, needs, parts, _edition = told_results(step.program)
    head = ["Partie", "Question ou besoin", "Réponse", "Associations", "Sur"]
    return csv_file(f"{step.program.reference}-resultats", head, table_of_told(needs, parts))


@phase_view("phase.read")
def results_xlsx(request, step):
    """The same as a workbook, a page for each kind of object."""
    count, needs, parts, edition = told_results(step.program)
    about = f"D’après les réponses envoyées par {count} associations{told_on(edition)}."
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
    has_sent = Response.objects.sent().filter(participation=OuterRef("pk"))
    since = ResultsShared.objects.filter(program=OuterRef("program")).values("since")
    seat = own_seat(request, step, has_sent=Exists(has_sent), shared_since=Subquery(since))
    if seat.shared_since is None or not seat.has_sent:
        raise Http404(NOT_YET)
    count, needs, parts, edition = told_results(step.program)
    crumbs = [Link("Mon espace", reverse("journey:space")), Link(step.program.title, step.program.get_absolute_url())]
    context = {"program": step.program, "seat": seat, "count": count, "needs": needs, "parts": parts, "crumbs": crumbs}
    context["told_on"] = told_on(edition)
    return render(request, "programs/diagnosis/reading/our_results.html", context)


@phase_view("phase.read")
def blank(request, step):
    """The questionnaire to fill in by hand: the same numbers as on screen."""
    return answer_one(request, step.journey, BLANK)
