"""What the DLA does: choose, invite, remind, write; and what it is refused."""

from datetime import timedelta

import pytest
from django.db.models import F

from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from programs.contributions.models import Contribution
from programs.diagnosis import actions
from programs.diagnosis.answering import actions as answering
from programs.diagnosis.models import NeedRating, Question, Questionnaire, Response, needs_to_weigh
from programs.diagnosis.questionnaire import sources
from programs.diagnosis.questionnaire.files import ready_made
from programs.journey.models import Participation
from tests import cast

from .conftest import days_ago, response_of, send


@pytest.fixture
def step(world):
    """The step of Alice's programme, nothing done yet."""
    cast.at_phase(world.program, "diagnosis")
    return cast.step(world.program, "diagnosis", world.alice)


def test_chosen_questionnaire_is_a_copy(world, step):
    sources.choose_questionnaire(step, "culture", by=world.alice)
    model = ready_made()["culture"]
    assert [one.label for one in Question.objects.all()] == [one.label for one in model.questions]
    needs = Contribution.objects.needs().filter(program=world.program)
    assert [(need.text, need.phase, need.visibility) for need in needs.order_by("id")] == [
        (need.label, "diagnosis", 1) for need in model.needs
    ]


def test_questionnaire_changes_until_somebody_is_asked(world, step):
    sources.choose_questionnaire(step, "culture", by=world.alice)
    actions.add_need(step, {"text": "Un calendrier commun", "theme": ""}, by=world.alice)
    sources.choose_questionnaire(step, "general", by=world.alice)
    texts = set(needs_to_weigh(world.program).values_list("text", flat=True))
    assert texts == {need.label for need in ready_made()["general"].needs} | {"Un calendrier commun"}
    actions.ask_to_answer(step, world.denis_seat, by=world.alice)
    with pytest.raises(Refusal) as no:
        sources.choose_questionnaire(step, "culture", by=world.alice)
    assert "le questionnaire ne se remplace plus" in no.value.sentence
    assert Questionnaire.objects.get().key == "general"


def test_unknown_questionnaire_is_refused(world, step):
    with pytest.raises(Refusal) as no:
        sources.choose_questionnaire(step, "../secret", by=world.alice)
    assert no.value.sentence.startswith("Ce questionnaire n’existe pas")


def test_invitation_needs_a_questionnaire(world, step):
    with pytest.raises(Refusal) as no:
        actions.send_invitations(step, by=world.alice)
    assert no.value.sentence == actions.NO_QUESTIONNAIRE


def test_invitation_gives_a_questionnaire_and_writes_to_each_person(asked):
    cast.person("Second", "Nom", asked.cine)
    response = asked.cine_response
    expected = sum(question.required for question in ready_made()["culture"].questions)
    assert (response.state, response.expected, response.answered) == ("waiting", expected, 0)
    assert asked.denis_seat.status == Participation.Status.INVITED
    mails = Message.objects.order_by("address")
    assert [mail.address for mail in mails] == ["denis.leroy@example.org", "dora.blin@example.org"]
    assert mails[0].link == response.path
    assert mails[0].subject == "Répondez\u00a0: les besoins de Ciné-Club des Lilas"
    assert Questionnaire.objects.get().sent_on == clock.today()


def test_invitation_leaves_out_those_whom_nobody_can_write_to(asked):
    silent = cast.seat(asked.program, cast.organisation("Sans adresse"), status="spotted")
    with pytest.raises(Refusal) as no:
        actions.send_invitations(asked.step, by=asked.alice)
    assert no.value.sentence.startswith("Il n’y a personne à inviter")
    silent.refresh_from_db()
    assert (silent.status, Response.objects.filter(participation=silent).count()) == ("spotted", 0)


def test_invitation_comes_once(asked):
    with pytest.raises(Refusal):
        actions.send_invitations(asked.step, by=asked.alice)
    assert (Response.objects.count(), Message.objects.count()) == (2, 2)


def test_reminder_never_goes_to_one_who_has_sent(asked):
    Response.objects.update(asked_on=days_ago(10))
    send(asked, asked.cine_response)
    Message.objects.all().delete()
    reminded = actions.send_reminders(asked.step, by=asked.alice)
    assert [str(one.participation.organisation) for one in reminded] == ["Vidéo Quartier"]
    assert [mail.address for mail in Message.objects.all()] == ["dora.blin@example.org"]
    assert response_of(asked.denis_seat).reminded_on is None


