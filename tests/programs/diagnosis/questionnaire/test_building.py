"""An officer writes a questionnaire: parts, questions of every kind, their order; two officers lose nothing."""

import pytest
from django.utils.html import escape

from programs.diagnosis.models import Question, Questionnaire, Response
from programs.diagnosis.questionnaire import building, sources
from programs.diagnosis.questionnaire.building_forms import keyed
from programs.diagnosis.questionnaire.questions import KINDS
from tests import cast

from ..conftest import text


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


def test_kind_of_answer_is_changed_from_the_questionnaire(blank, sign_in):
    filled(blank)
    browser, page = sign_in(blank.alice), url(blank, "change_question", 1)
    assert f"{page}?formes=1" in browser.get(url(blank, "build")).content.decode()
    assert "forme actuelle" in text(browser.get(f"{page}?formes=1"))
    assert browser.post(f"{page}?forme=number", typed("Combien ?", unit="lieux") | {"version": "1"}).status_code == 302
    assert (Question.objects.get(serial=1).kind, Question.objects.get(serial=1).unit) == ("number", "lieux")
