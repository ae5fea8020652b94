"""The questionnaire and its answers, the preparatory meetings, the shared diagnosis, who commits and who does not."""

from datetime import date, timedelta
from functools import partial
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from dla_collectif.services import files
from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.diagnosis import actions
from programs.diagnosis.answering import actions as answering
from programs.diagnosis.answering import attachments
from programs.diagnosis.baseline import indicators
from programs.diagnosis.commitment import actions as commitments
from programs.diagnosis.commitment import departures
from programs.diagnosis.models import Ballot, Origin, Question, Response, SharedVoice
from programs.diagnosis.questionnaire import sources
from programs.diagnosis.questionnaire.files import ready_made
from programs.diagnosis.reading import sharing
from programs.diagnosis.shared import actions as shared_diagnosis
from programs.diagnosis.voting import actions as votes
from programs.journey.participations import invite_association
from programs.meetings.models import Meeting
from programs.voices import actions as voices

from ..calendar import Act, days_after, moment
from . import questionnaire
from .meetings import contribution_acts, meeting_acts

PHASE = "diagnosis"
NOTICE = -14
BLANK_PAGE = (595, 842)  # points
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
    yield from questionnaire.acts(stage, told)
    if "shared_on" in told:
        yield Act(at(told["shared_on"], "14:00"), partial(share_results, stage, told))
    if "vote" in told:
        date = next(meeting["date"] for meeting in told["meetings"] if meeting["key"] == told["vote"]["meeting"])
        yield Act(at(date, told["vote"]["opens"]), partial(open_vote, stage, told))
        yield Act(at(date, told["vote"]["closes"]), partial(vote_and_close, stage, told))
    if "synthesis" in told:
        last = told["meetings"][-1]
        shared = at(last["date"], last["end"]) + timedelta(minutes=20)
        yield Act(days_after(shared, -3, "11:00"), partial(write_synthesis, stage, told))
        for place, voice in enumerate(told["shared_voices"]):
            spoken = days_after(shared, -2, "18:00") + timedelta(minutes=7 * place)
            yield Act(spoken, partial(speak, stage, told, voice))
        yield Act(days_after(shared, -1, "11:00"), partial(answer_reservations, stage, told))
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
    """A ready-made questionnaire with its indicators, and until when it is answered; its needs get their keys."""
    step, by = stage.enter(PHASE, told["by"])
    questionnaire = sources.choose_questionnaire(step, told["questionnaire"], by=by)
    until = stage.calendar.day(told.get("closed_on") or told.get("closes_on"))
    actions.change_questionnaire(step, questionnaire, {"closes_on": until}, by=by)
    if "indicators" in told:
        indicators.choose_indicators(step, told["indicators"], by=by)
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
    page = BytesIO()
    Image.new("RGB", BLANK_PAGE, "white").save(page, "PDF")
    content = ContentFile(page.getvalue(), name=name)
    content.kind = files.check(content)
    serial = Question.objects.get(questionnaire__program=step.program, kind="file").serial
    attachments.add_file(step, response, serial, content, by=by)


def dated(stage, value):
    """A figure with the real year it is of; a day moved to the time of the story."""
    if isinstance(value, date):
        return stage.calendar.day(value).isoformat()
    if isinstance(value, dict) and "year" in value:
        return {**value, "year": stage.calendar.year(value["year"])}
    return value


def share_results(stage, told) -> None:
    """The associations may read what the group answered, without names."""
    step, by = stage.enter(PHASE, told["by"])
    sharing.share_results(step, by=by)


def open_vote(stage, told) -> None:
    """Needs are put to the vote in a preparatory meeting."""
    step, by = stage.enter(PHASE, told["by"])
    vote = told["vote"]
    data = {"title": vote["title"], "points": vote["points"], "most": 1}
    data["needs"] = [stage.rows[key] for key in vote["needs"]]
    stage.rows["vote"] = votes.open_vote(step, stage.rows[vote["meeting"]], data, by=by)


