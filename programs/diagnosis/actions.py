"""What the DLA does in the diagnosis: change the questionnaire and its needs, invite, remind."""

from django.db.models import ProtectedError

from dla_collectif.journal.actions import record
from dla_collectif.services import clock
from dla_collectif.services.editing import edit
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import day, plural
from programs.contributions.models import Contribution
from programs.journey.mailing import Letter, Mailing, post_all, reminded_lately
from programs.journey.models import Participation
from programs.meetings.models import people_reached
from programs.meetings.reach import NO_ADDRESS, each
from programs.reminders.actions import note_reminded

from . import mails
from .answering.actions import ask_to_answer
from .models import NeedRating, Questionnaire, Response, needs_to_weigh
from .questionnaire.entries import Sheet
from .questionnaire.sources import need_of

NO_QUESTIONNAIRE = "Choisissez d’abord un questionnaire : c’est lui que les associations reçoivent."


def change_questionnaire(step, questionnaire, data, *, by) -> Questionnaire:
    """Title, introduction, day to answer before. `data`: title, introduction, closes_on, version. Raises Conflict."""
    edit(questionnaire, data, by=by)
    until = f", à remplir avant le {day(questionnaire.closes_on)}" if questionnaire.closes_on else ""
    record(step, f"a modifié le questionnaire « {questionnaire.title} »{until}", by=by)
    return questionnaire


def add_need(step, data, *, by) -> Contribution:
    """Add a need to weigh. `data`: text, theme. Raises Refusal for one that is already there."""
    if needs_to_weigh(step.program).filter(text=data["text"]).exists():
        raise Refusal("Ce besoin est déjà dans la liste.", "text")
    need = need_of(step, data["text"], data.get("theme", ""), by)
    need.save()
    record(step, f"a ajouté aux besoins : {need.text}", by=by)
    return need


def withdraw_need(step, need, *, by) -> None:
    """Take a need out of the questionnaire. Raises Refusal once it was weighed, or while something cites it."""
    weighed = NeedRating.objects.filter(need=need).count()
    if weighed:
        who = "Une association a" if weighed == 1 else f"{weighed} associations ont"
        raise Refusal(f"{who} déjà pesé ce besoin : il reste dans le questionnaire.")
    text = need.text
    try:
        need.delete()
    except ProtectedError:
        raise Refusal("Ce besoin est cité plus loin dans l’accompagnement : retirez d’abord la citation.") from None
    record(step, f"a retiré des besoins : {text}", by=by)


def not_yet_asked(program):
    """The associations of a programme that have no questionnaire yet and did not leave."""
    seats = Participation.objects.associations().filter(program=program, response=None)
    return (
        seats.exclude(status=Participation.Status.WITHDRAWN)
        .select_related("organisation")
        .order_by("organisation__name")
    )


def invitations(step) -> Mailing:
    """Who would be invited to answer: the associations without a questionnaire whom somebody can be written to."""
    questionnaire = Questionnaire.objects.filter(program=step.program).first()
    seats = list(not_yet_asked(step.program))
    people = people_reached([seat.organisation_id for seat in seats], step.program)
    letters = [letter(step, seat, person, mails.INVITATION, questionnaire) for seat, person in each(seats, people)]
    mute = [(str(seat), NO_ADDRESS) for seat in seats if seat.organisation_id not in people]
    return Mailing("invitations", "Invitations au questionnaire", letters, mute)


def send_invitations(step, *, by) -> list[Response]:
    """Invite every association that has no questionnaire yet and whom somebody can be written to.

    Raises Refusal without a questionnaire, or when there is nobody to invite.
    """
    questionnaire = Questionnaire.objects.filter(program=step.program).first()
    if questionnaire is None:
        raise Refusal(NO_QUESTIONNAIRE)
    if not Sheet(step.program):
        raise Refusal("Le questionnaire est vide : ajoutez au moins une question ou un besoin avant de l’envoyer.")
    mailing = invitations(step)
    if not mailing.letters:
        raise Refusal("Il n’y a personne à inviter : chaque association qui a une adresse électronique l’est déjà.")
    seats = list(dict.fromkeys(letter.seat for letter in mailing.letters))
    responses = [ask_to_answer(step, seat, asked_on=clock.today(), by=by) for seat in seats]
    if questionnaire.sent_on is None:
        edit(questionnaire, {"sent_on": clock.today()}, by=by)
    post_all(step, mailing, by=by)
    count = len(responses)
    record(step, f"a envoyé le questionnaire à {count} association{plural(count)}", by=by)
    return responses


