"""Refusals go in the house's journal too, without a reading that writes and without a flood.

What a rule refuses (a page, a sign-in) is a line in a file of limited size; the worker sums the lines up, once an hour
at the most, in a limited number of entries: « s’est vu refuser 12 pages : … ».
"""

import json
import logging
import os
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from dla_collectif.services import origin

from .actions import record

logger = logging.getLogger(__name__)
MOST_BYTES = 512 * 1024  # of what waits: some 2,000 refusals
MOST_ENTRIES = 50  # of one summing up; the others are counted together
PAGE, SIGN_IN = "page", "sign_in"


class RefusalsMiddleware:
    """Notes what a rule refuses to somebody who is signed in; an address that leads nowhere is no refusal."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Called by Django when a view ends with an exception."""
        user = getattr(request, "visitor", None) or getattr(request, "user", None)  # who looks, not as whom
        if isinstance(exception, PermissionDenied | Http404) and user is not None and user.is_authenticated:
            note(PAGE, user.pk, sentence_of(exception), request.path)


def sentence_of(exception) -> str:
    """Why a rule said no; Django's own words, which are English, are not told."""
    told = str(exception)
    return told if isinstance(exception, PermissionDenied) or told.endswith(".") else "Cette page n’existe pas."


def note_sign_in(sender, credentials, **kwargs) -> None:
    """Called by Django when an address and a password do not go together."""
    address = str(credentials.get("username") or credentials.get("email") or "").lower().strip()
    known = get_user_model().objects.filter(email=address).values_list("pk", flat=True).first() if address else None
    note(SIGN_IN, known, "", "")


user_login_failed.connect(note_sign_in, dispatch_uid="journal")


def waiting() -> Path:
    """The file of what was refused and is not yet told; private to this installation."""
    return Path(settings.VAR_DIR) / "refusals"


def note(kind: str, user: int | None, why: str, path: str) -> None:
    """Add a line to what waits, unless too much does already. One write: lines of several processes never mix."""
    line = json.dumps([kind, user, why[:200], path[:120], origin.here().network])
    try:
        descriptor = os.open(waiting(), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    except OSError as problem:  # a full disk must not turn a refusal into a breakdown
        logger.error("a refusal could not be noted: %s", problem)
        return
    with os.fdopen(descriptor, "ab", buffering=0) as file:
        if os.fstat(descriptor).st_size < MOST_BYTES:
            file.write(f"{line}\n".encode())


def tell() -> int:
    """Sum up what waits in the house's journal; for the worker. Returns how many entries were written."""
    taken = waiting().with_suffix(".taken")
    if waiting().exists() and not taken.exists():
        waiting().rename(taken)
    if not taken.exists():
        return 0
    counts, examples = Counter(), {}
    for line in taken.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            kind, user, why, path, network = json.loads(line)
        except ValueError:  # the disk was full in the middle of a line
            continue
        counts[kind, user, why, network] += 1
        examples.setdefault((kind, user, why, network), path)
    with transaction.atomic():
        written = write(counts, examples)
    taken.unlink()
    return written


def write(counts: Counter, examples: dict) -> int:
    """One entry for each person, reason and network, the most frequent first; then one for all the others."""
    people = get_user_model().objects.in_bulk({user for _, user, _, _ in counts if user})
    shown = counts.most_common(MOST_ENTRIES)
    for key, count in shown:
        kind, user, why, network = key
        with origin.coming_from(origin.Channel.WEB, network):
            record(None, sentence(kind, people.get(user), why, examples[key], count), by=people.get(user))
    others = counts.total() - sum(count for _, count in shown)
    if others:
        record(None, f"a compté {others} autres refus, trop nombreux pour être écrits un à un", by=None)
    return len(shown) + bool(others)


def sentence(kind, person, why, path, count) -> str:
    """How the journal says it."""
    times = f"{count} fois " if count > 1 else ""
    if kind == PAGE:
        return f"s’est vu refuser {times}une page, par exemple {path}\u00a0: {why}"
    if person:
        return f"s’est vu refuser {times}l’ouverture d’une session\u00a0: mauvais mot de passe"
    return f"a refusé {times}l’ouverture d’une session pour une adresse inconnue"
