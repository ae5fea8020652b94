"""An association's answers on paper: for itself at any time, for the DLA once they are sent."""

from django.http import Http404
from django.utils.text import slugify

from dla_collectif.services import printing
from dla_collectif.services.pdf import render_html
from programs.journey import reports
from programs.journey.guards import phase_view

from ..models import Origin
from ..questionnaire.editions import former_entries
from ..questionnaire.entries import Sheet
from .doors import dla_door, own_door
from .pages import asked


@phase_view("phase.reply")
def own_print(request, step):
    """The association's own answers, sent or not."""
    return answers_pdf(request, own_door(request, step))


@phase_view("phase.read")
def sent_print(request, step, oid):
    """What an association sent. Raises Http404 before: until then it is read by nobody else."""
    door = dla_door(request, step, oid)
    if door.response is None or not door.response.is_sent:
        raise Http404("Ces réponses ne sont pas envoyées.")
    return answers_pdf(request, door)


def answers_pdf(request, door):
    """Every question with its answer, where it came from, and who validated the whole."""
    sheet = asked(Sheet(door.step.program, door.response))
    for entry in sheet.entries:
        stored = entry.is_stored and (entry.is_given or getattr(entry.row, "words", ""))
        entry.source = Origin(entry.row.origin).label if stored and entry.row.origin != Origin.ONLINE else ""
    organisation = door.seat.organisation
    title = "Réponses au questionnaire"
    context = {
        "paper": reports.paper(door.step.journey, title, subtitle=str(organisation), with_stones=False),
        "sheet": sheet,
        "response": door.response,
        "former": former_entries(sheet),
    }
    name = f"{door.step.program.reference}-reponses-{slugify(str(organisation))}"
    return printing.answer(request, render_html("programs/diagnosis/answering/answers_pdf.html", context), name)
