"""The worker's part: some seconds at a time, so that mails and prints never wait for a whole file."""

import logging
import time
from pathlib import Path

from django.db import transaction

from dla_collectif.journal.actions import record
from dla_collectif.services import archives, clock
from programs.journey.progress import Journey

from ..models import Archive
from .build import gather, pack
from .contents import items

AT_ONCE = 3  # seconds of one turn; a paper begun is finished
STOPPED = "La préparation a été arrêtée par une erreur. L’incident est noté ; demandez de nouveau le dossier."
logger = logging.getLogger(__name__)


def work() -> int:
    """Go on with the oldest that waits; returns how many documents became ready."""
    archive = (
        Archive.objects.filter(made_at=None, problem="").select_related("program").order_by("asked_at", "pk").first()
    )
    archives.forget_old(set(Archive.objects.values_list("public_id", flat=True)))
    if archive is None:
        return 0
    try:
        return go_on(archive)
    except Exception:
        logger.exception("archive %s failed", archive.public_id)
        Archive.objects.filter(pk=archive.pk).update(problem=STOPPED)
        archives.remove(gathering(archive))
        return 0


def gathering(archive) -> Path:
    """Where its parts are put."""
    return archives.folder() / f"{archive.public_id}.parts"


def go_on(archive) -> int:
    """Some more documents; the last turn packs them."""
    began, folder = time.monotonic(), gathering(archive)
    told = items(Journey(archive.program))
    if archive.total != len(told) or not folder.exists():  # new, or something came or went meanwhile: begun again
        archives.remove(folder)
        archive.done = 0
    folder.mkdir(mode=0o700, exist_ok=True)
    first = archive.done
    for place in range(first, len(told)):
        gather(told[place], folder, place)
        Archive.objects.filter(pk=archive.pk).update(done=place + 1, total=len(told))
        if time.monotonic() - began > AT_ONCE and place + 1 < len(told):
            return place + 1 - first
    finish(archive, told, folder)
    return len(told) - first


@transaction.atomic
def finish(archive, told, folder) -> None:
    """Pack, keep the fingerprint, and write it in the journal of the programme."""
    digest = pack(archive.program, told, folder, archive.path)
    size = archive.path.stat().st_size
    Archive.objects.filter(pk=archive.pk).update(made_at=clock.now(), sha256=digest, size=size)
    archives.remove(folder)
    what = f"a réuni le dossier complet ({len(told)} documents, empreinte {digest})"
    record(archive.program, what, by=archive.asked_by)