def test_reminder_is_refused_when_all_have_sent(asked):
    Response.objects.update(asked_on=days_ago(10))
    for seat in (asked.denis_seat, asked.dora_seat):
        send(asked, response_of(seat))
    Message.objects.all().delete()
    with pytest.raises(Refusal) as no:
        actions.send_reminders(asked.step, by=asked.alice)
    assert no.value.sentence.startswith("Il n’y a personne à relancer\u00a0: toutes")
    assert Message.objects.count() == 0


@pytest.mark.parametrize(("since", "count"), [(2, 0), (3, 2)])
def test_reminder_waits_three_days_after_the_invitation(asked, since, count):
    Response.objects.update(asked_on=days_ago(since))
    try:
        reminded = actions.send_reminders(asked.step, by=asked.alice)
    except Refusal as no:
        assert no.sentence.startswith("Chacune a reçu un message il y a moins de trois jours")
        reminded = []
    assert len(reminded) == count


def test_reminder_waits_three_days_after_another(asked):
    Response.objects.update(asked_on=days_ago(10))
    actions.send_reminders(asked.step, by=asked.alice)
    with pytest.raises(Refusal):
        actions.send_reminders(asked.step, by=asked.alice)
    Response.objects.filter(pk=asked.cine_response.pk).update(reminded_on=days_ago(3))
    with pytest.raises(Refusal):  # the person herself had one, whatever the association's own date says
        actions.send_reminders(asked.step, by=asked.alice)
    Message.objects.update(created_at=clock.now() - timedelta(days=3), key=F("message_id"))
    assert [one.pk for one in actions.send_reminders(asked.step, by=asked.alice)] == [asked.cine_response.pk]


def test_reminder_leaves_out_one_that_left(asked):
    Response.objects.update(asked_on=days_ago(10))
    Participation.objects.filter(pk=asked.dora_seat.pk).update(status="withdrawn", reason="Trop peu de temps.")
    reminded = actions.send_reminders(asked.step, by=asked.alice)
    assert [one.participation_id for one in reminded] == [asked.denis_seat.pk]


def test_link_is_sent_again_on_request_but_not_to_one_who_is_done(asked):
    actions.resend_link(asked.step, asked.cine_response, by=asked.alice)
    assert Message.objects.filter(address="denis.leroy@example.org").count() == 2
    send(asked, asked.cine_response)
    with pytest.raises(Refusal) as no:
        actions.resend_link(asked.step, asked.cine_response, by=asked.alice)
    assert no.value.sentence == "Ciné-Club des Lilas a déjà envoyé ses réponses."


def test_need_is_withdrawn_until_it_is_weighed(asked):
    first, second = needs_to_weigh(asked.program)[:2]
    actions.withdraw_need(asked.step, first, by=asked.alice)
    answering.save_field(asked.step, asked.cine_response, f"n{second.pk}", ["3"], 0, by=asked.denis)
    with pytest.raises(Refusal) as no:
        actions.withdraw_need(asked.step, second, by=asked.alice)
    assert no.value.sentence == "Une association a déjà pesé ce besoin\u00a0: il reste dans le questionnaire."
    assert NeedRating.objects.get().need == second


def test_need_is_not_added_twice(asked):
    text = needs_to_weigh(asked.program)[0].text
    with pytest.raises(Refusal) as no:
        actions.add_need(asked.step, {"text": text, "theme": ""}, by=asked.alice)
    assert (no.value.sentence, no.value.field) == ("Ce besoin est déjà dans la liste.", "text")


def test_need_voiced_by_somebody_is_not_weighed(asked):
    before = needs_to_weigh(asked.program).count()
    Contribution.objects.create(
        program=asked.program, phase="diagnosis", kind="need", text="Le mien", organisation=asked.cine, visibility=1
    )
    Contribution.objects.create(program=asked.program, phase="diagnosis", kind="need", text="Secret", visibility=0)
    assert needs_to_weigh(asked.program).count() == before


def test_acts_are_in_the_journal(asked):
    sentences = set(Entry.objects.filter(scope=asked.program.public_id).values_list("sentence", flat=True))
    assert "a envoyé le questionnaire à 2 associations" in sentences
