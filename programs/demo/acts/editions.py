"""The editions of the report: frozen, proposed to the group, talked about, approved, opened to the institutions."""

from functools import partial

from dla_collectif.services.visibility import Visibility
from programs.journey.models import Participation
from programs.restitution.editions import actions, approval, making
from programs.restitution.models import ReportEdition, ReportVoice
from programs.voices import actions as voices

from ..calendar import Act

PHASE = "restitution"


def acts(stage, told):
    """Each edition of a story, in its days."""
    at = stage.calendar.at
    for row in told.get("editions", ()):
        yield Act(at(row["made_on"], "16:30"), partial(make, stage, row))
        for voice in row["voices"]:
            yield Act(at(voice["on"], "20:15"), partial(speak, stage, row, voice))
            if "answered_on" in voice:
                yield Act(at(voice["answered_on"], "09:40"), partial(answer, stage, row, voice))
        if "approval" in row:
            yield Act(at(row["approved_on"], "09:00"), partial(approve, stage, row))
        if "opened_on" in row:
            yield Act(at(row["opened_on"], "09:30"), partial(open_up, stage, row))


def edition_of(stage, row) -> ReportEdition:
    """The edition of a story's row, as it stands."""
    edition = ReportEdition.objects.get(program=stage.program, number=row["number"])
    edition.program = stage.program
    return edition


def make(stage, row) -> None:
    """An edition is frozen, proposed to the group and announced."""
    step, by = stage.enter(PHASE, row["by"])
    readers = [Visibility[name.upper()] for name in row["readers"]]
    edition = making.make_edition(step, {"readers": readers, "changes": row.get("changes", "")}, by=by)
    actions.propose(step, edition, {"closes_on": stage.calendar.day(row["closes_on"])}, by=by)
    voices.announce(step, edition, actions.announcement, by=by)


def speak(stage, row, voice) -> None:
    """An association gives its word; by telephone, the officer notes it."""
    noted = "origin" in voice
    step, by = stage.enter(PHASE, row["by"] if noted else voice["by"])
    data = {"stance": voice["stance"], "words": voice.get("words", ""), "chapter": voice.get("chapter", "")}
    data["person"] = stage.cast.person(voice["by"])
    origin = ReportVoice.Origin(voice.get("origin", ReportVoice.Origin.ONLINE))
    actions.say(step, stage.seat(voice["organisation"]), data, by=by, origin=origin)


def answer(stage, row, voice) -> None:
    """The officer answers a remark."""
    step, by = stage.enter(PHASE, row["by"])
    said = edition_of(stage, row).voices.select_related("participation__organisation", "person", "edition")
    said = said.get(participation=stage.seat(voice["organisation"]))
    voices.answer_voice(step, said, {"outcome": voice["outcome"], "answer": voice["answer"]}, by=by)


def approve(stage, row) -> None:
    """The group's approval is noted: by the voices, or in a meeting where others raised their hands."""
    step, by = stage.enter(PHASE, row["by"])
    data = {"approval": row["approval"]}
    if "meeting" in row:
        data["meeting"] = meeting = stage.rows[row["meeting"]]
        there = meeting.attendances.filter(state="present").values("participation")
        data["seats"] = Participation.objects.filter(program=stage.program, pk__in=there).committed()
        data["seats"] = data["seats"].select_related("organisation").order_by("pk")
    approval.approve(step, data, by=by)


def open_up(stage, row) -> None:
    """The institutions may read it, and are told so."""
    step, by = stage.enter(PHASE, row["by"])
    edition = approval.open_to_institutions(step, edition_of(stage, row), by=by)
    edition.program = step.program
    approval.tell(step, edition, by=by)
