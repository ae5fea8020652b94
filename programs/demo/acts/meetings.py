"""Meetings of every phase: planned, announced, held, written up; and what was said there."""

from functools import partial

from programs.contributions.actions import contribute
from programs.journey.participations import seat_organisation
from programs.meetings import actions
from programs.meetings.models import Attendance, Meeting
from programs.workshops.actions import plan_workshop

from ..calendar import Act, days_after
from ..stage import Role
from ..vocabulary import half_days, theme, visibility

State, Kind = Attendance.State, Meeting.Kind
ANNOUNCED = {Kind.PREPARATORY, Kind.HEARING, Kind.WORKSHOP, Kind.STEERING, Kind.RESTITUTION}
READERS = {Kind.CONSULTANTS: "officers", Kind.INDIVIDUAL: "officers", Kind.RESTITUTION: "institutions"}


def meeting_acts(stage, phase, told, planned, plan=None):
    """Everything about one meeting, from the moment it is `planned`; `plan` is how, where a room has its own way."""
    who = leader(stage, phase, told)
    yield Act(planned, partial(plan or plan_meeting, stage, phase, told, who))
    if told.get("excused") and "present" not in told:
        yield Act(days_after(planned, 2, "14:00"), partial(note_excuses, stage, phase, told, who))
    if "present" in told or "people" in told:
        ends_at = stage.calendar.at(told["date"], told["end"])
        yield Act(ends_at, partial(note_attendance, stage, phase, told, who))
        yield Act(days_after(ends_at, 1, "09:30"), partial(write_up, stage, phase, told, who))


def leader(stage, phase, told) -> str:
    """The officer who holds the pen: the first one there, else the one who leads the phase."""
    officers = [row["officer"] for row in stage.story["carriers"]]
    there = [key for key in (*told.get("officers", ()), *told.get("present", ())) if key in officers]
    return there[0] if there else stage.officer_of(phase)


def plan_meeting(stage, phase, told, who) -> None:
    """Plan a meeting and write to those expected."""
    step, by = stage.enter(phase, who)
    data = facts(stage, told)
    seats = expected(stage, step, told, by)
    if told["kind"] == Kind.WORKSHOP:
        objective = stage.rows[told["objective"]]
        meeting = plan_workshop(step, {**data, "objective": objective}, seats, by=by).meeting
    else:
        meeting = actions.plan_meeting(step, data, seats, by=by)
    stage.rows[told["key"]] = meeting
    if told["kind"] in ANNOUNCED:
        actions.invite_expected(step, meeting, by=by)


def facts(stage, told) -> dict:
    """What is planned of a meeting."""
    at = stage.calendar.at
    return {
        "kind": told["kind"],
        "title": told["title"],
        "starts_at": at(told["date"], told["start"]),
        "ends_at": at(told["date"], told["end"]),
        "place": told["place"],
        "agenda": "\n".join(told.get("agenda", ())),
        "half_days": half_days(told.get("days", 0)),
    }


def expected(stage, step, told, by) -> list[tuple]:
    """Those expected: the people whom the story names, and the organisations for which it names nobody."""
    lists = ("people", "present", "excused", "absent", "invited")
    named = [key for name in lists for key in told.get(name, ())]
    pairs, seen, seats = [], set(), stage.seats()
    for key in dict.fromkeys(named):
        organisation = stage.cast.told[key]["organisation"]
        seat = seated(stage, step, organisation, by, seats)
        if seat is not None:
            pairs.append((seat, stage.cast.person(key)))
            seen.add(organisation)
    others = [seated(stage, step, key, by, seats) for key in told.get("organisations", ()) if key not in seen]
    return pairs + [(seat, None) for seat in others if seat is not None]


def seated(stage, step, key, by, seats):
    """The seat of an organisation, given now if it has none; None for a DLA: it receives, it has no seat."""
    role, organisation = stage.role_of(key), stage.cast.organisation(key)
    if role in (None, Role.ASSOCIATION):
        return seats[organisation.pk, role] if role else None
    return seats.get((organisation.pk, role)) or seat_organisation(step, organisation, role, by=by)


def note_excuses(stage, phase, told, who) -> None:
    """Some say early that they will not come."""
    step, by = stage.enter(phase, who)
    excused = {stage.cast.person(key).pk for key in told["excused"]}
    lines = stage.rows[told["key"]].attendances.filter(person__in=excused)
    actions.note_attendance(step, stage.rows[told["key"]], {line.pk: State.EXCUSED for line in lines}, by=by)


def note_attendance(stage, phase, told, who) -> None:
    """Who was there, who had said they would not come, who did not."""
    step, by = stage.enter(phase, who)
    meeting = stage.rows[told["key"]]
    states = {}
    for name, state in (("people", "present"), ("present", "present"), ("excused", "excused"), ("absent", "absent")):
        states |= {stage.cast.person(key).pk: State(state) for key in told.get(name, ())}
    lines = {line.pk: states.get(line.person_id, State.ABSENT) for line in meeting.attendances.all()}
    actions.note_attendance(step, meeting, lines, by=by)


def write_up(stage, phase, told, who) -> None:
    """The minutes, with the officers who were there: a DLA has no line on the list; and the decisions."""
    step, by = stage.enter(phase, who)
    meeting = stage.rows[told["key"]]
    officers = [key for key in (*told.get("officers", ()), *told.get("present", ())) if in_team(stage, key)]
    names = ", ".join(str(stage.cast.person(key)) for key in officers)
    text = told["minutes"] + (f"\n\nPour les DLA\u00a0: {names}." if names else "")
    readers = READERS.get(meeting.kind, "officers" if phase == "consultation" else "group")
    actions.write_minutes(step, meeting, {"text": text, "visibility": visibility(readers)}, by=by)
    for decision in told.get("decisions", ()):
        actions.decide(step, meeting, decision, by=by)


def in_team(stage, key) -> bool:
    """Whether somebody works in a DLA."""
    return stage.role_of(stage.cast.told[key]["organisation"]) is None


def contribution_acts(stage, phase, moments, otherwise):
    """What was said in a phase, noted when the meeting is over: `moments` by meeting, or `otherwise`."""
    for told in stage.story.get("contributions", ()):
        if told["phase"] == phase:
            where = told.get("hearing") or told.get("meeting")
            yield Act(moments.get(where, otherwise), partial(note_contribution, stage, phase, told, where))


def note_contribution(stage, phase, told, where) -> None:
    """Note what somebody said."""
    step, by = stage.enter(phase, stage.officer_of(phase))
    seated(stage, step, told["organisation"], by, stage.seats())
    meeting = stage.rows.get(where)
    data = {
        "kind": told["kind"],
        "theme": theme(told["theme"]),
        "text": told["text"],
        "organisation": stage.cast.organisation(told["organisation"]),
        "person": stage.cast.person(told["person"]),
        "meeting": meeting,
        "visibility": visibility(told["visibility"]),
        "quotable": told["quotable"],
    }
    if meeting:
        data["said_on"] = meeting.day
    stage.rows[told["key"]] = contribute(step, data, by=by)
