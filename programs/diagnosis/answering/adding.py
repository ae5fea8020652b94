"""What was added to the questionnaire after an association sent its answers: who is asked, told, and answers again."""

import json

from django.urls import reverse

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import plural
from programs.journey.mailing import Letter, Mailing, post_all
from programs.journey.models import Participation
from programs.meetings.models import people_reached
from programs.meetings.reach import NO_ADDRESS, each

from .. import mails
from ..models import Answer, Question, Response
from ..questionnaire import conditions
from ..questionnaire.editions import added_since_sending
from ..questionnaire.entries import Part
from . import actions as answering


def waiting(program) -> list[tuple]:
    """Who sent before something was added and has not answered it: [(response, how many)]; three statements at most."""
    sent = Response.objects.sent().filter(participation__program=program)
    sent = sent.filter(participation__status__in=Participation.SEATED).select_related("participation__organisation")
    sent = list(sent.order_by("participation__organisation__name", "pk"))
    oldest = min((response.sent_at for response in sent), default=None)
    if oldest is None:
        return []
    questions = list(Question.objects.filter(questionnaire__program=program))
    added = [one for one in questions if one.asked_since > oldest]
    if not added:
        return []
    awaited = conditions.awaited(questions)
    read = [one for one in questions if one in added or one.key in awaited]
    given: dict[int, dict] = {response.pk: {} for response in sent}
    for answer in Answer.objects.filter(response__in=sent, question__in=read):
        given[answer.response_id][answer.question_id] = answer
    lines = []
    for response in sent:
        answers = given[response.pk]
        asked = conditions.asked(questions, answers)
        new = [one for one in added if one.asked_since > response.sent_at and one.pk in asked and one.pk not in answers]
        lines += [(response, len(new))] if new else []
    return lines


def part_of(sheet) -> Part:
    """What was added, as one part, without what takes a file; what depends on another addition follows it there."""
    entries = [entry for entry in added_since_sending(sheet) if entry.kind.has_field]
    names = {entry.question.pk: entry.name for entry in entries}
    for entry in entries:
        other = conditions.depends_on(entry.question, sheet.questions)
        carrier = names.get(other.pk) if other is not None else None
        entry.depends_on = (carrier, json.dumps(entry.question.condition["is"])) if carrier else None
        entry.is_shut = False
    return Part(1, "Une question a été ajoutée" if len(entries) == 1 else "Des questions ont été ajoutées", entries)


def send_added(step, response, part, data, *, by) -> Response:
    """Answer what was added and send again, in one act: what was sent stays readable all along.

    `data`: the cleaned fields of the part's form. Raises Refusal when nothing is answered, AnswersConflict.
    """
    response.state = Response.State.STARTED
    if not answering.save_part(step, response, part, data, by=by):
        raise Refusal("Répondez à ce qui a été ajouté, puis envoyez.")
    response.refresh_from_db()
    response.state = Response.State.STARTED
    return answering.send_response(step, response, by=by)


def announcement(step) -> Mailing:
    """Who would be told today that something was added."""
    lines = waiting(step.program)
    people = people_reached([response.participation.organisation_id for response, _ in lines], step.program)
    by_organisation = {response.participation.organisation_id: count for response, count in lines}
    seats = [response.participation for response, _ in lines]
    letters = [
        letter(step, seat, person, by_organisation[seat.organisation_id])
        for seat, person in each([seat for seat in seats if seat.organisation_id in people], people)
    ]
    mute = [(str(seat), NO_ADDRESS) for seat in seats if seat.organisation_id not in people]
    return Mailing("ajouts", "Annonce de ce qui a été ajouté", letters, mute)


def letter(step, seat, person, count) -> Letter:
    """The mail to one person, once a day at most."""
    seat.program = step.program
    words = mails.words_of(step, seat) | {"ajout": mails.told_added(count)}
    link = f"{reverse('diagnosis:added', args=[step.program.public_id])}?pour={seat.public_id}"
    key = f"{mails.ADDED.key}:{seat.public_id}:{person.pk}:{clock.today():%Y%m%d}"
    return Letter(person, str(seat), mails.ADDED, key, link, words, seat=seat)


def send_announcement(step, *, by) -> int:
    """Tell those who sent before something was added; returns how many. Raises Refusal when there is nobody."""
    mailing = announcement(step)
    if not mailing.letters:
        raise Refusal("Il n’y a personne à prévenir : chaque association a répondu à tout ce qui a été ajouté.")
    count = post_all(step, mailing, by=by)
    record(step, f"a annoncé à {count} personne{plural(count)} ce qui a été ajouté au questionnaire", by=by)
    return count
