"""Who may read a document: the act, and its page."""

from django.shortcuts import get_object_or_404

from dla_collectif.journal.actions import record
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.visibility import Visibility

from .forms import DocumentReadersForm
from .guards import program_view
from .models import Document
from .readers import who_reads

HANDED_OUT = "Cette édition a été remise aux prestataires : elle leur reste ouverte."
OPENED_THERE = "Qui lit une édition du rapport se décide avec le groupe : cela se fait sur la page de l’édition."


def open_document(journey, document, level, *, by) -> Document:
    """Change who may read a document; what it says stays frozen. Raises Refusal for a level that it may not have."""
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if not locked.possible_levels:
        raise Refusal(why_closed(locked))
    if level not in locked.possible_levels:
        raise Refusal("Un compte rendu figé dit ce que le groupe peut lire : il ne s’ouvre pas au-delà.", "visibility")
    if locked.visibility != level:
        Document.objects.filter(pk=locked.pk).update(visibility=level)
        record(journey.program, f"a donné à lire « {locked.title} » : {Visibility(level).label}", by=by)
    return locked


def why_closed(document) -> str:
    """Why who reads a document cannot be changed here; nothing when it can."""
    if document.possible_levels:
        return ""
    return OPENED_THERE if document.kind == Document.Kind.EDITION else HANDED_OUT


@program_view("program.follow")
def document_readers(request, journey, did):
    """Who reads a document, in words, and the form that changes it."""
    program = journey.program
    document = get_object_or_404(Document.objects.visible_to(program), public_id=did)
    form = DocumentReadersForm(request.POST or None, document=document)
    if accepted(form, lambda data: open_document(journey, document, data["visibility"], by=request.user)):
        return done(
            request, f"« {document.title} » : les lecteurs sont changés.", "journey:documents", program.public_id
        )
    return form_page(
        request,
        form,
        title=f"Qui lit « {document.title} »",
        submit="Enregistrer",
        crumbs=[Link(program.title, program.get_absolute_url())],
        template="programs/journey/document_readers.html",
        document=document,
        readers=who_reads(program, document.visibility),
        closed=why_closed(document),
    )
