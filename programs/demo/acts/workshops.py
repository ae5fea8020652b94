"""The agreement, visits, workshops, interviews, the state of play, what they produced, the charter, its adoption."""

from datetime import timedelta
from functools import partial

from associations.actions import add_organisation
from dla_collectif.services.templatetags.house import euros
from programs.meetings.models import Meeting
from programs.workshops import actions, charter
from programs.workshops.models import Output, Workshop

from ..calendar import Act, days_after
from ..cast import IDENTITY
from ..vocabulary import half_days
from .meetings import meeting_acts

PHASE = "workshops"
NOTICE = -14
KINDS = {
    "map": Output.Kind.STATE_OF_PLAY,
    "tool": Output.Kind.TOOL,
    "network": Output.Kind.NETWORK,
    "charter": Output.Kind.CHARTER,
}


def acts(stage):
    """From the agreement to the last adoption."""
    told = stage.story.get("workshops")
    if not told:
        return
    at, agreement = stage.calendar.at, told["agreement"]
    signed_at = at(agreement["signed_on"], "11:00")
    yield Act(signed_at, partial(sign, stage, agreement))
    ends = {}
    for meeting in told["meetings"]:
        ends[meeting["key"]] = ends_at = at(meeting["date"], meeting["end"])
        planned = max(days_after(ends_at, NOTICE, "10:00"), signed_at + timedelta(hours=1))
        yield from meeting_acts(stage, PHASE, meeting, planned)
    visited = {
        row["organisations"][0]: row["key"] for row in told["meetings"] if row["kind"] == Meeting.Kind.INDIVIDUAL
    }
    for row in told["state_of_play"]:
        yield Act(days_after(ends[visited[row["organisation"]]], 1, "11:00"), partial(write_baseline, stage, row))
    for row in told["outputs"]:
        yield Act(at(row["date"], "22:00"), partial(write_output, stage, row))
    summary = told["state_of_play_summary"]
    yield Act(at(summary["date"], "15:00"), partial(complete_state_of_play, stage, told, summary))
    yield from charter_acts(stage, told, ends)


def charter_acts(stage, told, ends):
    """The charter: each clause after the workshop where it was born, offered at the last one, adopted by each."""
    first = ends[told["clauses"][0]["born_in"]]
    yield Act(first + timedelta(minutes=5), partial(write_charter, stage, told["charter"]))
    for clause in told["clauses"]:
        yield Act(ends[clause["born_in"]] + timedelta(minutes=10), partial(write_clause, stage, clause))
    yield Act(ends[told["clauses"][-1]["born_in"]] + timedelta(minutes=15), partial(offer_charter, stage))
    for row in told["adoptions"]:
        yield Act(stage.calendar.at(row["on"], "20:45"), partial(adopt, stage, row))


def sign(stage, told) -> None:
    """The agreement with the chosen provider."""
    step, by = stage.enter(PHASE, stage.officer_of(PHASE))
    bid = next(row for row in stage.story["selection"]["proposals"] if row["key"] == told["proposal"])
    data = {
        "participation": stage.seat(told["consultancy"]),
        "number": told["number"],
        "signed_on": stage.calendar.day(told["signed_on"]),
        "starts_on": stage.calendar.day(told["starts_on"]),
        "ends_on": stage.calendar.day(told["ends_on"]),
        "half_days": half_days(told["days_total"]),
        "day_rate": bid["day_rate"],
        "price": told["price_ht"],
        "vat_rate": told["vat_rate"],
        "payment": payment(stage, told),
    }
    actions.sign_agreement(step, data, by=by)


def payment(stage, told) -> str:
    """The instalments, then what each DLA pays."""
    lines = [(f"{row['label']}, {row['share']}\u00a0%", row["amount_ht"]) for row in told["instalments"]]
    lines += [(stage.cast.organisation(row["organisation"]), row["amount_ht"]) for row in told["funding"]]
    return "\n".join(f"{what}\u00a0: {euros(amount)} HT" for what, amount in lines)


def write_baseline(stage, told) -> None:
    """An association's line in the state of play, after the visit."""
    step, by = stage.enter(PHASE, stage.officer_of(PHASE))
    data = {name: told[name] for name in ("activities", "publics", "places", "means")}
    actions.write_baseline(step, stage.seat(told["organisation"]), data, by=by)


def write_output(stage, told) -> None:
    """Something produced; a network enters the directory as it is born."""
    step, by = stage.enter(PHASE, stage.officer_of(PHASE))
    for born in (row for row in stage.story["organisations"] if row.get("born_of") == told["key"]):
        add_organisation({name: born[name] for name in IDENTITY if name in born}, by=by)
    workshop = Workshop.objects.get(meeting=stage.rows[told["workshop"]])
    data = {
        "kind": KINDS[told["kind"]],
        "title": told["title"],
        "text": told["text"],
        "objective": stage.rows[told["objective"]],
        "workshop": workshop,
        "delivered_on": stage.calendar.day(told["date"]),
    }
    stage.rows["production", told["key"]] = actions.write_output(step, data, by=by)


def complete_state_of_play(stage, told, summary) -> None:
    """What the state of play shows once the group has read it."""
    step, by = stage.enter(PHASE, stage.officer_of(PHASE))
    row = next(row for row in told["outputs"] if KINDS[row["kind"]] == Output.Kind.STATE_OF_PLAY)
    text = "\n\n".join((row["text"], summary["text"], summary["overlaps"], summary["gaps"]))
    actions.write_output(step, {"title": row["title"], "text": text}, stage.rows["production", row["key"]], by=by)


def write_charter(stage, told) -> None:
    """The charter's title and preamble."""
    step, by = stage.enter(PHASE, stage.officer_of(PHASE))
    charter.write_charter(step, {"title": told["title"], "preamble": told["preamble"]}, by=by)


def write_clause(stage, told) -> None:
    """A clause."""
    step, by = stage.enter(PHASE, stage.officer_of(PHASE))
    charter.write_clause(step, {"title": told["title"], "text": told["text"]}, by=by)


def offer_charter(stage) -> None:
    """The text is settled: each board may adopt it."""
    step, by = stage.enter(PHASE, stage.officer_of(PHASE))
    charter.offer_charter(step, by=by)


def adopt(stage, told) -> None:
    """An association adopts the charter."""
    step, by = stage.enter(PHASE, told["person"])
    data = {
        "person": stage.cast.person(told["person"]),
        "capacity": told["capacity"],
        "adopted_on": stage.calendar.day(told["on"]),
        "reservation": told.get("remark", ""),
    }
    charter.adopt_charter(step, stage.seat(told["organisation"]), data, by=by)
