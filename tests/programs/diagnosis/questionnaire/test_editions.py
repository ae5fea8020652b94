"""Numbered versions: answers stay with the words they were given to; only what is new is asked again."""

import pytest
from django.urls import reverse

from programs.diagnosis.models import Answer, Edition, Question
from programs.diagnosis.questionnaire import building

from ..conftest import crowd, response_of, send, text
from .test_building import typed


def question(key):
    """A question that is asked, by its key."""
    return Question.objects.get(key=key)


def plain(label):
    """A label as `text` tells it."""
    return " ".join(label.split())


def change(world, key, label, how=None, **data):
    """Change a question's words."""
    row = question(key)
    building.change_question(world.step, row, {"label": label, "version": row.version, **data}, how, by=world.alice)


def test_before_anybody_answers_changes_are_free(asked):
    change(asked, "projet", "Racontez votre projet")
    building.remove_question(asked.step, question("attentes"), by=asked.alice)
    assert (Edition.objects.count(), Question.ever.exclude(retired_in=None).count()) == (0, 0)
    assert response_of(asked.denis_seat).expected == Question.objects.filter(required=True).count()


def test_answered_question_asks_what_the_change_is(alice, asked, address):
    send(asked, asked.cine_response)
    row = question("projet")
    page = address("change_question", row.serial)
    assert "Des associations ont déjà répondu" in text(alice.get(page))
    assert "Dites si c’est la même question" in text(alice.post(page, typed("Autrement") | {"version": row.version}))
    data = typed("Que faites-vous, en deux mots ?", how="form") | {"version": row.version}
    assert alice.post(page, data).status_code == 302
    row.refresh_from_db()
    assert (row.label, Answer.objects.get().question_id) == ("Que faites-vous, en deux mots ?", row.pk)
    history = text(alice.get(address("editions")))
    assert ("Version 2" in history, "corrigée" in history) == (True, True)


def test_correction_that_would_empty_answers_is_refused(alice, asked, address):
    send(asked, asked.cine_response)
    row = question("projet")
    data = typed("Combien ?", unit="films", how="form") | {"version": row.version}
    refused = alice.post(f"{address('change_question', row.serial)}?forme=number", data)
    assert "Choisissez « une autre question »" in text(refused).replace("\u00a0", " ")
    assert question("projet").kind == "long"


def test_other_question_is_asked_again_and_the_answers_stay_with_the_old_words(alice, denis, asked, address):
    send(asked, asked.cine_response)
    before = response_of(asked.denis_seat)
    old = question("projet")
    change(asked, "projet", "Quel est votre projet pour 2030 ?", building.OTHER)
    new = question("projet")
    assert (new.number, new.label, old.pk != new.pk) == (old.number, "Quel est votre projet pour 2030 ?", True)
    after = response_of(asked.denis_seat)
    assert (after.answered, after.expected) == (before.answered - 1, before.expected)
    for browser, page in ((denis, address("answer")), (alice, address("response", asked.denis_seat.public_id))):
        said = text(browser.get(page))
        assert ("Des films." in said, plain(old.label) in said, "jusqu’à la version 1" in said) == (True, True, True)
    assert plain(old.label) in text(alice.get(address("results")))


def test_removed_question_with_answers_is_retired(alice, asked, address):
    send(asked, asked.cine_response)
    row = question("projet")
    assert "leurs réponses restent lisibles" in text(alice.get(address("remove_question", row.serial)))
    assert alice.post(address("remove_question", row.serial)).status_code == 302
    assert (Answer.objects.count(), Question.ever.get(pk=row.pk).retired_in) == (1, 2)
    assert list(Question.objects.values_list("number", flat=True)) == list(range(1, Question.objects.count() + 1))
    assert "Des films." in text(alice.get(address("response", asked.denis_seat.public_id)))


def test_changes_before_the_next_answer_make_one_version(asked):
    send(asked, asked.cine_response)
    change(asked, "attentes", "Et vous ?")
    change(asked, "attentes", "Et pour vous ?")
    assert [(one.number, len(one.changes)) for one in Edition.objects.all()] == [(2, 2)]
    send(asked, asked.video_response, by=asked.dora)
    change(asked, "attentes", "Et alors ?")
    assert [one.number for one in Edition.objects.all()] == [2, 3]


def test_page_open_during_a_change_never_answers_another_question(denis, asked, address):
    row = question("projet")
    building.add_question(asked.step, {"label": "Avant tout", "kind": "long"}, (row.section_title, 0), by=asked.alice)
    saved = denis.post(address("save"), {"name": f"q{row.serial}", "value": "Des films.", "version": "0"})
    assert (saved.status_code, Answer.objects.get().question.key) == (204, "projet")
    building.remove_question(asked.step, question("attentes"), by=asked.alice)


# Asked again ---------------------------------------------------------------------------------------------------------
def add_one(world, **data):
    """Add a question at the end of the first part."""
    first = Question.objects.first()
    data = {"label": "Avez-vous un local ?", "kind": "yesno", **data}
    return building.add_question(world.step, data, (first.section_title, building.LAST), by=world.alice)


def test_association_that_sent_answers_the_addition_alone_and_sends_again(denis, alice, asked, address):
    sent_at = send(asked, asked.cine_response).sent_at
    assert denis.get(address("added")).status_code == 302
    new = add_one(asked)
    assert "une question a été ajoutée" in text(denis.get(reverse("journey:space")))
    read = text(denis.get(address("answer")))
    assert ("Des films." in read, "Avez-vous un local" in read) == (True, True)
    page = text(denis.get(address("added")))
    assert ("Avez-vous un local" in page, "Que fait votre association" in page) == (True, False)
    assert "Des films." in text(alice.get(address("response", asked.denis_seat.public_id)))
    assert "Répondez à ce qui a été ajouté" in text(denis.post(address("added"), {}))
    answered = denis.post(address("added"), {f"q{new.serial}": "oui", f"q{new.serial}_version": "0"})
    assert answered.status_code == 302
    again = response_of(asked.denis_seat)
    assert (again.is_sent, again.sent_at > sent_at) == (True, True)
    assert Answer.objects.get(question=new).value is True
    assert denis.get(address("added")).status_code == 302
    assert "une question a été ajoutée" not in text(denis.get(reverse("journey:space")))


def test_those_who_sent_before_are_told_once(alice, asked, address):
    assert "Il n’y a personne à prévenir" in text(alice.post(address("tell_added"), follow=True))
    send(asked, asked.cine_response)
    add_one(asked)
    page = text(alice.get(address("editions")))
    assert (str(asked.cine) in page, "1 question sans réponse" in page) == (True, True)
    assert str(asked.cine) in text(alice.get(address("tell_added")))
    assert alice.post(address("tell_added")).status_code == 302


def test_change_costs_the_same_for_eighty_associations(asked, statements):
    crowd(asked, 2)
    add_one(asked, label="Le premier ?")
    crowd(asked, 1)
    few = statements(lambda: add_one(asked))
    crowd(asked, 20)
    many = statements(lambda: add_one(asked, label="Et un autre ?"))
    assert many == few


@pytest.mark.parametrize("name", ["build", "editions", "questionnaire"])
def test_page_of_the_questionnaire_costs_the_same_for_all(alice, asked, address, statements, name):
    crowd(asked, 2)
    add_one(asked)
    few = statements(lambda: alice.get(address(name)))
    crowd(asked, 10)
    add_one(asked, label="Et un autre ?")
    assert statements(lambda: alice.get(address(name))) == few
