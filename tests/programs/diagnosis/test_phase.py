"""What the room declares: requirements that follow the facts, asks that follow the seats, a report that says it all."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from dla_collectif.services import clock
from programs.diagnosis import actions
from programs.diagnosis import phase as phase_module
from programs.diagnosis.commitment import actions as commitments
from programs.diagnosis.commitment import departures
from programs.diagnosis.models import Response
from programs.diagnosis.phase import phase, report
from programs.diagnosis.questionnaire import sources
from programs.diagnosis.shared import actions as shared_diagnosis
from programs.journey.models import Participation
from programs.journey.progress import asks_of
from programs.voices import actions as voices
from tests import cast

from .conftest import crowd, propose, response_of, send

LETTER = {"capacity": "présidente", "board_on": None}


def missing(world):
    """The labels of what is missing, as Alice's page computes it."""
    return [line.label for line in cast.step(world.program, "diagnosis", world.alice).missing]


def asks(seat):
    """What a seat is asked: (label, done)."""
    measured = Participation.objects.measured().select_related("program", "organisation").get(pk=seat.pk)
    return [(ask.label, ask.done) for ask in asks_of(measured) if "/diagnostic-des-besoins/" in ask.url]


def test_requirements_are_met_one_by_one(world):
    cast.at_phase(world.program, "diagnosis")
    Participation.objects.filter(role="association").update(status="spotted", invited_on=None)
    step = cast.step(world.program, "diagnosis", world.alice)
    labels = [requirement.label for requirement in phase.requirements]
    assert missing(world) == labels
    sources.choose_questionnaire(step, "culture", by=world.alice)
    assert missing(world) == labels[1:]
    actions.send_invitations(step, by=world.alice)
    assert missing(world) == labels[2:]
    world.step = step
    send(world, response_of(world.denis_seat))
    assert missing(world) == labels[2:]
    send(world, response_of(world.dora_seat))
    assert missing(world) == labels[3:]
    cast.meeting(world.program, state="held", present=[world.denis_seat])
    assert missing(world) == labels[4:]
    edition = propose(world)
    assert missing(world) == labels[6:]
    shared_diagnosis.say(step, world.denis_seat, {"stance": "but", "words": "Et les salles ?"}, by=world.denis)
    assert missing(world) == labels[5:]
    voice = edition.voices.get()
    voices.answer_voice(step, voice, {"outcome": "kept", "answer": "Plus tard."}, by=world.alice)
    shared_diagnosis.say(step, world.dora_seat, {"stance": "yes"}, by=world.dora)
    assert missing(world) == labels[6:]
    meeting = cast.meeting(world.program, state="held", starts_at=clock.now(), present=[world.denis_seat])
    shared_diagnosis.validate_edition(step, {"meeting": meeting, "visibility": 2}, by=world.alice)
    assert missing(world) == labels[7:]
    for seat, who in ((world.denis_seat, world.denis), (world.dora_seat, world.dora)):
        seat.refresh_from_db()
        commitments.sign_commitment(step, seat, LETTER, by=who)
    assert missing(world) == labels[8:]
    for seat in (world.denis_seat, world.dora_seat):
        seat.commitment.refresh_from_db()
        commitments.complete_commitment(step, seat.commitment, {"board_on": clock.today()}, by=world.alice)
    assert missing(world) == []


def test_group_of_two_cannot_be_passed_over(asked):
    blocking = cast.step(asked.program, "diagnosis", asked.alice).blocking
    assert [line.label for line in blocking] == ["Réunir au moins deux associations engagées"]


def test_details_say_how_far_one_is(asked):
    send(asked, asked.cine_response)
    details = {line.label: line.detail for line in cast.step(asked.program, "diagnosis", asked.alice).requirements}
    assert details["Recevoir les réponses"] == "1 réponse sur 2"
    assert details["Inviter les associations"] == "2 invitées à répondre, 2 repérées"


def test_one_that_left_is_no_longer_awaited(asked):
    send(asked, asked.cine_response)
    departures.leave(asked.step, asked.dora_seat, {"reason": "Trop peu de temps."}, by=asked.alice)
    assert "Recevoir les réponses" not in missing(asked)


