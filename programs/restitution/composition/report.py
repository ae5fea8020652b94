"""The restitution report, assembled from what the phases hold for the readers it is handed to."""

from dla_collectif.services.pdf import render_html
from dla_collectif.services.visibility import Visibility
from programs.journey import reports

from ..figures import read_figures
from ..models import Sheet
from ..prose.reading import texts
from ..readings import bullets, participants, provider, story_of
from ..thread import read_thread


def report_html(journey, readers=Visibility.INSTITUTIONS, *, edition="Document de travail", fingerprint="") -> str:
    """The whole report as `readers` may read it: summary, a chapter per phase with the officer's own text, annexes."""
    program = journey.program
    program.told_level = readers
    written = texts(program)
    chapters = [{**chapter, "text": written.get(chapter["step"].key, "")} for chapter in reports.chapters(journey)]
    contents = [("synthese", "", "L’essentiel")]
    contents += [(chapter["step"].key, chapter["step"].number, chapter["step"].title) for chapter in chapters]
    contents += [("fil", "", "Le fil : du besoin à l’effet"), ("annexe-participants", "", "Annexe : les participants")]
    context = {
        "paper": reports.paper(
            journey, "Rapport de restitution", subtitle=program.territory, edition=edition, fingerprint=fingerprint
        ),
        "program": program,
        "contents": contents,
        "chapters": chapters,
        "figures": read_figures(program),
        "events": [(meeting.starts_at.date(), meeting.title) for meeting in story_of(program)],
        "sheet": Sheet.objects.filter(program=program).first(),
        "bullets": bullets(Sheet.objects.filter(program=program).first()),
        "thread": read_thread(program, readers),
        "participants": participants(program),
        "provider": provider(program),
    }
    return render_html("programs/restitution/restitution_pdf.html", context)
