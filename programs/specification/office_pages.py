"""The specification as a file to retouch, its numbers those of the print."""

from dla_collectif.services import office
from programs.journey.guards import phase_view

from . import prints
from .models import Specification


@phase_view("phase.read")
def office_file(request, step, kind):
    """The frozen text if there is one, else a working copy; `kind` is « docx » or « odt »."""
    row = Specification.objects.filter(program=step.program).select_related("document").first()
    frozen = row.document.html if row and row.is_frozen and row.document else ""
    return office.answer(
        request, frozen or prints.specification_html(step), f"{step.program.reference}-cahier-des-charges", kind
    )
