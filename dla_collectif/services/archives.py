"""Where whole files of programmes wait for those who asked: a private folder, emptied by time and by erasures."""

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from . import clock

KEPT = timedelta(days=7)


def folder() -> Path:
    """The folder; private to this installation, in no backup."""
    path = settings.VAR_DIR / "archives"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def remove(path: Path) -> None:
    """Remove a file, or what is being gathered for one."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def forget() -> None:
    """Throw away everything, what is being gathered included: somebody's data were erased, and these hold names."""
    for path in folder().iterdir():
        remove(path)


def forget_old(known=None) -> int:
    """Remove what is too old, and what belongs to none of the `known` names; returns how many."""
    before, count = clock.now().timestamp() - KEPT.total_seconds(), 0
    for path in folder().iterdir():
        name = path.name.partition(".")[0]
        if path.stat().st_mtime < before or (known is not None and name not in known):
            remove(path)
            count += 1
    return count
