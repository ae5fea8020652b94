"""The table of needs on screen and on paper, with its choices in the address; who can help whom."""

from urllib.parse import urlencode

from dla_collectif.services import printing
from dla_collectif.services.pdf import render_html
from programs.journey import reports
from programs.journey.guards import phase_view

from ..models import NeedRating
from ..pages import room_page
from .helping import brought, matches
from .matrix import SORTS, Choice, build, told_rows

ANONYMOUS = "anonyme"
SHEETS = {"a4": "A4", "a3": "A3"}


@phase_view("phase.read")
def matrix(request, step):
    """Needs × associations, ordered and filtered by the address; `?anonyme=1` tells how many and never who."""
    context = table_of(request, step)
    context["sorts"] = [(key, label) for key, (label, _key) in SORTS.items()]
    context["takers"] = step.takers
    context["named_url"], context["anonymous_url"] = (address(request, anonyme=value) for value in ("", "1"))
    pdf = step.reverse("diagnosis:matrix_pdf")
    context["prints"] = [(label, address(request, pdf, format=key)) for key, label in SHEETS.items()]
    return room_page(request, step, "programs/diagnosis/reading/matrix.html", **context)


@phase_view("phase.read")
def matrix_pdf(request, step):
    """The same table across a sheet of A4, or of A3 (`?format=a3`)."""
    context, large = table_of(request, step), request.GET.get("format") == "a3"
    total = context["matrix"].total
    subtitle = f"D’après les réponses envoyées par {total} associations" if total > 1 else ""
    paper = reports.paper(step.journey, "Tableau des besoins", subtitle=subtitle, landscape=True, with_stones=False)
    html = render_html("programs/diagnosis/reading/matrix_pdf.html", {"paper": paper, "large": large, **context})
    return printing.answer(request, html, f"{step.program.reference}-besoins{'-a3' if large else ''}")


@phase_view("phase.read")
def helping(request, step):
    """Who can help whom, need by need, and what each association says it can bring. With names: for the DLA alone."""
    table = build(step.program)
    context = {"matrix": table, "matches": matches(table), "brought": brought(step.program, table.names)}
    return room_page(request, step, "programs/diagnosis/reading/helping.html", **context)


def table_of(request, step) -> dict:
    """The matrix that an address asks for, with its key."""
    table = build(step.program, Choice.of(request.GET), anonymous=is_anonymous(request))
    return {
        "matrix": table,
        "told": told_rows(table) if table.anonymous else [],
        "intensities": NeedRating.INTENSITIES.items(),
        "shared_from": NeedRating.SHARED_FROM,
    }


def address(request, path="", **changes) -> str:
    """The address that was asked for, with some of its parameters changed; empty ones go."""
    query = {**request.GET.dict(), **changes}
    query = {key: value for key, value in query.items() if value}
    return f"{path or request.path}?{urlencode(query)}" if query else path or request.path


def is_anonymous(request) -> bool:
    """Whether the reader asked for the table without names."""
    return request.GET.get(ANONYMOUS) == "1"