def test_asks_follow_the_association(asked):
    answering = "Répondre au questionnaire sur vos besoins"
    assert asks(asked.denis_seat) == [(answering, False)]
    Response.objects.filter(pk=asked.cine_response.pk).update(state="started", answered=13)
    assert asks(asked.denis_seat) == [("Terminer le questionnaire sur vos besoins et l’envoyer", False)]
    send(asked, response_of(asked.denis_seat))
    sent = ("Questionnaire sur vos besoins\u00a0: réponses envoyées", True)
    assert asks(asked.denis_seat) == [sent]
    propose(asked)
    word = ("Dire si vous vous reconnaissez dans le diagnostic partagé", False)
    assert asks(asked.denis_seat) == [sent, word, ("Signer la lettre d’engagement", False)]
    shared_diagnosis.say(asked.step, asked.denis_seat, {"stance": "yes"}, by=asked.denis)
    said = ("Diagnostic partagé\u00a0: version 1, vous avez répondu", True)
    commitments.sign_commitment(asked.step, asked.denis_seat, LETTER, by=asked.denis)
    signed = ("Lettre d’engagement signée", True)
    board = ("Indiquer la date de la décision de votre conseil d’administration", False)
    assert asks(asked.denis_seat) == [sent, said, board, signed]
    commitments.complete_commitment(
        asked.step, asked.denis_seat.commitment, {"board_on": clock.today()}, by=asked.denis
    )
    assert asks(asked.denis_seat) == [sent, said, signed]


def test_others_are_asked_nothing(asked):
    propose(asked)
    assert [asks(seat) for seat in (asked.gaelle_seat, asked.hugo_seat, asked.emma_seat)] == [[], [], []]


def test_ask_leads_to_a_page_that_opens(asked, denis):
    seat = Participation.objects.measured().select_related("program").get(pk=asked.denis_seat.pk)
    assert [denis.get(ask.url).status_code for ask in asks_of(seat)] == [200]


def shown(world):
    """The summary as the page, the PDF and the chapter show it."""
    context = {"facts": report(world.program), "program": world.program, "step": world.step}
    return render_to_string("programs/diagnosis/summary.html", context)


def test_report_tells_the_whole_diagnosis(asked):
    needs = {"connaitre": {"intensity": 4, "priority": True, "words": "Nos mots."}}
    send(asked, asked.cine_response, {"projet": "Notre texte."}, needs)
    cast.meeting(asked.program, title="Première réunion", state="held", present=[asked.denis_seat])
    propose(asked, "Deux besoins **dominent**.")
    shared_diagnosis.say(asked.step, asked.denis_seat, {"stance": "yes"}, by=asked.denis)
    data = {"meeting": cast.meeting(asked.program, state="held", starts_at=clock.now()), "visibility": 1}
    assert "<strong>dominent</strong>" not in shown(asked)
    shared_diagnosis.validate_edition(asked.step, data, by=asked.alice)
    commitments.sign_commitment(asked.step, asked.denis_seat, LETTER, by=asked.denis)
    departures.leave(asked.step, asked.dora_seat, {"reason": "Trois bénévoles ne suffisent pas."}, by=asked.alice)
    facts = report(asked.program)
    assert facts["funnel"] == [
        ("Repérées", 2),
        ("Conviées", 2),
        ("Réponses envoyées", 1),
        ("Lettre signée", 1),
        ("Engagées", 1),
    ]
    html = shown(asked)
    told = ["Première réunion", "<strong>dominent</strong>"]
    told += ["Denis Leroy", "Trois bénévoles ne suffisent pas.", "1 sur 1"]
    assert [one in html for one in told] == [True] * len(told)
    assert "Mieux connaître ce que font les autres associations" not in html  # one answer alone: nothing is told of it
    assert [secret in html for secret in ("Notre texte.", "Nos mots.")] == [False, False]


def test_report_of_nothing_has_no_heading(world):
    Participation.objects.filter(program=world.program).delete()
    world.step = cast.step(world.program, "diagnosis", world.alice)
    assert "<h3>" not in shown(world)


@pytest.mark.parametrize("count", [3, 30])
def test_report_costs_eight_statements(asked, statements, count):
    crowd(asked, count)
    assert statements(lambda: shown(asked)) == 8


def test_funnel_told_outside_has_no_zero_before_anybody_committed():
    def asked(committed_on=None, status="invited"):
        return SimpleNamespace(invited_on=1, committed_on=committed_on, status=status, response=None, commitment=1)

    assert phase_module.came([asked(), asked()]) == [("Repérées", 2), ("Conviées", 2)]
    assert phase_module.came([asked(1, "committed"), asked()])[-1] == ("Engagées", 1)