def vote_and_close(stage, told) -> None:
    """Each association votes for its own priorities, some by a raised hand; then the vote is closed."""
    vote, numbers = stage.rows["vote"], {key: place for place, key in enumerate(told["vote"]["needs"], 1)}
    for response in told["responses"]:
        first = {numbers[row["need"]]: 1 for row in response["needs"] if row.get("priority") and row["need"] in numbers}
        raised = response["organisation"] in told["vote"]["raised"]
        step, by = stage.enter(PHASE, told["by"] if raised else response["by"])
        if first:
            medium = Ballot.Medium.DICTATED if raised else Ballot.Medium.ONLINE
            data = {"points": first, "version": 0}
            votes.cast_ballot(step, vote, stage.seat(response["organisation"]), data, by=by, medium=medium)
    step, by = stage.enter(PHASE, told["by"])
    votes.close_vote(step, vote, by=by)


def write_synthesis(stage, told) -> None:
    """The shared diagnosis is written, proposed and announced, some days before the group meets to read it."""
    step, by = stage.enter(PHASE, told["by"])
    shared_diagnosis.write_synthesis(step, {"text": told["synthesis"]}, by=by)
    edition = shared_diagnosis.publish_edition(step, {}, by=by)
    voices.announce(step, edition, shared_diagnosis.offers, by=by)


def speak(stage, told, voice) -> None:
    """An association says whether it recognises itself."""
    step, by = stage.enter(PHASE, voice["by"])
    data = {"stance": voice["stance"], "words": voice.get("words", ""), "person": stage.cast.person(voice["by"])}
    shared_diagnosis.say(step, stage.seat(voice["organisation"]), data, by=by)


def answer_reservations(stage, told) -> None:
    """The officer answers each reservation, then proposes the text that takes the accepted ones in."""
    step, by = stage.enter(PHASE, told["by"])
    rows = SharedVoice.objects.unanswered().filter(edition__program=stage.program)
    answers = {stage.seat(each["organisation"]).pk: each for each in told["shared_voices"] if "answer" in each}
    for voice in rows.select_related("participation__organisation", "person", "edition"):
        answer = answers[voice.participation_id]
        data = {"outcome": answer["outcome"], "answer": answer["answer"]}
        voices.answer_voice(step, voice, data, by=by)
    if "synthesis_2" in told:
        shared_diagnosis.write_synthesis(step, {"text": told["synthesis_2"]}, by=by)
        changes = {"changes": told["synthesis_changes"], "readers": "reserved"}
        edition = shared_diagnosis.publish_edition(step, changes, by=by)
        voices.announce(step, edition, shared_diagnosis.offers, by=by)


def share_synthesis(stage, told) -> None:
    """The group makes it its own, in its last preparatory meeting."""
    step, by = stage.enter(PHASE, told["by"])
    for voice in told.get("shared_voices", ()):
        if voice.get("again"):
            data = {"stance": voice["again"], "words": voice.get("again_words", "")}
            data["person"] = stage.cast.person(voice["by"])
            shared_diagnosis.say(step, stage.seat(voice["organisation"]), data, by=by, origin=Origin.INTERVIEW)
    meeting = Meeting.objects.filter(program=stage.program, phase=PHASE).held().latest("ends_at")
    data = {"meeting": meeting, "visibility": Visibility.INSTITUTIONS}
    for voice in SharedVoice.objects.unanswered().filter(edition__program=stage.program):
        reply = {"outcome": SharedVoice.Outcome.KEPT, "answer": told["shared_last_answer"]}
        voices.answer_voice(step, voice, reply, by=by)
    shared_diagnosis.validate_edition(step, data, by=by)


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
        "data_read": True,
        "image_allowed": told.get("image", True),
    }
    commitments.sign_commitment(step, stage.seat(told["organisation"]), data, by=by)


def decline(stage, told, refusal) -> None:
    """An association says that it will not commit, and why."""
    step, by = stage.enter(PHASE, told["by"])
    data = {"reason": refusal["reason"], "left_on": stage.calendar.day(refusal["on"])}
    if "told_by" in refusal:
        data["person"] = stage.cast.person(refusal["told_by"])
    departures.leave(step, stage.seat(refusal["organisation"]), data, by=by, origin=Origin.INTERVIEW)
