"""The specification: texts, articles, objectives that cite what was said, criteria; then it is frozen."""

from functools import partial

from programs.specification import actions

from ..calendar import Act
from ..vocabulary import half_days

PHASE = "specification"


def acts(stage):
    """Drafted in one go, what is left out told a little later, then frozen."""
    told = stage.story.get("specification")
    if not told:
        return
    at = stage.calendar.at
    yield Act(at(told["drafted_on"], "10:00"), partial(write_texts, stage, told))
    yield Act(at(told["drafted_on"], "11:00"), partial(write_articles, stage, told))
    yield Act(at(told["drafted_on"], "14:00"), partial(write_objectives, stage, told))
    yield Act(at(told["criteria_frozen"]["on"], "10:00"), partial(write_criteria, stage, told))
    for row in told["uncited"]:
        yield Act(at(row["on"], "11:00"), partial(set_aside, stage, row))
    yield Act(at(told["frozen_on"], "15:00"), partial(freeze, stage, told))


def split_days(told) -> dict:
    """Days by type. The product counts restitution and steering together: steering days are added to restitution's,
    where the form says « Restitution et comités de suivi »."""
    return {
        "individual_half_days": half_days(told["individual"]),
        "group_half_days": half_days(told["group"]),
        "interview_half_days": half_days(told["interviews"]),
        "restitution_half_days": half_days(told["restitution"] + told["steering"]),
    }


def write_texts(stage, told) -> None:
    """The framing texts, the days, the ceiling; the context says its sources and who the group is."""
    step, by = stage.enter(PHASE, told["by"])
    days = {name.removeprefix("days_"): value for name, value in told["budget"].items() if name.startswith("days_")}
    data = {
        "context": "\n\n".join((told["context"], told["sources"], told["group"])),
        "why_collective": told["why_collective"],
        "method": told["method_expected"],
        "steering": told["steering"],
        "calendar": told["calendar"],
        "ceiling": told["budget"]["ceiling_ht"],
        **split_days(days),
    }
    actions.write_specification(step, data, by=by)


def write_articles(stage, told) -> None:
    """The numbered articles."""
    step, by = stage.enter(PHASE, told["by"])
    for article in told["articles"]:
        actions.add_article(step, {"title": article["title"], "text": article["text"]}, by=by)


def write_objectives(stage, told) -> None:
    """Each objective, what it cites, what is expected of it."""
    step, by = stage.enter(PHASE, told["by"])
    for objective in told["objectives"]:
        data = {
            "title": objective["title"],
            "text": objective["text"],
            "deliverable_lines": objective["deliverables"],
            "cited": [stage.rows[key] for key in objective["cites"]],
        }
        stage.rows[objective["key"]] = actions.add_objective(step, data, by=by)


def write_criteria(stage, told) -> None:
    """The criteria and their weights, settled before anybody is consulted."""
    step, by = stage.enter(PHASE, told["criteria_frozen"]["by"])
    for criterion in told["criteria"]:
        data = {name: criterion[name] for name in ("kind", "label", "weight")}
        stage.rows["critère", criterion["key"]] = actions.add_criterion(step, data, by=by)


def set_aside(stage, told) -> None:
    """A need that no objective takes up, and why."""
    step, by = stage.enter(PHASE, told["by"])
    actions.set_aside(step, stage.rows[told["key"]], {"reason": told["reason"]}, by=by)


def freeze(stage, told) -> None:
    """The specification changes no more."""
    step, by = stage.enter(PHASE, told["by"])
    actions.freeze_specification(step, by=by)
