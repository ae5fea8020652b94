"""What happens to a questionnaire once some have sent it: it changes, additions are answered, answers are validated."""

from functools import partial

from programs.diagnosis.answering import adding, validation
from programs.diagnosis.answering.forms import PartForm
from programs.diagnosis.models import Question, Response
from programs.diagnosis.questionnaire import building
from programs.diagnosis.questionnaire.entries import Sheet

from ..calendar import Act, moment

PHASE = "diagnosis"


def acts(stage, told):
    """Its changes, then who answers them; each validation after its sending."""
    if "changes" in told:
        yield Act(stage.calendar.at(told["changes"]["on"], "10:00"), partial(change, stage, told["changes"]))
        for row in told["changes"]["answered"]:
            at = moment(stage.calendar.exact_day(row["on"]), row["at"])
            yield Act(at, partial(answer_additions, stage, row))
    for row in told.get("validations", ()):
        yield Act(moment(day_of(stage, row), row["at"]), partial(validate, stage, row))


def change(stage, told) -> None:
    """One question is asked otherwise, another is added after it; those who had sent are told."""
    step, by = stage.enter(PHASE, told["by"])
    questions = Question.objects.filter(questionnaire__program=stage.program)
    question = questions.get(key=told["reworded"]["key"])
    words = {name: told["reworded"][name] for name in ("label", "help")}
    asked = building.change_question(step, question, {**words, "version": question.version}, building.OTHER, by=by)
    building.add_question(step, dict(told["added"]), (asked.section_title, asked.serial), by=by)
    adding.send_announcement(step, by=by)


def response_of(stage, key) -> Response:
    """The response of an association, as it is now."""
    rows = Response.objects.select_related("participation__organisation", "participation__program")
    return rows.get(participation=stage.seat(key))


def answer_additions(stage, told) -> None:
    """An association that had sent answers what was added, on the page that asks it alone."""
    step, by = stage.enter(PHASE, told["by"])
    response = response_of(stage, told["organisation"])
    part = adding.part_of(Sheet(step.program, response))
    typed = {}
    for entry in part.entries:
        typed |= {f"{entry.name}_version": entry.version, entry.name: str(told["answers"].get(entry.question.key, ""))}
    form = PartForm(typed, part=part)
    form.is_valid()
    adding.send_added(step, response, part, form.cleaned_data, by=by)


def day_of(stage, row):
    """The day of a validation: any day for a president, a working one for the officer who notes a paper."""
    return stage.calendar.day(row["on"]) if "noted_by" in row else stage.calendar.exact_day(row["on"])


def validate(stage, row) -> None:
    """Whoever presides answers for what was sent: online, or on a paper that the officer notes."""
    on_paper = "noted_by" in row
    step, by = stage.enter(PHASE, row["noted_by"] if on_paper else row["person"])
    response = response_of(stage, row["organisation"])
    if not on_paper:
        validation.validate_response(step, response, row["capacity"], by=by)
        return
    data = {"person": stage.cast.person(row["person"]), "capacity": row["capacity"]}
    data |= {"on": day_of(stage, row), "how": "paper"}
    validation.record_validation(step, response, data, by=by)
