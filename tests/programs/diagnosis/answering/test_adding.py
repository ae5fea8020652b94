"""What was added after an association sent: new questions that depend on one another, or on an older answer."""

import re

import pytest
from django.urls import reverse

from programs.diagnosis.answering.adding import waiting
from programs.diagnosis.models import Answer, Question
from programs.diagnosis.questionnaire import building
from programs.diagnosis.questionnaire.editions import recount

from ..conftest import response_of, send, text


def add(world, label, kind, section, condition=None):
    """Alice adds a question at the end of a part."""
    data = {"label": label, "kind": kind, "required": True}
    row = building.add_question(world.step, data, (section, building.LAST), by=world.alice)
    return building.set_condition(world.step, row, condition, by=world.alice) if condition else row


@pytest.fixture
def chained(asked):
    """Ciné-Club has sent; then two questions come, the second one if the first is answered « oui »."""
    send(asked, asked.cine_response, {"projet": "Des films.", "deja_ensemble": "non"})
    first, last = (Question.objects.order_by(order).first().section_title for order in ("number", "-number"))
    asked.bureau = add(asked, "Avez-vous un bureau ?", "yesno", first)
    asked.partage = add(asked, "Qui le partagerait ?", "short", last, {"question": asked.bureau.key, "is": ["oui"]})
    return asked


def typed(*answers):
    """What the page of additions posts."""
    return {f"q{row.serial}": value for row, value in answers}


def shown(page):
    """The questions of the page, each with what it depends on."""
    found = re.findall(r'<(?:div|fieldset) class="question" id="(q\d+)"[^>]*?>', page.content.decode())
    follows = re.findall(r'id="(q\d+)" data-version="\d+" data-if="(q\d+)"', page.content.decode())
    return found, dict(follows)


def test_added_question_stands_beside_the_added_one_it_depends_on(chained, denis, address):
    page = denis.get(address("added"))
    bureau, partage = (f"q{row.serial}" for row in (chained.bureau, chained.partage))
    assert shown(page) == ([bureau, partage], {partage: bureau})
    assert f"à la question {chained.bureau.number}" in text(page).replace("\u00a0", " ")
    assert "js/questions" in page.content.decode()
    assert " hidden>" not in page.content.decode().split('<form class="questionnaire"')[1].split("q-who")[0]


def test_both_are_answered_at_once(chained, denis, address):
    answer = denis.post(address("added"), typed((chained.bureau, "oui"), (chained.partage, "Plan large.")))
    assert answer.status_code == 302
    response = response_of(chained.denis_seat)
    assert response.is_sent
    assert response.answered == 4
    assert "Plan large." in text(denis.get(address("answer")))


def test_the_other_answer_sends_alone(chained, denis, alice, address):
    assert denis.post(address("added"), typed((chained.bureau, "non"))).status_code == 302
    page = text(denis.get(address("answer")))
    assert ("question non posée" in page, "Répondre à ce qui est ajouté" in page) == (True, False)
    assert denis.get(address("added")).status_code == 302
    assert waiting(chained.program) == []
    assert alice.get(address("editions")).status_code == 200


def test_what_is_shut_refuses_nothing(chained, denis, address):
    Question.objects.filter(pk=chained.partage.pk).update(kind="number")
    wrong = typed((chained.bureau, "oui"), (chained.partage, "personne"))
    refused = denis.post(address("added"), wrong)
    assert (refused.status_code, f'href="#id_q{chained.partage.serial}"' in refused.content.decode()) == (200, True)
    assert denis.post(address("added"), wrong | typed((chained.bureau, "non"))).status_code == 302
    assert not Answer.objects.filter(question=chained.partage).exists()


def test_chain_of_three_is_shown_whole(chained, denis, address):
    last = chained.partage.section_title
    third = add(chained, "Combien d’heures ?", "yesno", last, {"question": chained.bureau.key, "is": ["oui"]})
    fourth = add(chained, "Le soir ?", "yesno", last, {"question": third.key, "is": ["oui"]})
    found, follows = shown(denis.get(address("added")))
    assert len(found) == 4
    assert follows[f"q{fourth.serial}"] == f"q{third.serial}"


def test_added_question_follows_an_older_answer(asked, denis, address, alice):
    send(asked, asked.cine_response, {"projet": "Des films.", "deja_ensemble": "non"})
    carrier = Question.objects.get(key="deja_ensemble")
    row = add(asked, "Le referiez-vous ?", "short", carrier.section_title, {"question": carrier.key, "is": ["oui"]})
    assert denis.get(address("added")).status_code == 302
    page = text(denis.get(address("answer")))
    assert ("Répondre à ce qui est ajouté" in page, "une question a été ajoutée" in page) == (False, False)
    assert waiting(asked.program) == []
    assert "Compléter le questionnaire" not in text(denis.get(reverse("journey:space")))
    Answer.objects.filter(question=carrier).update(value=True)
    recount(asked.program)
    page = denis.get(address("added"))
    assert shown(page) == ([f"q{row.serial}"], {})
    assert "Compléter le questionnaire" in text(denis.get(reverse("journey:space")))
    assert "Le referiez-vous" in text(denis.get(address("answer")))
    assert [count for _, count in waiting(asked.program)] == [1]
    assert denis.post(address("added"), typed((row, "Bien sûr."))).status_code == 302
    assert "Compléter le questionnaire" not in text(denis.get(reverse("journey:space")))


def test_file_that_is_added_is_said_to_be_joined_by_reopening(asked, denis, address):
    send(asked, asked.cine_response)
    section = Question.objects.first().section_title
    add(asked, "Vos statuts ?", "file", section)
    page = text(denis.get(address("answer")))
    assert ("rouvrez les réponses pour le joindre" in page, "Répondre à ce qui est ajouté" in page) == (True, False)
    add(asked, "Avez-vous un bureau ?", "yesno", section)
    assert "Répondre à ce qui est ajouté" in text(denis.get(address("answer")))


def test_waiting_costs_three_statements(chained, statements):
    assert statements(lambda: waiting(chained.program)) <= 3
