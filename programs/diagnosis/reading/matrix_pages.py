"""The table of needs on screen and on paper, with its choices in the address; who can help whom."""

from urllib.parse import urlencode

from programs.journey.guards import phase_view
from programs.journey.prints import answer

from ..pages import room_page
from .helping import brought, matches
from .matrix import SORTS, Choice, build
from .prints import matrix_piece, table_of

ANONYMOUS = "anonyme"
SHEETS = {"a4": "A4", "a3": "A3"}


@phase_view("phase.read")
def matrix(request, step):
    """Needs × associations, ordered and filtered by the address; `?anonyme=1` tells how many and never who."""
    context = table_of(step.program, Choice.of(request.GET), anonymous=is_anonymous(request))
    context["sorts"] = [(key, label) for key, (label, _key) in SORTS.items()]
    context["takers"] = step.takers
    context["named_url"], context["anonymous_url"] = (address(request, anonyme=value) for value in ("", "1"))
    pdf = step.reverse("diagnosis:matrix_pdf")
    context["prints"] = [(label, address(request, pdf, format=key)) for key, label in SHEETS.items()]
    return room_page(request, step, "programs/diagnosis/reading/matrix.html", **context)


@phase_view("phase.read")
def matrix_pdf(request, step):
    """The same table across a sheet of A4, or of A3 (`?format=a3`)."""
    large, chosen = request.GET.get("format") == "a3", Choice.of(request.GET)
    piece = matrix_piece(step.journey, chosen, anonymous=is_anonymous(request), large=large)
    return answer(request, step.journey, piece)


@phase_view("phase.read")
def helping(request, step):
    """Who can help whom, need by need, and what each association says it can bring. With names: for the DLA alone."""
    table = build(step.program)
    context = {"matrix": table, "matches": matches(table), "brought": brought(step.program, table.names)}
    return room_page(request, step, "programs/diagnosis/reading/helping.html", **context)


def address(request, path="", **changes) -> str:
    """The address that was asked for, with some of its parameters changed; empty ones go."""
    query = {**request.GET.dict(), **changes}
    query = {key: value for key, value in query.items() if value}
    return f"{path or request.path}?{urlencode(query)}" if query else path or request.path


def is_anonymous(request) -> bool:
    """Whether the reader asked for the table without names."""
    return request.GET.get(ANONYMOUS) == "1"