def letter(step, seat, person, kind, questionnaire, *, occasion="", response=None) -> Letter:
    """A mail to a person of an association about its answers, with their personal link."""
    seat.program = step.program
    key = f"{kind.key}{occasion}:{seat.public_id}:{person.pk}"
    words = mails.words_of(step, seat, questionnaire, response)
    return Letter(person, str(seat), kind, key, mails.answer_path(step.program, seat), words, seat=seat)


def resend_link(step, response, *, by) -> None:
    """Send an association its link again, on request. Raises Refusal for one that is done or has no address."""
    seat = response.participation
    if response.is_sent:
        raise Refusal(f"{seat.organisation} a déjà envoyé ses réponses.")
    people = people_reached([seat.organisation_id], step.program)
    if not people:
        raise Refusal(
            f"Personne n’a d’adresse électronique pour {seat.organisation} : complétez sa fiche dans l’annuaire."
        )
    questionnaire = Questionnaire.objects.filter(program=step.program).first()
    occasion = f":{clock.now():%Y%m%d%H%M}"
    letters = [
        letter(step, seat, person, mails.INVITATION, questionnaire, occasion=occasion)
        for seat, person in each([seat], people)
    ]
    post_all(step, Mailing("lien", "Lien renvoyé", letters), by=by)
    if response.asked_on is None:
        Response.objects.filter(pk=response.pk).update(asked_on=clock.today())
    record(step, f"a renvoyé son lien à {seat.organisation}", by=by)


def reminders(step) -> Mailing:
    """Who would be reminded today: those who have not sent, and were not written to for three days."""
    awaited = Response.objects.awaited().filter(participation__program=step.program)
    awaited = list(awaited.select_related("participation__organisation").order_by("participation__organisation__name"))
    people = people_reached([response.participation.organisation_id for response in awaited], step.program)
    lately = reminded_lately(person for some in people.values() for person in some)
    questionnaire = Questionnaire.objects.filter(program=step.program).first()
    mailing = Mailing("relances", "Relances du questionnaire", [])
    for response in awaited:
        seat = response.participation
        reached = people.get(seat.organisation_id, [])
        if response.may_be_reminded_on > clock.today():
            mailing.left_out.append((str(seat), f"relance possible à partir du {day(response.may_be_reminded_on)}"))
        elif not reached:
            mailing.left_out.append((str(seat), NO_ADDRESS))
        for person in reached if response.may_be_reminded_on <= clock.today() else ():
            if person.pk in lately:
                mailing.left_out.append((f"{person}, {seat}", "déjà relancé·e il y a moins de trois jours"))
                continue
            on = f":{clock.today():%Y%m%d}"
            mailing.letters.append(
                letter(step, seat, person, mails.REMINDER, questionnaire, occasion=on, response=response)
            )
    return mailing


def send_reminders(step, *, by) -> list[Response]:
    """Remind every association that has not sent its answers, and them alone, never twice in three days.

    Raises Refusal, with its reason, when nobody may be reminded today.
    """
    awaited = Response.objects.awaited().filter(participation__program=step.program)
    awaited = list(awaited.select_related("participation__organisation").select_for_update(of=("self",)))
    mailing = reminders(step)
    seats = {letter.seat.pk for letter in mailing.letters}
    reached = [response for response in awaited if response.participation_id in seats]
    if not reached:
        due = [response for response in awaited if response.may_be_reminded_on <= clock.today()]
        raise Refusal(why_nobody(step.program, awaited, due))
    Response.objects.filter(pk__in=[response.pk for response in reached]).update(reminded_on=clock.today())
    post_all(step, mailing, by=by)
    note_reminded(mailing.letters, "questionnaire")
    names = ", ".join(str(response.participation.organisation) for response in reached)
    record(step, f"a relancé {len(reached)} association{plural(len(reached))} : {names}", by=by)
    return reached


def why_nobody(program, awaited, due) -> str:
    """Why no reminder leaves today."""
    if not awaited:
        return "Il n’y a personne à relancer : toutes les associations invitées ont envoyé leurs réponses."
    if not due or people_reached([response.participation.organisation_id for response in due], program):
        soonest = day(min(response.may_be_reminded_on for response in awaited))
        return f"Chacune a reçu un message il y a moins de trois jours : relance possible à partir du {soonest}."
    return (
        "Personne n’a d’adresse électronique dans les associations à relancer : complétez leurs fiches dans l’annuaire."
    )
