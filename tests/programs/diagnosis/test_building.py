"""An officer writes a questionnaire: parts, questions of every kind, their order; two officers lose nothing."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from programs.diagnosis import building, sources
from programs.diagnosis.building_forms import keyed
from programs.diagnosis.models import Answer, Edition, Question, Questionnaire, Response
from programs.diagnosis.questions import KINDS
from tests import cast

from .conftest import crowd, response_of, send, text


@pytest.fixture
def blank(world):
    """A programme whose questionnaire is a title alone."""
    cast.at_phase(world.program, "diagnosis")
    world.step = cast.step(world.program, "diagnosis", world.alice)
    sources.start_blank(world.step, "Nos clubs", by=world.alice)
    return world


def labels():
    """What is asked, as everybody reads it."""
    return [f"{one.number} {one.label} ({one.section_title})" for one in Question.objects.all()]


def typed(label, **settings):
    """A question's form."""
    return {"label": label, "help": "", "required": "on", "allows_aloud": "on", "version": "0", **settings}


def url(world, name, *args):
    """A page of the diagnosis."""
    return world.step.reverse(f"diagnosis:{name}", *args)


def test_questionnaire_is_written_from_nothing(blank, sign_in):
    browser = sign_in(blank.alice)
    assert "Ce questionnaire est vide" in text(browser.get(url(blank, "build")))
    refused = browser.get(url(blank, "add_question"), follow=True)
    assert "Ajoutez d’abord une partie" in text(refused)
    for title in ("Votre club", "Vos moyens"):
        assert browser.post(url(blank, "add_section"), {"title": title}).status_code == 302
    address = f"{url(blank, 'add_question')}?forme=number&partie=1"
    data = typed("Combien de licenciés ?", unit="licenciés", with_year="on", section="Votre club")
    assert browser.post(address, data).status_code == 302
    data = typed("Vos locaux", options="Loués\n Prêtés \n\nÀ nous", section="Vos moyens")
    assert browser.post(f"{url(blank, 'add_question')}?forme=choices", data).status_code == 302
    assert labels() == ["1 Combien de licenciés ? (Votre club)", "2 Vos locaux (Vos moyens)"]
    first, second = Question.objects.all()
    assert (first.unit, first.with_year, second.with_year) == ("licenciés", True, False)
    assert [one["label"] for one in second.options] == ["Loués", "Prêtés", "À nous"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_question_of_every_kind_is_asked_for_its_settings_and_no_others(blank, sign_in, kind):
    building.add_section(blank.step, "Une partie", by=blank.alice)
    browser, address = sign_in(blank.alice), f"{url(blank, 'add_question')}?forme={kind.key}"
    page = browser.get(address).content.decode()
    shown = {name for name in ("unit", "with_year", "options", "columns") if f'name="{name}"' in page}
    assert shown == set(kind.settings)
    lines = {"options": "Peu\nBeaucoup", "columns": "Lieu\nSurface (nombre)", "unit": "m²"}
    assert browser.post(address, typed("Une question", section="Une partie", **lines)).status_code == 302
    assert Question.objects.get().kind == kind.key
    assert browser.get(url(blank, "preview")).status_code == 200
    assert browser.get(url(blank, "change_question", 1)).status_code == 200


@pytest.mark.parametrize(
    ("kind", "changes", "sentence"),
    [
        ("choice", {"options": "Une seule"}, "Écrivez de 2 à 40 réponses, une par ligne."),
        ("choice", {"options": "La même\nLa  même"}, "La même ligne figure deux fois"),
        ("scale", {"options": "x" * 201 + "\ny"}, "Une ligne compte plus de 200 signes"),
        ("table", {"columns": "(nombre)"}, "Donnez à chaque colonne un nom"),
        ("short", {"label": ""}, "Remplissez ce champ pour continuer."),
        ("short", {"section": "Ailleurs"}, "À corriger"),
    ],
)
def test_absurd_question_is_refused_beside_what_was_typed(blank, sign_in, kind, changes, sentence):
    building.add_section(blank.step, "Une partie", by=blank.alice)
    data = {**typed("Une question", section="Une partie"), **changes}
    answer = sign_in(blank.alice).post(f"{url(blank, 'add_question')}?forme={kind}", data)
    assert (answer.status_code, sentence in text(answer)) == (200, True)
    assert Question.objects.count() == 0


def filled(world):
    """Three questions in two parts, and an empty part."""
    for title in ("A", "B", "C"):
        building.add_section(world.step, title, by=world.alice)
    for label, title in (("un", "A"), ("deux", "A"), ("trois", "B")):
        data = {"label": label, "kind": "short"}
        building.add_question(world.step, data, (title, building.LAST), by=world.alice)
    return list(Question.objects.all())


def gesture(browser, world, question, name):
    """Press a button of a question."""
    answer = browser.post(url(world, "question_gesture", question.serial), {"gesture": name})
    assert answer.status_code == 302
    return labels()


def test_question_moves_one_place_and_into_the_next_part(blank, sign_in):
    one, two, three = filled(blank)
    browser = sign_in(blank.alice)
    assert gesture(browser, blank, one, "down") == ["1 deux (A)", "2 un (A)", "3 trois (B)"]
    assert gesture(browser, blank, one, "down") == ["1 deux (A)", "2 un (B)", "3 trois (B)"]
    assert gesture(browser, blank, one, "up") == ["1 deux (A)", "2 un (A)", "3 trois (B)"]
    assert gesture(browser, blank, three, "down") == ["1 deux (A)", "2 un (A)", "3 trois (C)"]
    assert gesture(browser, blank, three, "down") == ["1 deux (A)", "2 un (A)", "3 trois (C)"]
    assert gesture(browser, blank, two, "up") == ["1 deux (A)", "2 un (A)", "3 trois (C)"]
    assert gesture(browser, blank, two, "duplicate")[1] == "2 deux (copie) (A)"


def test_question_moves_to_any_place(blank, sign_in):
    one, two, three = filled(blank)
    browser = sign_in(blank.alice)
    assert browser.post(url(blank, "move_question", one.serial), {"place": f"2-{three.serial}"}).status_code == 302
    assert labels() == ["1 deux (A)", "2 trois (B)", "3 un (B)"]
    assert browser.post(url(blank, "move_question", one.serial), {"place": "3-0"}).status_code == 302
    assert labels() == ["1 deux (A)", "2 trois (B)", "3 un (C)"]
    assert browser.post(url(blank, "move_question", one.serial), {"place": "9-0"}).status_code == 200


def test_parts_move_with_their_questions_and_only_empty_ones_leave(blank, sign_in):
    filled(blank)
    browser = sign_in(blank.alice)
    browser.post(url(blank, "section_gesture"), {"title": "B", "gesture": "up"})
    assert labels() == ["1 trois (B)", "2 un (A)", "3 deux (A)"]
    refused = browser.post(url(blank, "section_gesture"), {"title": "B", "gesture": "remove"}, follow=True)
    assert "déplacez-les ou retirez-les d’abord" in text(refused)
    browser.post(url(blank, "section_gesture"), {"title": "C", "gesture": "remove"})
    assert Questionnaire.objects.get().sections == ["B", "A"]
    taken = browser.post(url(blank, "rename_section", 1), {"title": "A", "was": "B"})
    assert "Une autre partie porte déjà ce titre." in text(taken)
    browser.post(url(blank, "rename_section", 1), {"title": "Béta", "was": "B"})
    late = browser.post(url(blank, "rename_section", 1), {"title": "Bis", "was": "B"})
    assert "vient d’être renommée ou retirée" in text(late)
    assert labels()[0] == "1 trois (Béta)"


def test_parts_have_no_hole_for_those_who_answer_when_one_is_empty(blank, sign_in):
    filled(blank)
    building.move_section(blank.step, "C", -2, by=blank.alice)
    page = text(sign_in(blank.alice).get(url(blank, "preview")))
    assert ("1. A" in page, "2. B" in page, "3." in page.split("Revenir")[0].split("2. B")[0]) == (True, True, False)
    assert list(Question.objects.values_list("section", flat=True)) == [1, 1, 2]


def test_two_officers_changing_one_question_lose_nothing(blank, sign_in):
    one, *_ = filled(blank)
    building.change_question(blank.step, one, {"label": "Celle de Bruno", "version": 1}, None, by=blank.bruno)
    lost = sign_in(blank.alice).post(url(blank, "change_question", 1), typed("Celle d’Alice") | {"version": "1"})
    assert lost.status_code == 409
    assert ("Celle de Bruno" in text(lost), escape("Celle d’Alice") in lost.content.decode()) == (True, True)
    assert Question.objects.get(serial=1).label == "Celle de Bruno"


def test_two_officers_changing_proposed_answers_see_both_lists(blank, sign_in):
    building.add_section(blank.step, "A", by=blank.alice)
    options = keyed(["Oui", "Non"], [])
    data = {"label": "Un choix", "kind": "choice", "options": options}
    row = building.add_question(blank.step, data, ("A", 0), by=blank.alice)
    later = {"options": keyed(["Oui", "Peut-être"], options), "version": 1}
    building.change_question(blank.step, row, later, None, by=blank.bruno)
    lost = sign_in(blank.alice).post(
        url(blank, "change_question", 1), typed("Un choix", options="Oui\nJamais") | {"version": "1"}
    )
    assert (lost.status_code, "Peut-être" in text(lost), "Jamais" in text(lost)) == (409, True, True)


def test_reworded_answer_keeps_its_key():
    former = keyed(["augmente", "stable"], [])
    assert keyed(["augmente beaucoup", "stable"], former)[0]["key"] == former[0]["key"]
    assert keyed(["stable", "augmente"], former) == [former[1], former[0]]
    more = keyed(["augmente", "stable", "diminue"], former)
    assert more[:2] == former
    assert len({one["key"] for one in more}) == 3


def test_question_is_asked_after_certain_answers_only(blank, sign_in):
    filled(blank)
    data = {"label": "Des salariés ?", "kind": "yesno"}
    carrier = building.add_question(blank.step, data, ("A", 0), by=blank.alice)
    browser, address = sign_in(blank.alice), url(blank, "condition", 3)
    assert "Des salariés ?" in text(browser.get(address))
    assert browser.post(f"{address}?de={carrier.serial}", {"answers": ["oui"]}).status_code == 302
    assert Question.objects.get(serial=3).condition == {"question": carrier.key, "is": ["oui"]}
    assert "Si vous avez répondu" in text(browser.get(url(blank, "build")))
    assert "elle sera posée" in text(browser.get(url(blank, "remove_question", carrier.serial)))
    assert browser.post(f"{address}?de={carrier.serial}", {}).status_code == 200
    assert browser.post(address, {"gesture": "always"}).status_code == 302
    assert Question.objects.get(serial=3).condition == {}


def test_empty_questionnaire_is_not_sent(blank, sign_in):
    page = sign_in(blank.alice).post(url(blank, "send_invitations"), follow=True)
    assert "Le questionnaire est vide" in text(page)
    assert Response.objects.count() == 0


def test_writing_pages_are_for_those_who_carry(asked, address, sign_in):
    names = [("build",), ("add_section",), ("change_question", 1), ("remove_question", 1), ("condition", 1)]
    for who, status in (("alice", 200), ("bruno", 200), ("chloe", 404), ("emma", 404), ("denis", 403)):
        browser = sign_in(getattr(asked, who))
        assert {browser.get(address(*name)).status_code for name in names} == {status}


# Versions ------------------------------------------------------------------------------------------------------------
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
    assert (str(asked.cine) in page, "1 question à répondre" in page) == (True, True)
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


def test_pages_of_the_questionnaire_cost_the_same_for_all(alice, asked, address, statements):
    crowd(asked, 2)
    add_one(asked)
    few = [statements(lambda: alice.get(address(name))) for name in ("build", "editions")]
    crowd(asked, 10)
    add_one(asked, label="Et un autre ?")
    assert [statements(lambda: alice.get(address(name))) for name in ("build", "editions")] == few
