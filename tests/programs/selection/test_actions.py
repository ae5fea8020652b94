"""The officer's verbs until the opening, and the provider's: what they write, whom they write to, what they refuse."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import LINK, Message
from dla_collectif.services import clock
from dla_collectif.services.refusals import Conflict, Refusal
from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.journey.models import Document, Participation
from programs.selection import actions, bid_actions, readings
from programs.selection.models import Call, Proposal, SealedContent
from tests import cast
from tests.programs.selection import matter
from tests.tampering import broken


def test_consultation_leaves_only_with_a_frozen_specification(world):
    matter.specify(world, frozen=False)
    step = matter.prepare(world)
    with clock.set_to(matter.START), pytest.raises(Refusal, match="Figez d’abord le cahier des charges"):
        actions.send_call(step, by=world.alice)
    assert Message.objects.count() == 0


def test_consultation_leaves_only_with_a_deadline_to_come(world):
    matter.specify(world)
    step = matter.prepare(world)
    with clock.set_to(matter.DEADLINE), pytest.raises(Refusal, match="doit être à venir"):
        actions.send_call(step, by=world.alice)


def test_consultation_leaves_only_to_somebody(world):
    matter.specify(world)
    step = matter.step_of(world)
    actions.write_call(step, {"deadline": matter.DEADLINE}, by=world.alice)
    with clock.set_to(matter.START), pytest.raises(Refusal, match="Ajoutez d’abord un prestataire"):
        actions.send_call(step, by=world.alice)
    mute = cast.organisation("Cabinet Muet", "consultancy")
    actions.add_provider(step, {"organisation": mute, "reason": "x"}, by=world.alice)
    with clock.set_to(matter.START), pytest.raises(Refusal, match="Personne ne peut être joint chez Cabinet Muet"):
        actions.send_call(step, by=world.alice)


def test_consultation_sent_writes_to_each_provider_by_personal_link(world):
    call = matter.sent(world)
    mails = Message.objects.order_by("id")
    assert [(mail.to, mail.link, LINK in mail.body) for mail in mails] == [
        (who, matter.step_of(world).reverse("selection:our_proposal"), True) for who in (world.gaelle, world.rita)
    ]
    assert mails[0].subject.startswith("Répondez avant le vendredi 20 mars 2026 à 12\u00a0h")
    assert str(world.rival) not in mails[0].body + mails[0].subject
    assert (call.sent_at, call.is_sent) == (matter.START, True)
    assert Document.objects.get(program=world.program).visibility == Visibility.PUBLIC


def test_provider_added_sees_nothing_before_it_is_consulted(world):
    new = cast.organisation("Cabinet Neuf", "consultancy")
    user = cast.person("Nina", "Neuf", new)
    matter.specify(world)
    step = matter.prepare(world, new)
    assert not Participation.objects.held_by(user).exists()
    with clock.set_to(matter.START):
        actions.send_call(step, by=world.alice)
    assert [seat.organisation for seat in Participation.objects.held_by(user)] == [new]


def test_provider_taken_off_the_list_leaves_no_seat(world):
    new = cast.organisation("Cabinet Neuf", "consultancy")
    step = matter.prepare(world, new)
    actions.drop_provider(step, matter.proposal(world, new), by=world.alice)
    assert not Participation.objects.filter(organisation=new).exists()


def test_provider_consulted_stays_on_the_list(world):
    matter.sent(world)
    with pytest.raises(Refusal, match="déjà consulté"):
        actions.drop_provider(matter.step_of(world), matter.proposal(world, world.multi), by=world.alice)


def test_provider_is_listed_once(world):
    step = matter.prepare(world)
    with pytest.raises(Refusal, match="déjà sur la liste"):
        actions.add_provider(step, {"organisation": world.multi, "reason": ""}, by=world.alice)


@pytest.mark.parametrize("state", ["present", "absent", "expected"])
def test_provider_heard_during_the_preparation_is_known_by_its_presence(world, state):
    met = cast.meeting(world.program, phase="consultation", kind="consultants", expected=[world.gaelle_seat])
    met.attendances.update(state=state)
    matter.prepare(world)
    heard = {str(one): one.heard_before for one in Proposal.objects.all()}
    assert heard == {str(world.multi): state == "present", str(world.rival): False}


def test_provider_whose_words_were_kept_was_heard(world):
    Contribution.objects.create(
        program=world.program, phase="consultation", kind="advice", text="Allez voir", organisation=world.rival
    )
    matter.prepare(world)
    assert matter.proposal(world, world.rival).heard_before


def test_hearing_of_this_very_step_is_no_preparation(world):
    cast.meeting(world.program, phase="selection", kind="hearing", present=[world.gaelle_seat])
    matter.prepare(world)
    assert not matter.proposal(world, world.multi).heard_before


def test_information_suggested_holds_what_everybody_may_read_and_no_more(world):
    for level, text in ((Visibility.INSTITUTIONS, "réservé"), (Visibility.PUBLIC, "public")):
        Contribution.objects.create(
            program=world.program, phase="consultation", kind="advice", text=text, visibility=level,
            organisation=world.drac, quotable=level == Visibility.PUBLIC,
        )  # fmt: skip
    assert readings.suggested_information(world.program) == "**Orientations**\n\n- public (DRAC)"


def test_what_was_handed_out_changes_no_more(world):
    matter.sent(world)
    step = matter.step_of(world)
    for data in ({"deadline": matter.AFTER}, {"shared_information": "autre"}):
        with pytest.raises(Refusal, match="ne change plus"):
            actions.write_call(step, data, by=world.alice)
    assert actions.write_call(step, {"justification": "Mieux dit."}, by=world.alice).justification == "Mieux dit."


def test_deadline_put_off_is_told_to_all(world):
    matter.sent(world)
    later = matter.DEADLINE + timedelta(days=3)
    with clock.set_to(matter.AFTER):
        actions.extend_deadline(matter.step_of(world), {"deadline": later, "reason": "Congés."}, by=world.alice)
    told = Message.objects.filter(subject__startswith="Notez la nouvelle date limite")
    assert {(mail.to_id, "Congés." in mail.body) for mail in told} == {(world.gaelle.pk, True), (world.rita.pk, True)}
    assert matter.hand_in(world, world.multi, "gaelle", at=later - timedelta(seconds=1)).submitted_at


@pytest.mark.parametrize("deadline", [matter.DEADLINE, matter.DEADLINE - timedelta(days=1)])
def test_deadline_is_never_brought_forward(world, deadline):
    matter.sent(world)
    with clock.set_to(matter.START), pytest.raises(Refusal, match="plus tard que la première"):
        actions.extend_deadline(matter.step_of(world), {"deadline": deadline, "reason": "x"}, by=world.alice)


def test_provider_says_no_with_a_reason(world):
    matter.sent(world)
    bid, step = matter.proposal(world, world.multi), matter.step_of(world, "gaelle")
    with clock.set_to(matter.START):
        with pytest.raises(Refusal, match="Dites en une phrase"):
            bid_actions.say_intent(step, bid, {"intent": "no", "intent_reason": " "}, by=world.gaelle)
        bid_actions.say_intent(step, bid, {"intent": "no", "intent_reason": "Agenda plein."}, by=world.gaelle)
    bid.refresh_from_db()
    assert (bid.intent, bid.intent_reason) == ("no", "Agenda plein.")


def test_provider_that_handed_in_no_longer_says_no(world):
    matter.sent(world)
    bid = matter.hand_in(world, world.multi, "gaelle")
    with clock.set_to(matter.START), pytest.raises(Refusal, match="déjà remise"):
        no = {"intent": "no", "intent_reason": "x"}
        bid_actions.say_intent(matter.step_of(world, "gaelle"), bid, no, by=world.gaelle)


def test_proposal_is_replaced_and_its_receipt_with_it(world, django_capture_on_commit_callbacks):
    matter.sent(world)
    first = matter.hand_in(world, world.multi, "gaelle", document=matter.pdf())
    old = SealedContent.objects.get(proposal=first).file
    with django_capture_on_commit_callbacks(execute=True):
        second = matter.hand_in(world, world.multi, "gaelle", summary="Mieux.", document=matter.pdf(matter=b"b"))
    content = SealedContent.objects.get(proposal=second)
    assert (first.sha256 != second.sha256, content.summary, content.version) == (True, "Mieux.", 2)
    assert (old.storage.exists(old.name), old.storage.exists(content.file.name)) == (False, True)
    assert Message.objects.filter(subject__startswith="Gardez ce reçu").count() == 2
    assert [entry.sentence.split()[1] for entry in Entry.objects.filter(sentence__contains="la proposition de")] == [
        "remis", "remplacé",
    ]  # fmt: skip


def test_document_stays_when_only_the_text_is_replaced(world):
    matter.sent(world)
    matter.hand_in(world, world.multi, "gaelle", document=matter.pdf())
    bid = matter.hand_in(world, world.multi, "gaelle", summary="Mieux.")
    assert SealedContent.objects.get(proposal=bid).filename == "proposition.pdf"


def test_two_colleagues_replacing_at_once_lose_nothing(world, settings):
    matter.sent(world)
    matter.hand_in(world, world.multi, "gaelle", version=0)
    matter.hand_in(world, world.multi, "gaelle", version=1, summary="Premier.")
    with pytest.raises(Conflict) as lost:
        matter.hand_in(world, world.multi, "gaelle", version=1, summary="Second.", document=matter.pdf())
    assert lost.value.current.summary == "Premier."
    assert len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == 0


def test_proposals_are_opened_once(world):
    matter.opened(world)
    with clock.set_to(matter.AFTER), pytest.raises(Refusal, match="déjà ouvertes"):
        actions.open_proposals(matter.step_of(world), by=world.bruno)


def test_opening_writes_each_receipt_in_the_chained_journal(world):
    matter.opened(world)
    told = " ".join(Entry.objects.filter(sentence__startswith="a ouvert").values_list("sentence", flat=True))
    assert [bid.sha256 in told for bid in matter.bids(world)] == [True, True]
    assert broken(world.program.journal_scope) is None


def test_nothing_is_opened_when_nothing_was_handed_in(world):
    matter.sent(world)
    with clock.set_to(matter.AFTER), pytest.raises(Refusal, match="Aucune proposition n’a été remise"):
        actions.open_proposals(matter.step_of(world), by=world.alice)


def test_opened_consultation_takes_no_bid_and_no_provider(world):
    matter.opened(world)
    with pytest.raises(Refusal, match="ouvertes"):
        matter.hand_in(world, world.multi, "gaelle", at=matter.START)
    new = cast.organisation("Cabinet Neuf", "consultancy")
    with pytest.raises(Refusal, match="ne change plus"):
        actions.add_provider(matter.step_of(world), {"organisation": new, "reason": "x"}, by=world.alice)
    later = {"deadline": matter.AFTER + timedelta(days=1), "reason": "x"}
    with clock.set_to(matter.AFTER), pytest.raises(Refusal, match="ne se reporte"):
        actions.extend_deadline(matter.step_of(world), later, by=world.alice)


def test_database_itself_refuses_an_opening_before_the_deadline(world):
    call = matter.sealed(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(opened_at=matter.DEADLINE - timedelta(seconds=1))


def test_hearing_is_chosen_among_those_of_the_programme(world):
    matter.prepare(world)
    foreign = cast.meeting(world.foreign, phase="selection", kind="hearing")
    with pytest.raises(Refusal, match="Choisissez une audition"):
        actions.choose_hearing(matter.step_of(world), {"hearing": foreign}, by=world.alice)
