"""Putting files in as the answer to a question, and taking them out; by an association or by the DLA for it."""

from django.db import transaction
from django.http import Http404

from dla_collectif.journal.actions import record
from dla_collectif.services import files
from dla_collectif.services.refusals import Refusal

from ..models import Answer, AnswerFile, Origin
from ..questionnaire.composed_kinds import MOST_FILES
from ..questionnaire.entries import Sheet
from .actions import SEALED, SENT, follow, write


def file_entry(program, response, serial, *, by_dla=False):
    """The question of that serial, which asks for files. Raises Http404 for any other."""
    sheet = Sheet(program, response, by_dla=by_dla)
    for part in sheet.parts:
        for entry in part.entries:
            if entry.shape == "files" and entry.question.serial == serial:
                entry.part = part.number
                return entry
    raise Http404("Cette question n’attend pas de fichier.")


def add_file(step, response, serial, upload, *, replaces="", by, origin=Origin.ONLINE) -> AnswerFile:
    """Put a file in as an answer, beside the others or in the place of one. `upload` was checked by its form.

    The caller holds the response's row. Raises Refusal for answers that are sent or sealed, or for a file too many.
    """
    entry = open_entry(step, response, serial, origin)
    former = next((one for one in entry.files if one.public_id == replaces), None)
    if former is None and len(entry.files) >= MOST_FILES:
        raise Refusal(f"Il y a déjà {MOST_FILES} fichiers : indiquez celui que le vôtre remplace.", "replaces")
    row = AnswerFile(
        file=upload,
        filename=files.clean_name(upload.name),
        content_type=upload.kind.content_type,
        size=upload.size,
        sha256=files.fingerprint(upload),
        origin=origin,
        by=by,
    )
    kept = [one.public_id for one in entry.files if one is not former]
    gained = write(
        entry,
        {"value": [*kept, row.public_id], "stance": Answer.Stance.ANSWERED},
        entry.version,
        by=by,
        origin=origin,
    )
    row.answer = entry.row
    row.save()
    if former is not None:
        destroy(former)
    settle(step, response, entry, gained, by=by, origin=origin)
    record(step, f"a joint un fichier à la question {entry.number}, {response.participation.organisation}", by=by)
    return row


def remove_file(step, response, file, *, by, origin=Origin.ONLINE) -> None:
    """Take a file out; it is destroyed. Raises Refusal for answers that are sent or sealed."""
    entry = open_entry(step, response, file.answer.question.serial, origin)
    kept = [one.public_id for one in entry.files if one.pk != file.pk]
    gained = write(entry, {"value": kept or None}, entry.version, by=by, origin=origin)
    destroy(file)
    settle(step, response, entry, gained, by=by, origin=origin)
    record(step, f"a retiré un fichier de la question {entry.number}, {response.participation.organisation}", by=by)


def open_entry(step, response, serial, origin):
    """The question, if its files may change. Raises Refusal or Http404."""
    if response.is_sent:
        raise Refusal(SENT)
    entry = file_entry(step.program, response, serial, by_dla=origin != Origin.ONLINE)
    if entry.sealed:
        raise Refusal(SEALED)
    return entry


def settle(step, response, entry, gained, *, by, origin) -> None:
    """Keep the response's state and counters with what changed."""
    follow(step, response, gained, by=by, origin=origin, recount=entry.bears)


def destroy(file) -> None:
    """Take the row away, and its bytes once that is certain."""
    stored, name = file.file.storage, file.file.name
    file.delete()
    transaction.on_commit(lambda: stored.delete(name), robust=True)
