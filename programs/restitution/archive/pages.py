"""The page of the whole file: ask for it, see how far it is, take it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from dla_collectif.services import archives, files
from dla_collectif.services.pages import done
from programs.journey.guards import phase_view
from programs.journey.pages import step_page

from ..models import Archive
from .actions import ask_archive

GONE = "Ce dossier n’est plus là : il a été retiré au bout de quelques jours, ou après un effacement."


@phase_view("program.follow")
def archive(request, step):
    """What was asked, how far it is; a button asks for a new one."""
    if request.method == "POST":
        ask_archive(step.journey, by=request.user)
        return done(request, "Le dossier se prépare.", step.reverse("restitution:archive"))
    rows = list(Archive.objects.filter(program=step.program).select_related("asked_by__person")[:10])
    waiting = any(row.is_waiting for row in rows)
    context = {"archives": rows, "waiting": waiting, "days": archives.KEPT.days}
    page = step_page(request, step, "programs/restitution/archive/archive.html", **context)
    if waiting:
        page["Refresh"] = "3"
    return page


@phase_view("program.follow")
def archive_file(request, step, oid):
    """The zip itself, for those who carry the programme."""
    row = get_object_or_404(Archive, program=step.program, public_id=oid)
    if not row.is_there:
        raise Http404(GONE)
    return files.serve(row.path.open("rb"), f"{step.program.reference}-dossier-complet.zip", "application/zip")
