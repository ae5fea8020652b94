"""Ask for the whole file of a programme."""

from dla_collectif.journal.actions import record

from ..models import Archive


def ask_archive(journey, *, by) -> Archive:
    """Put a whole file among those that the worker makes; asked twice while one waits, it is that one."""
    waiting = Archive.objects.filter(program=journey.program, made_at=None, problem="").first()
    if waiting:
        return waiting
    archive = Archive.objects.create(program=journey.program, asked_by=by)
    record(journey.program, "a demandé le dossier complet", by=by)
    return archive
