"""The pages of the digest: the sheet, its own words, its print; the summary for elected people; the office files."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from dla_collectif.services import office
from programs.journey.guards import phase_view
from programs.journey.pages import around, step_page
from programs.journey.prints import answer_one

from ..composition.pages import chosen_readers
from ..composition.report import report_html
from ..models import Sheet
from ..prose import actions, writing
from ..readings import bullets
from .forms import SheetForm
from .prints import SHEET, SUMMARY
from .sheet import offered, sheet_html


def sheet_of(program) -> Sheet:
    """The stored words of the sheet, or new ones."""
    rows = Sheet.objects.filter(program=program).select_related("edited_by__person")
    return rows.first() or Sheet(program=program)


@phase_view("phase.read")
def sheet(request, step):
    """The sheet's own words, beside what the facts say of the same."""
    row = sheet_of(step.program)
    context = {"sheet": row, "bullets": bullets(row), "offered": offered(step.program)}
    return step_page(request, step, "programs/restitution/digest/sheet.html", **context)


@phase_view("phase.write")
def write_sheet(request, step):
    """Write the summary and the sheet's own words; `?depart=faits` begins from the sentences made from the facts."""
    row, fresh = sheet_of(step.program), request.GET.get("depart") == "faits"
    told = offered(step.program) if fresh else {}
    start = {name: text for name, text in told.items() if not getattr(row, name)}
    form = SheetForm(request.POST or None, instance=row, initial=start)
    answer = writing.written(
        request,
        step,
        form,
        write=lambda sent: actions.write_sheet(step, sent, by=request.user),
        settle=lambda sent, choices: actions.settle_sheet(step, sent, choices, by=request.user),
        sentence="Le résumé et la fiche sont enregistrés.",
        home=step.reverse("restitution:write_sheet"),
    )
    if answer is not None:
        return answer
    names = form.Meta.fields
    context = around(request, step) | {
        "form": form,
        "row": row,
        "fresh": fresh,
        "bases": [(f"base_{name}", request.POST.get(f"base_{name}", getattr(row, name))) for name in names],
        "save_url": step.reverse("restitution:save_sheet"),
    }
    return render(request, "programs/restitution/digest/write_sheet.html", context)


@phase_view("phase.write")
@require_POST
def save_sheet(request, step):
    """Save the sheet's own words by themselves."""
    form = SheetForm(request.POST, instance=Sheet.objects.filter(program=step.program).first())
    return writing.save(request, form, lambda sent: actions.write_sheet(step, sent, by=request.user))


@phase_view("phase.read")
def sheet_pdf(request, step):
    """The experience sheet on paper."""
    return answer_one(request, step.journey, SHEET)


@phase_view("phase.read")
def summary_pdf(request, step):
    """The summary for elected people, on one page."""
    return answer_one(request, step.journey, SUMMARY)


@phase_view("phase.read")
def sheet_office(request, step, kind):
    """The sheet as a file to retouch: « docx » or « odt »."""
    return office.answer(request, sheet_html(step.journey), f"{step.program.reference}-fiche", kind)


@phase_view("phase.read")
def report_office(request, step, readers, kind):
    """The report as some readers may read it, as a file to retouch: « docx » or « odt »."""
    chosen = chosen_readers(readers)
    html = report_html(step.journey, chosen.level)
    return office.answer(request, html, f"{step.program.reference}-rapport-{chosen.slug}", kind)
