"""The questionnaire and its answers, the preparatory meetings, the shared diagnosis, who commits and who does not."""

from datetime import date, timedelta
from functools import partial

from django.core.files.base import ContentFile

from dla_collectif.services import files
from programs.contributions.models import Contribution
from programs.diagnosis import actions, answering, attachments, commitments
from programs.diagnosis.models import Question, Response
from programs.diagnosis.questionnaires import ready_made
from programs.journey.participations import invite_association

from ..calendar import Act, days_after, moment
from .meetings import contribution_acts, meeting_acts

PHASE = "diagnosis"
NOTICE = -14
BLANK_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
ELECTED = ("présid", "trésor", "secrétaire")  # how a function in the board begins


def acts(stage):
    """From the invitation of those spotted to the last letter."""
    told = stage.story.get("diagnosis")
    if not told:
        return
    at = stage.calendar.at
    yield Act(at(told["invited_on"], "09:00"), partial(invite, stage, told))
    noted = {}
    for meeting in told["meetings"]:
        ends_at = at(meeting["date"], meeting["end"])
        noted[meeting["key"]] = ends_at + timedelta(minutes=10)
        planned = max(days_after(ends_at, NOTICE, "10:00"), at(told["invited_on"], "10:00"))
        yield from meeting_acts(stage, PHASE, meeting, planned)
    yield from contribution_acts(stage, PHASE, noted, at(told["invited_on"], "18:00"))
    yield Act(at(told["invited_on"], "09:30"), partial(choose_questionnaire, stage, told))
    yield Act(at(told["sent_on"], "09:00"), partial(send_questionnaire, stage, told))
    for reminded_on in told["reminded_on"]:
        yield Act(at(reminded_on, "08:45"), partial(remind, stage, told))
    for response in told["responses"]:
        yield from response_acts(stage, response)
    if "synthesis" in told:
        yield Act(at(told["synthesis_on"], "11:00"), partial(write_synthesis, stage, told))
        last = told["meetings"][-1]
        shared = at(last["date"], last["end"]) + timedelta(minutes=20)
        yield Act(shared, partial(share_synthesis, stage, told))
        yield Act(days_after(shared, 1, "10:00"), partial(propose_letters, stage, told))
    for letter in told.get("commitments", ()):
        yield Act(at(letter["signed_on"], "20:15"), partial(commit, stage, letter))
    for refusal in told.get("not_committed", ()):
        yield Act(at(refusal["on"], "16:00"), partial(decline, stage, told, refusal))


def response_acts(stage, told):
    """An association answers, the evening before or the same evening, and sends unless it is still at it."""
    if "saved_on" in told:
        at = moment(stage.calendar.exact_day(told["saved_on"]), told["at"])
        yield Act(at, partial(answer, stage, told, sends=False))
    elif "at" in told:
        yield Act(moment(stage.calendar.exact_day(told["sent_on"]), told["at"]), partial(answer, stage, told))
    else:
        sent_at = told["sent_on"]
        yield Act(moment(sent_at.date(), sent_at.time()), partial(answer, stage, told))


def invite(stage, told) -> None:
    """The associations spotted are invited."""
    step, by = stage.enter(PHASE, told["by"])
    for row in stage.story["scoping"]["spotted"]:
        invite_association(step, stage.seat(row["organisation"]), by=by)


def choose_questionnaire(stage, told) -> None:
    """A ready-made questionnaire, and until when it is answered; its needs get the keys of its file."""
    step, by = stage.enter(PHASE, told["by"])
    questionnaire = actions.choose_questionnaire(step, told["questionnaire"], by=by)
    until = stage.calendar.day(told.get("closed_on") or told.get("closes_on"))
    actions.change_questionnaire(step, questionnaire, {"closes_on": until}, by=by)
    needs = dict(Contribution.objects.needs().filter(program=stage.program).values_list("text", "pk"))
    for need in ready_made()[told["questionnaire"]].needs:
        stage.rows[need.key] = Contribution.objects.get(pk=needs[need.label])


def send_questionnaire(stage, told) -> None:
    """Each association receives its link."""
    step, by = stage.enter(PHASE, told["by"])
    actions.send_invitations(step, by=by)


def remind(stage, told) -> None:
    """Those who have not sent their answers are reminded."""
    step, by = stage.enter(PHASE, told["by"])
    actions.send_reminders(step, by=by)


def answer(stage, told, *, sends=True) -> None:
    """An association fills in its questionnaire, and sends it."""
    step, by = stage.enter(PHASE, told["by"])
    seat = stage.seat(told["organisation"])
    response = Response.objects.select_related("participation__organisation").get(participation=seat)
    answers = {key: dated(stage, value) for key, value in told["answers"].items()}
    needs = {row["need"]: {key: row[key] for key in row if key != "need"} for row in told["needs"]}
    answering.start_response(step, response, by=by)
    answering.fill_in(step, response, answers, needs, by=by)
    for name in told.get("files", ()):
        attach(step, response, name, by=by)
    if sends:
        response.refresh_from_db()
        answering.send_response(step, response, by=by)


def attach(step, response, name, *, by) -> None:
    """A document that presents the association: one blank page."""
    content = ContentFile(BLANK_PAGE, name=name)
    content.kind = files.check(content)
    number = Question.objects.get(questionnaire__program=step.program, kind="file").number
    attachments.add_file(step, response, number, content, by=by)


def dated(stage, value):
    """A figure with the real year it is of; a day moved to the time of the story."""
    if isinstance(value, date):
        return stage.calendar.day(value).isoformat()
    if isinstance(value, dict) and "year" in value:
        return {**value, "year": stage.calendar.year(value["year"])}
    return value


def write_synthesis(stage, told) -> None:
    """The shared diagnosis, before the group reads it."""
    step, by = stage.enter(PHASE, told["by"])
    actions.write_synthesis(step, {"text": told["synthesis"]}, by=by)


def share_synthesis(stage, told) -> None:
    """The group makes it its own."""
    step, by = stage.enter(PHASE, told["by"])
    actions.write_synthesis(step, {"validated_on": stage.calendar.day(told["synthesis_on"])}, by=by)


def propose_letters(stage, told) -> None:
    """The letter of commitment is sent."""
    step, by = stage.enter(PHASE, told["by"])
    commitments.propose_letters(step, by=by)


def commit(stage, told) -> None:
    """An association signs its letter."""
    step, by = stage.enter(PHASE, told["person"])
    told_answers = {row["organisation"]: row["answers"] for row in stage.story["diagnosis"]["responses"]}
    elected = [key for key in told["delegates"] if stage.cast.told[key]["function"].startswith(ELECTED)]
    employed = [key for key in told["delegates"] if key not in elected]
    data = {
        "capacity": told["capacity"],
        "board_on": stage.calendar.day(told["board_date"]),
        "volunteer_delegate": ", ".join(str(stage.cast.person(key)) for key in elected),
        "employee_delegate": ", ".join(str(stage.cast.person(key)) for key in employed),
        "brings": told_answers.get(told["organisation"], {}).get("apports", ""),
        "person": stage.cast.person(told["person"]),
    }
    commitments.sign_commitment(step, stage.seat(told["organisation"]), data, by=by)


def decline(stage, told, refusal) -> None:
    """An association says that it will not commit, and why."""
    step, by = stage.enter(PHASE, told["by"])
    commitments.decline_commitment(step, stage.seat(refusal["organisation"]), refusal["reason"], by=by)
