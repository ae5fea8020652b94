"""The pages of the digest: the sheet, its own words, its print; the summary for elected people; the office files."""

from dla_collectif.services import office
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from programs.journey.guards import phase_view
from programs.journey.pages import step_page
from programs.journey.prints import answer_one

from ..composition.report import report_html
from ..models import Sheet
from ..readings import bullets
from . import actions
from .forms import SheetForm
from .prints import SHEET, SUMMARY
from .sheet import offered, sheet_html


def sheet_of(program) -> Sheet:
    """The stored words of the sheet, or new ones."""
    return Sheet.objects.filter(program=program).first() or Sheet(program=program)


@phase_view("phase.read")
def sheet(request, step):
    """The sheet's own words, beside what the facts say of the same."""
    row = sheet_of(step.program)
    context = {"sheet": row, "bullets": bullets(row), "offered": offered(step.program)}
    return step_page(request, step, "programs/restitution/digest/sheet.html", **context)


@phase_view("phase.write")
def write_sheet(request, step):
    """Write the summary and the sheet's own words; `?depart=faits` begins from the sentences made from the facts."""
    row, told = sheet_of(step.program), offered(step.program)
    fresh = request.GET.get("depart") == "faits"
    start = {name: text for name, text in told.items() if fresh and not getattr(row, name)}
    form = SheetForm(request.POST or None, instance=row, initial=start)
    if accepted(form, lambda data: actions.write_sheet(step, data, by=request.user)):
        return done(request, "Le résumé et la fiche sont enregistrés.", step.reverse("restitution:sheet"))
    template = "programs/restitution/digest/write_sheet.html"
    title = "Résumé et fiche d’expérience"
    return form_page(request, form, title=title, submit="Enregistrer", step=step, template=template, fresh=fresh)


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
def report_office(request, step, kind):
    """The report as institutions may read it, as a file to retouch: « docx » or « odt »."""
    return office.answer(request, report_html(step.journey), f"{step.program.reference}-rapport", kind)
