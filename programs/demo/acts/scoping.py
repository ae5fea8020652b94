"""The opening, the scoping note, the associations spotted."""

from functools import partial

from dla_collectif.teams.funder_actions import write_usual_funder
from programs.journey.actions import open_program
from programs.journey.carriers import accept_request, ask_carrier
from programs.journey.funders import take_usual_funders
from programs.scoping import actions

from ..calendar import Act
from ..vocabulary import half_days, sector, theme

PHASE = "scoping"
WRITTEN = ("origin", "finding", "territory", "field", "added_value", "sought_effects", "calendar", "risks")


def acts(stage):
    """From the opening to the decision."""
    opened_on, told = stage.story["program"]["start"], stage.story["scoping"]
    at = stage.calendar.at
    yield Act(at(opened_on, "09:00"), stage.cast.enter)
    yield Act(at(opened_on, "10:00"), partial(open_story, stage))
    for row in told["spotted"]:
        yield Act(at(row["on"], "11:00"), partial(spot, stage, row))
    yield Act(at(told["written_on"], "15:00"), partial(write_note, stage, told))
    if "decision" in told:
        yield Act(at(told["date"], "11:00"), partial(decide, stage, told))


def open_story(stage) -> None:
    """The first DLA opens the programme, the others are asked and accept, then come the partners."""
    told, (first, *others) = stage.story["program"], stage.story["carriers"]
    data = {
        "reference": told["reference"],
        "title": told["title"],
        "theme": theme(told["theme"]),
        "sector": sector(told["sector"]),
        "territory": told["territory"],
    }
    dla, by = stage.cast.dla(first["organisation"]), stage.cast.user(first["officer"])
    stage.program = open_program(data, dla, by=by, demonstration=True)
    step, by = stage.enter(PHASE, first["officer"])
    for carrier in others:
        request = ask_carrier(step.program, stage.cast.dla(carrier["organisation"]), by=by)
        accept_request(request, by=stage.cast.user(carrier["officer"]))
    stage.seen.clear()
    step, by = stage.enter(PHASE, first["officer"])
    for key in told["partners"]:
        actions.add_partner(step, {"organisation": stage.cast.organisation(key)}, by=by)
    name_funders(step.program, dla, told.get("funders", ()), by=by, manager=stage.cast.user(first["manager"]))


def name_funders(program, dla, told, *, by, manager) -> None:
    """The funders that the DLA usually has, written by its manager the first time, taken over by each programme."""
    for position, row in enumerate(told, 1):
        write_usual_funder(dla, {"mention": "", "address": "", **row, "position": position}, by=manager)
    if dla.usual_funders.exists():
        take_usual_funders(program, dla, by=by)


def spot(stage, told) -> None:
    """An association is spotted."""
    step, by = stage.enter(PHASE, told["by"])
    actions.spot_associations(step, [stage.cast.organisation(told["organisation"])], source=told["source"], by=by)


def write_note(stage, told) -> None:
    """The note, before it is decided."""
    step, by = stage.enter(PHASE, told["by"])
    data = {name: told[name] for name in WRITTEN if name in told}
    if "days_estimate" in told:
        data["half_days"] = half_days(told["days_estimate"])
    actions.write_note(step, data, by=by)


def decide(stage, told) -> None:
    """The DLA decide, and date it."""
    step, by = stage.enter(PHASE, told["by"])
    data = {"decision": told["decision"], "decided_on": stage.calendar.day(told["date"])}
    actions.write_note(step, data, by=by)
