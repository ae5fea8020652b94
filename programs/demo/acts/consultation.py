"""Consultants and institutions are heard; the support committee gives its opinion."""

from datetime import timedelta
from functools import partial

from dla_collectif.services.visibility import Visibility
from programs.consultation import actions
from programs.consultation.models import CommitteeOpinion, Hearing
from programs.meetings.models import Meeting

from ..calendar import Act, days_after
from .meetings import contribution_acts, meeting_acts

PHASE = "consultation"
NOTICE = -7  # days between planning a hearing and holding it
KINDS = {"consultants_meeting": Meeting.Kind.CONSULTANTS, "interview": Meeting.Kind.INTERVIEW}
MODES = {"on_site": Hearing.Mode.MEETING, "phone": Hearing.Mode.PHONE, "video": Hearing.Mode.VIDEO}
OPINIONS = {"favourable_with_remarks": CommitteeOpinion.Opinion.REMARKS}


def acts(stage):
    """Hearings, what was said there, the opinion."""
    told = stage.story.get("consultation")
    if not told:
        return
    at = stage.calendar.at
    noted = {}
    for hearing in told["hearings"]:
        ends_at = at(hearing["date"], hearing["end"])
        noted[hearing["key"]] = ends_at + timedelta(hours=1)
        yield from meeting_acts(stage, PHASE, hearing, days_after(ends_at, NOTICE, "10:00"), plan_hearing)
    opinion = told["opinion"]
    yield Act(at(opinion["date"], "17:00"), partial(note_opinion, stage, opinion))
    yield from contribution_acts(stage, PHASE, noted, at(opinion["date"], "17:30"))


def plan_hearing(stage, phase, told, who) -> None:
    """Plan a meeting with consultants or an interview."""
    step, by = stage.enter(phase, who)
    data = {
        "kind": KINDS[told["kind"]],
        "organisations": [stage.cast.organisation(key) for key in told["organisations"]],
        "people": [stage.cast.affiliation(key) for key in told["people"]],
        "starts_at": stage.calendar.at(told["date"], told["start"]),
        "ends_at": stage.calendar.at(told["date"], told["end"]),
        "place": told["place"],
        "agenda": "\n".join(stage.story["consultation"]["guide"]),
        "mode": MODES[told["mode"]],
    }
    stage.rows[told["key"]] = actions.plan_hearing(step, data, by=by).meeting


def note_opinion(stage, told) -> None:
    """The committee's opinion, with who sat there."""
    step, by = stage.enter(PHASE, told["presented_by"][0])
    members = [f"{stage.cast.person(key)} ({stage.cast.organisation_of(key).short_name})" for key in told["members"]]
    data = {
        "given_on": stage.calendar.day(told["date"]),
        "opinion": OPINIONS[told["opinion"]],
        "members": ", ".join(members),
        "text": told["text"],
        "visibility": Visibility.INSTITUTIONS,
    }
    actions.add_opinion(step, data, by=by)
