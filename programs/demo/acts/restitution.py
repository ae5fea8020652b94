"""The restitution and its debate, undertakings, effects, news a year later, the report's texts and the sheet."""

from decimal import Decimal
from functools import partial

from dla_collectif.services import clock
from programs.diagnosis.models import Indicator, Origin
from programs.restitution import actions, indicators
from programs.restitution.digest import actions as digest
from programs.restitution.models import Effect, FollowUp

from ..calendar import Act
from .meetings import meeting_acts

PHASE = "restitution"


def acts(stage):
    """From the invitations to the last text of the report."""
    told = stage.story.get("restitution")
    if not told:
        return
    at, event = stage.calendar.at, told["event"]
    yield from meeting_acts(stage, PHASE, event, at(told["invitations_sent_on"], "10:00"))
    for row in told["undertakings"]:
        yield Act(at(row["on"], "17:30"), partial(note_undertaking, stage, told, row))
        if row["state"] == "done":
            yield Act(at(row["state_on"], "11:00"), partial(note_done, stage, row))
    for row in told["effects"]:
        yield Act(at(row["on"], "16:00"), partial(note_effect, stage, row))
    for row in told["follow_ups"]:
        yield Act(at(row["date"], "17:00"), partial(take_news, stage, row))
    closed_on = next(row["closed_on"] for row in stage.story["phases"] if row["key"] == PHASE)
    for row in told["chapters"]:
        yield Act(at(closed_on, "10:00"), partial(write_chapter, stage, row))
    yield Act(at(closed_on, "14:00"), partial(write_sheet, stage, told))


def note_undertaking(stage, told, row) -> None:
    """What an institution says that it will do."""
    step, by = stage.enter(PHASE, stage.officer_of(PHASE))
    data = {
        "participation": stage.seat(row["institution"]),
        "person": stage.cast.person(row["person"]),
        "text": row["text"],
        "said_on": stage.calendar.day(row["on"]),
        "due_on": stage.calendar.day(row["due"]),
        "meeting": stage.rows[told["event"]["key"]],
    }
    stage.rows[row["key"]] = actions.write_undertaking(step, data, by=by)


def note_done(stage, row) -> None:
    """It was done, and when."""
    step, by = stage.enter(PHASE, stage.officer_of(PHASE))
    done = {"done_on": stage.calendar.day(row["state_on"])}
    actions.write_undertaking(step, done, stage.rows[row["key"]], by=by)


def note_effect(stage, row) -> None:
    """Something changed, and this shows it."""
    step, by = stage.enter(PHASE, stage.officer_of(PHASE))
    data = {
        "kind": Effect.Kind(row["kind"]),
        "title": row["title"],
        "text": row["text"],
        "proof": row["proof"],
        "objective": stage.rows[row["objective"]],
        "output": stage.rows["production", row["output"]],
        "observed_on": stage.calendar.day(row["on"]),
    }
    actions.write_effect(step, data, by=by)


def take_news(stage, row) -> None:
    """Does the group still meet, without the DLA?"""
    step, by = stage.enter(PHASE, row["by"])
    data = {
        "months": row["months"],
        "taken_on": stage.calendar.day(row["date"]),
        "still_meets": FollowUp.StillMeets.YES if row["still_meeting"] else FollowUp.StillMeets.NO,
        "how_often": f"{row['how_often']}\u202f; réunions convoquées par {lowered(row['convened_by'])}",
        "text": row["text"],
    }
    actions.write_follow_up(step, data, by=by)
    if "indicators" in row:
        term = indicators.ask_indicators(step, row["months"], clock.today() + indicators.USUAL, by=by)
        rows = {each.question.key: each for each in Indicator.objects.of(stage.program).select_related("question")}
        for answer in row["indicators"]:
            figures = {key: value for key, value in answer.items() if key in rows}
            told = {
                rows[key]: {"value": None if value == "?" else Decimal(str(value)), "is_unknown": value == "?"}
                for key, value in figures.items()
            }
            speaker = stage.cast.person(answer["by"])
            seat = stage.seat(answer["organisation"])
            indicators.tell_indicators(step, term, seat, told, by=by, origin=Origin.INTERVIEW, person=speaker)


def lowered(words: str) -> str:
    """Words that go on a sentence."""
    return words[:1].lower() + words[1:]


def write_chapter(stage, row) -> None:
    """The officer's own text in a chapter of the report."""
    step, by = stage.enter(PHASE, row["by"])
    actions.write_chapter(step, row["phase"], {"text": row["text"]}, by=by)


def write_sheet(stage, told) -> None:
    """The summary of the report, and the experience sheet's own words."""
    step, by = stage.enter(PHASE, stage.officer_of(PHASE))
    data = {
        "focus": told["sheet"]["focus"],
        "summary": "\n".join(told["summary"]["bullets"]),
        "contacts": "\n".join(contact(stage, row) for row in told["sheet"]["contacts"]),
    }
    digest.write_sheet(step, data, by=by)


def contact(stage, row) -> str:
    """A line of the sheet's contacts."""
    told = stage.cast.told[row["person"]]
    organisation = stage.cast.organisation(row["organisation"])
    return f"{stage.cast.person(row['person'])}, {told['function']}, {organisation}, {told['email']}"
