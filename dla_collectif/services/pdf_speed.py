"""How long prints take on this machine, by their size: told to whoever waits for one."""

import math
import os
from pathlib import Path

KEPT, NEAR = 60, 5  # prints


def usual(size: int) -> int | None:
    """How many seconds prints of about so many signs of HTML took here, lately; None before the first."""
    near = sorted(lines(), key=lambda line: abs(math.log(max(size, 1) / line[0])))[:NEAR]
    took = sorted(seconds for _size, seconds in near)
    return math.ceil(took[len(took) // 2]) if took else None


def note(size: int, seconds: float) -> None:
    """Keep how long a print took; of two at the same instant one may be lost, which harms nobody."""
    latest = [*lines(), (max(size, 1), seconds)][-KEPT:]
    draft = file().with_name(f"speeds.{os.getpid()}")
    draft.write_text("\n".join(f"{one} {took:.1f}" for one, took in latest), encoding="ascii")
    draft.replace(file())


def lines() -> list[tuple[int, float]]:
    """The latest prints: signs of HTML, seconds."""
    try:
        kept = (line.split() for line in file().read_text(encoding="ascii").splitlines())
        return [(int(size), float(seconds)) for size, seconds in kept]
    except (OSError, ValueError):
        return []


def file() -> Path:
    """Where they are kept."""
    from django.conf import settings  # the child that prints imports this module's neighbours without Django

    return settings.VAR_DIR / "pdf" / "speeds"
