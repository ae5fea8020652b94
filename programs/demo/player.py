"""Plays a story: its acts in the order of their dates, each at its own moment, through the rooms' own actions."""

import tomllib
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

from django.db import transaction
from django.db.models import F

from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from programs.journey.actions import close_phase
from programs.journey.models import Program

from .acts import consultation, diagnosis, restitution, scoping, selection, specification, workshops
from .calendar import Act, moment
from .stage import Stage

FOLDER = Path(__file__).parent / "stories"
NAMES = ("lille", "cirque", "tiers-lieux")  # in this order: later ones know the people of the first
EVENING = "18:30"  # a phase is closed once the day's work is done
PARTS = (scoping, consultation, diagnosis, specification, selection, workshops, restitution)


@cache
def read(name: str) -> dict:
    """A story as its file tells it; figures with a comma are exact."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)


def is_played(name: str) -> bool:
    """Whether the programme of a story is there."""
    return Program.objects.filter(reference=read(name)["program"]["reference"]).exists()


def play(name: str, until: str = "") -> Program:
    """Play a story that is not there yet, up to now, or up to the moment when the phase `until` would be closed.

    All of it or nothing: one transaction around all acts, and each act in its own as a page would have it.
    """
    stage = Stage(name, read(name))
    with transaction.atomic():
        for act in acts_of(stage):
            if act.moment > clock.now() or (until and act.closes == until):
                break
            with clock.set_to(act.moment), transaction.atomic():
                act.do()
        file_mails(stage.program)
    return stage.program


def acts_of(stage) -> list[Act]:
    """Every act of a story in the order of their moments; those of one moment in the order they are told."""
    told = (act for part in PARTS for act in part.acts(stage))
    return sorted([*told, *closings(stage)], key=lambda act: act.moment)


def closings(stage):
    """The end of each phase that the story closes."""
    for row in stage.story["phases"]:
        if "closed_on" in row:
            yield Act(stage.calendar.at(row["closed_on"], EVENING), partial(close, stage, row), closes=row["key"])


def close(stage, row) -> None:
    """Close a phase, with the story's reason if something is still missing."""
    step, by = stage.enter(row["key"], row["by"])
    close_phase(step, reason=row.get("reason", "") if step.missing else "", by=by)
    stage.seen.clear()


def file_mails(program) -> None:
    """What was written on past days has left long ago and is not delivered now; today's mails remain to leave."""
    mails = Message.objects.filter(scope=program.journal_scope, state=Message.State.QUEUED)
    if Program.objects.get(pk=program.pk).is_under_way:
        mails = mails.filter(created_at__lt=moment(clock.today(), "00:00"))
    mails.update(state=Message.State.SENT, sent_at=F("created_at"), attempts=1)
