"""The consultation of providers: sent, answered, opened, judged by the associations, chosen, answered."""

from datetime import timedelta
from functools import partial

from programs.meetings.models import Meeting
from programs.selection import actions, bid_actions, choice_actions, grid_actions
from programs.selection.models import Proposal

from ..calendar import Act, days_after, moment
from .meetings import meeting_acts
from .specification import split_days

PHASE = "selection"
NOTICE = -12
HEARD = "entendu pendant le cadrage"


def acts(stage):
    """From the call to the answers."""
    told = stage.story.get("selection")
    if not told:
        return
    at, hearing = stage.calendar.at, told["hearing"]
    yield Act(at(told["sent_on"], "09:00"), partial(prepare, stage, told))
    yield Act(at(told["sent_on"], "11:00"), partial(send, stage, told))
    for reply in told["consulted"]:
        yield Act(at(reply["replied_on"], "10:30"), partial(say_intent, stage, reply))
    for proposal in told["proposals"]:
        yield Act(as_moment(proposal["received_on"]), partial(hand_in, stage, proposal))
    yield Act(as_moment(told["opened_on"]), partial(open_proposals, stage, told))
    heard_at = at(hearing["date"], hearing["end"])
    yield from meeting_acts(
        stage, PHASE, hearing, max(days_after(heard_at, NOTICE, "09:00"), as_moment(told["sent_on"]))
    )
    yield Act(days_after(heard_at, -1, "17:00"), partial(choose_hearing, stage, told))
    yield from ballot_acts(stage, told, days_after(heard_at, 1, "18:00"))
    yield Act(at(told["choice"]["date"], "15:00"), partial(choose, stage, told))
    for answer in told["answers"]:
        yield Act(at(answer["on"], "10:00"), partial(write_answer, stage, told, answer))
    yield Act(at(told["answers"][-1]["on"], "11:00"), partial(send_answers, stage, told))


def as_moment(told):
    """A day and an hour of Paris, or the morning of a day."""
    return moment(told.date(), told.time()) if hasattr(told, "time") else moment(told, "09:00")


def ballot_acts(stage, told, evening):
    """Each association says what ties it has, then scores or abstains: one voice each, by who signed for it."""
    tied = {row["organisation"]: row for row in told["interests"] if row["abstains"]}
    for rank, letter in enumerate(stage.story["diagnosis"]["commitments"]):
        key, wait = letter["organisation"], timedelta(minutes=7 * rank)
        tie = tied.get(key)
        declared = stage.calendar.at(tie["on"], "18:00") if tie else days_after(evening, -7, "18:00")
        who = tie["person"] if tie else letter["person"]
        yield Act(declared + wait, partial(declare, stage, told, key, who, tie))
        yield Act(evening + wait, partial(abstain if tie else score, stage, told, key, who))


def prepare(stage, told) -> None:
    """The deadline, what everybody receives, who is consulted, and why only these."""
    step, by = stage.enter(PHASE, told["sent_by"])
    data = {
        "deadline": as_moment(told["deadline"]),
        "justification": told["justification"],
        "shared_information": "Pièces remises à tous, à l’identique\u00a0:\n\n"
        + "\n".join(f"- {name}" for name in told["documents_sent"]),
    }
    actions.write_call(step, data, by=by)
    for row in told["consulted"]:
        reason = HEARD if row["heard_before"] else ""
        data = {"organisation": stage.cast.organisation(row["consultancy"]), "reason": reason.capitalize()}
        stage.rows["proposition", row["consultancy"]] = actions.add_provider(step, data, by=by)


def send(stage, told) -> None:
    """The call leaves."""
    step, by = stage.enter(PHASE, told["sent_by"])
    actions.send_call(step, by=by)


def bid(stage, consultancy) -> Proposal:
    """A provider's proposal as it is stored now."""
    pk = stage.rows["proposition", consultancy].pk
    return Proposal.objects.select_related("call", "participation__organisation").get(pk=pk)


def consultancy_of(told, proposal) -> str:
    """Who made a proposal of the story."""
    return next(row["consultancy"] for row in told["proposals"] if row["key"] == proposal)


def say_intent(stage, told) -> None:
    """A provider says that it will answer."""
    step, by = stage.enter(PHASE, told["person"])
    intent = Proposal.Intent.YES if told["answer"] == "will_bid" else Proposal.Intent.NO
    bid_actions.say_intent(step, bid(stage, told["consultancy"]), {"intent": intent}, by=by)


def hand_in(stage, told) -> None:
    """A provider hands in its proposal, before the deadline."""
    step, by = stage.enter(PHASE, told["person"])
    data = {
        "summary": f"{told['title']}\n\n{told['summary']}",
        "team": told["team"],
        "day_rate": told["day_rate"],
        "price": told["price_ht"],
        "vat_rate": told["vat_rate"],
        **split_days(told["days"]),
    }
    bid_actions.hand_in(step, bid(stage, told["consultancy"]), data, by=by)


def open_proposals(stage, told) -> None:
    """The seals are broken."""
    step, by = stage.enter(PHASE, told["opened_by"][0])
    actions.open_proposals(step, by=by)


def choose_hearing(stage, told) -> None:
    """The hearing is that of this consultation."""
    step, by = stage.enter(PHASE, told["sent_by"])
    hearing = Meeting.objects.get(pk=stage.rows[told["hearing"]["key"]].pk)
    actions.choose_hearing(step, {"hearing": hearing}, by=by)


def declare(stage, told, key, who, tie) -> None:
    """An association declares its ties with every bidder, or that it has none."""
    step, by = stage.enter(PHASE, who)
    bids = {row["key"]: bid(stage, row["consultancy"]) for row in told["proposals"]}
    tied_to = tie["proposal"] if tie else ""
    ties = [(row, name == tied_to, tie["text"] if name == tied_to else "") for name, row in bids.items()]
    grid_actions.declare_interests(step, stage.seat(key), {"ties": ties}, by=by)


def score(stage, told, key, who) -> None:
    """An association sends its grid; its remark stands beside the first criterion."""
    step, by = stage.enter(PHASE, who)
    marks = []
    for row in (row for row in told["scores"] if row["organisation"] == key):
        proposal, remark = bid(stage, consultancy_of(told, row["proposal"])), row["comment"]
        for criterion, points in row["points"].items():
            marks.append((proposal, stage.rows["critère", criterion], points, remark))
            remark = ""
    grid_actions.send_grid(step, stage.seat(key), {"marks": marks}, by=by)


def abstain(stage, told, key, who) -> None:
    """An association that has a tie does not score."""
    step, by = stage.enter(PHASE, who)
    grid_actions.abstain(step, stage.seat(key), by=by)


def choose(stage, told) -> None:
    """The choice, and why."""
    choice = told["choice"]
    step, by = stage.enter(PHASE, choice["by"][0])
    data = {
        "proposal": bid(stage, consultancy_of(told, choice["proposal"])),
        "decided_on": stage.calendar.day(choice["date"]),
        "reasons": choice["reasons"],
    }
    choice_actions.choose_provider(step, data, by=by)


def write_answer(stage, told, answer) -> None:
    """What a proposal had, and what it lacked."""
    step, by = stage.enter(PHASE, told["sent_by"])
    data = {"strengths": answer["strengths"], "gaps": answer["gaps"]}
    choice_actions.write_answer(step, bid(stage, consultancy_of(told, answer["proposal"])), data, by=by)


def send_answers(stage, told) -> None:
    """All bidders are answered at once."""
    step, by = stage.enter(PHASE, told["sent_by"])
    choice_actions.send_answers(step, by=by)
