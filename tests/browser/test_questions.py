"""Questions of more than one field, on a phone 320 px wide: with the script and its help, and without."""

import re

import pytest
from playwright.sync_api import expect

from programs.diagnosis.answering import actions as answering
from programs.diagnosis.models import Answer, Question, Response
from programs.diagnosis.questionnaire import building
from tests import cast

from .test_lost_session import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PDF = {"name": "plaquette.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 plaquette"}


def value(world, key):
    """What is stored of an answer."""
    return Answer.objects.get(response__participation=world.denis_seat, question__key=key).value


def test_conditional_question_comes_and_goes_at_once(world, asked, welcome):
    denis = welcome(width=320)
    enter(denis, world.denis, f"{asked}?partie=5")
    page, question = denis.page, denis.field(re.compile("Laquelle, avec qui"))
    expect(question).to_be_hidden()
    page.locator("#q20").get_by_label("Oui", exact=True).check(force=True)
    expect(question).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Question 21 ajoutée")).to_have_count(1)
    expect(page.locator("[data-state]")).to_contain_text("Enregistré à")
    page.locator("#q20").get_by_label("Non", exact=True).check(force=True)
    expect(question).to_be_hidden()


def test_table_and_ranking_by_keyboard(world, asked, welcome):
    denis = welcome(width=320)
    enter(denis, world.denis, f"{asked}?partie=6")
    page, state = denis.page, denis.page.locator("[data-state]")
    denis.field("Temps fort, ligne 1").focus()
    for text in ("Gala", "mars", "1 200"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Ajouter une ligne").focus()
    page.keyboard.press("Enter")
    expect(denis.field("Temps fort, ligne 3")).to_be_focused()
    page.keyboard.type("Kermesse")
    expect(state).to_contain_text("Enregistré à")
    page.get_by_role("button", name="Retirer la ligne 2").focus()
    page.keyboard.press("Enter")
    expect(denis.field("Temps fort, ligne 2")).to_be_focused()
    denis.field("Se rencontrer et visiter les lieux de chacun").focus()
    page.keyboard.press("ArrowDown")
    denis.field("Parler d’une seule voix aux institutions").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-twice]")).to_contain_text("Le rang 1 est donné à")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-twice]")).to_be_empty()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    denis.press("Enregistrer et continuer")
    expect(page.get_by_text("Partie 6 enregistrée")).to_be_visible()
    assert value(world, "temps_forts") == [{"nom": "Gala", "periode": "mars", "public": 1200}, {"nom": "Kermesse"}]
    assert value(world, "commencer") == {"rencontres": 1, "voix": 2}


@pytest.mark.parametrize("script", [True, False])
def test_row_is_added_and_file_put_in(world, asked, welcome, script):
    denis = welcome(width=320, java_script_enabled=script)
    enter(denis, world.denis, f"{asked}?partie=6")
    denis.fill({"Temps fort, ligne 1": "Gala", "Temps fort, ligne 2": "Kermesse"})
    denis.press("Ajouter une ligne")
    denis.fill({"Temps fort, ligne 3": "Veillée"})
    denis.press("Déposer un fichier ou une photo")
    denis.page.get_by_label("Fichier ou photo").set_input_files(PDF)
    denis.press("Déposer ce fichier")
    denis.is_told("Le fichier est enregistré avec votre réponse")
    expect(denis.page.get_by_role("link", name="plaquette.pdf")).to_be_visible()
    assert value(world, "temps_forts") == [{"nom": "Gala"}, {"nom": "Kermesse"}, {"nom": "Veillée"}]
    denis.page.get_by_label("Fichier ou photo").set_input_files({**PDF, "name": "photo.heic"})
    denis.press("Déposer ce fichier")
    expect(denis.page.get_by_text("Cette photo est au format HEIC").first).to_be_visible()


def test_addition_that_depends_on_another_comes_and_goes_at_once(world, asked, welcome):
    step = cast.step(world.program, "diagnosis", world.alice)
    response = Response.objects.get(participation=world.denis_seat)
    answering.fill_in(step, response, {"projet": "Des films."}, {}, by=world.denis)
    response.refresh_from_db()
    answering.send_response(step, response, by=world.denis)
    place = (Question.objects.first().section_title, building.LAST)
    office = building.add_question(step, {"label": "Avez-vous un bureau ?", "kind": "yesno"}, place, by=world.alice)
    desks = building.add_question(step, {"label": "Combien de postes ?", "kind": "number"}, place, by=world.alice)
    building.set_condition(step, desks, {"question": office.key, "is": ["oui"]}, by=world.alice)
    denis = welcome(width=320)
    enter(denis, world.denis, asked)
    denis.follow("Répondre à ce qui est ajouté")
    page, depends = denis.page, denis.page.locator(f"#id_q{desks.serial}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Des questions ont été ajoutées")
    expect(depends).to_be_hidden()
    page.locator(f"#q{office.serial}").get_by_label("Oui", exact=True).check(force=True)
    depends.fill("quatre")
    denis.press("Envoyer nos réponses de nouveau")
    expect(page.get_by_role("region", name="Une réponse à corriger")).to_be_focused()
    depends.fill("4")
    denis.press("Envoyer nos réponses de nouveau")
    denis.is_told("Vos réponses sont envoyées de nouveau")
    assert Answer.objects.get(question=desks).value == 4
