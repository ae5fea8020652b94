"""The page where files answer a question, and the files themselves, for those who read the answer."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from dla_collectif.services import files
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from programs.journey.guards import phase_view

from ..models import AnswerFile, Response
from . import attachments
from .doors import dla_door, own_door
from .forms import AttachmentForm


# The association -----------------------------------------------------------------------------------------------------
@phase_view("phase.answer")
def own_files(request, step, number):
    """The files that answer one question, named by its serial."""
    return files_page(request, own_door(request, step, writing=request.method == "POST"), number)


@phase_view("phase.reply")
def own_answer_file(request, step, oid):
    """A file that one's association put in, or that the DLA put in for it."""
    mine = Response.objects.of(request.user, step.program)
    return handed(get_object_or_404(AnswerFile, answer__response__in=mine, public_id=oid))


@phase_view("phase.answer")
def remove_own_file(request, step, oid):
    """Take one out."""
    mine = Response.objects.of(request.user, step.program)
    file = found(AnswerFile.objects.filter(answer__response__in=mine), oid)
    door = own_door(request, step, writing=request.method == "POST")
    if file.answer.response_id != door.response.pk:
        raise Http404("Ce fichier est celui d’une autre association.")
    return take_out(request, door, file)


# The DLA -------------------------------------------------------------------------------------------------------------
@phase_view("phase.write")
def interview_files(request, step, oid, number):
    """The files that answer one question, put in for an association."""
    return files_page(request, dla_door(request, step, oid, writing=request.method == "POST"), number)


@phase_view("phase.read")
def answer_file(request, step, oid):
    """A file of an answer that was sent, or that the DLA put in itself."""
    return handed(get_object_or_404(of_program(step).read_by_dla(), public_id=oid))


@phase_view("phase.write")
def remove_answer_file(request, step, oid):
    """Take out what the DLA put in."""
    file = found(of_program(step).read_by_dla(), oid)
    seat = file.answer.response.participation.public_id
    return take_out(request, dla_door(request, step, seat, writing=request.method == "POST"), file)


# What both doors share -----------------------------------------------------------------------------------------------
def of_program(step):
    """All the files of a programme's answers."""
    return AnswerFile.objects.filter(answer__response__participation__program=step.program)


def found(rows, oid) -> AnswerFile:
    """A file with its question and its association. Raises Http404."""
    return get_object_or_404(rows.select_related("answer__question", "answer__response__participation"), public_id=oid)


def handed(file):
    """The stored file, as an attachment."""
    return files.serve(file.file.open("rb"), file.filename, file.content_type)


def files_page(request, door, serial):
    """What was put in, and one more file to put in."""
    if door.response is not None and door.response.is_sent:
        return redirect(door.url("answer"))
    entry = attachments.file_entry(door.step.program, door.response, serial, by_dla=door.by_dla)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AttachmentForm(*sent, entry=entry)
    add = attachments.add_file

    def act(data):
        return add(
            door.step,
            door.response,
            serial,
            data["file"],
            replaces=data.get("replaces", ""),
            by=request.user,
            origin=door.origin,
        )

    here = door.url("files", serial)
    if accepted(form, act):
        return done(request, "Le fichier est enregistré avec votre réponse.", here)
    names = "remove_answer_file" if door.by_dla else "remove_file"
    context = {"door": door, "entry": entry, "program": door.step.program, "remove_name": f"diagnosis:{names}"}
    return form_page(
        request,
        form,
        title=entry.label,
        submit="Déposer ce fichier",
        crumbs=door.crumbs,
        template="programs/diagnosis/answering/files.html",
        back_url=door.entry_url(entry),
        **context,
    )


def take_out(request, door, file):
    """Remove a file by either door."""
    here = door.url("files", file.answer.question.serial)
    if request.method == "POST":
        attachments.remove_file(door.step, door.response, file, by=request.user, origin=door.origin)
        return done(request, "Le fichier est retiré et détruit.", here)
    return redirect(here)
