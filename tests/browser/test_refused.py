"""What cannot be saved, as the browser tells it: at once, when the part is left, and again when it is opened."""

import re

import pytest
from playwright.sync_api import expect

from programs.diagnosis.models import Answer, Question
from programs.diagnosis.questionnaire import building
from tests import cast
from tests.browser.test_answering import begin
from tests.browser.test_lost_session import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE, STAFF, WEIGHT = "Combien de bénévoles sont actifs ?", "Combien de salariés employez-vous ?", "pèse le plus"
SAVED = re.compile("^Enregistré à")


def third(visitor, world, asked):
    """The part of the figures, with two of them wrong and a text: what the page says is saved or not."""
    enter(visitor, world.denis, f"{asked}?partie=3")
    visitor.page.wait_for_load_state()
    figure(visitor, PEOPLE).fill("une quinzaine")
    expect(visitor.page.locator("[data-state]")).to_contain_text("Non enregistré")
    figure(visitor, STAFF).fill("deux")
    return visitor.page


def figure(visitor, label):
    """The field of a figure."""
    return visitor.page.get_by_label(re.compile(re.escape(label).replace(r"\ ", r"\s")))


def summary(page):
    """The summary, read first."""
    found = page.get_by_role("region", name=re.compile("réponses? à corriger"))
    expect(found).to_be_focused()
    return found


def values():
    """What is stored, by the number of the question."""
    return {row.question.number: row.value for row in Answer.objects.all()}


def test_leaving_a_part_tells_what_is_refused_and_where(world, asked, welcome):
    denis = welcome(width=360)
    page = third(denis, world, asked)
    page.get_by_label(re.compile(WEIGHT)).fill("Les horaires.")
    denis.press("Enregistrer et continuer")
    told = summary(page)
    expect(told).to_contain_text("2 réponses à corriger")
    expect(told.get_by_role("listitem").first).to_contain_text("Écrivez un nombre en chiffres")
    assert values() == {14: "Les horaires."}
    denis.look()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile(r"^10\. Combien de bénévoles"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(figure(denis, PEOPLE)).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("15")
    expect(page.get_by_role("heading", name="Une réponse à corriger")).to_be_visible()
    figure(denis, STAFF).fill("2")
    expect(page.get_by_role("region", name=re.compile("à corriger"))).to_have_count(0)
    denis.press("Enregistrer et continuer")
    expect(page.get_by_text("Partie 4 sur 7")).to_be_visible()
    assert values() == {10: 15, 11: 2, 14: "Les horaires."}
    assert denis.faults == [] or all("422" in fault for fault in denis.faults)


def test_saved_never_means_more_than_what_is_saved(world, asked, welcome):
    denis = welcome()
    page = third(denis, world, asked)
    state = page.locator("[data-state]")
    page.get_by_label(re.compile(WEIGHT)).fill("Les horaires.")
    expect(state).to_have_text(re.compile("^Enregistré à .*, sauf 2 réponses à corriger[.]$"))
    figure(denis, STAFF).fill("2")
    expect(state).to_have_text(re.compile("^Enregistré à .*, sauf une réponse à corriger[.]$"))
    figure(denis, PEOPLE).fill("15")
    expect(state).to_have_text(re.compile("^Enregistré à [^,]*[.]$"))


def test_field_that_is_refused_says_so_to_a_screen_reader(world, asked, welcome):
    denis = welcome()
    page = third(denis, world, asked)
    field = figure(denis, PEOPLE)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("Écrivez un nombre en chiffres"))
    field.fill("15")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(field).not_to_have_accessible_description(re.compile("Écrivez un nombre en chiffres"))
    expect(page.get_by_role("region", name=re.compile("à corriger"))).to_have_count(0)


@pytest.mark.parametrize(
    ("way", "place"),
    [
        ("Précédent", "Partie 2 sur 7"),
        ("Enregistrer et continuer", "Partie 4 sur 7"),
        ("Vérifier et envoyer nos réponses", "rien d’attendu"),
    ],
)
def test_one_goes_on_on_purpose_and_finds_it_again(world, asked, welcome, way, place):
    denis = welcome(width=360)
    page = third(denis, world, asked)
    denis.press(way)
    expect(summary(page)).to_contain_text("gardé sur cet appareil")
    denis.press("Continuer sans corriger")
    if "envoyer" not in way:
        expect(page.get_by_text(place)).to_be_visible()
    expect(page.get_by_text("2 réponses sont à corriger.")).to_be_visible()
    expect(page.get_by_text("sauf 2 réponses à corriger")).to_be_visible()
    denis.follow("Ouvrir cette partie pour corriger")
    expect(figure(denis, PEOPLE)).to_have_value("une quinzaine")
    expect(page.get_by_text("Il reste à corriger")).to_be_visible()
    expect(page.locator("#q10")).to_contain_text("Écrivez un nombre en chiffres")
    expect(page.locator("#q11")).to_contain_text("Écrivez un nombre en chiffres")


def test_link_to_another_part_asks_in_the_same_way(world, asked, welcome):
    denis = welcome()
    page = third(denis, world, asked)
    page.get_by_text(re.compile("Il reste .* attendues")).click()
    denis.follow(re.compile(r"^6\. "))
    expect(summary(page)).to_contain_text("11. Combien de salariés")
    denis.follow("Continuer sans corriger")
    expect(page.get_by_text("Partie 6 sur 7")).to_be_visible()
    expect(page.get_by_text("2 réponses sont à corriger.")).to_be_visible()


def test_summary_leads_to_the_cell_and_to_the_rank(world, asked, welcome):
    denis = welcome(width=360)
    enter(denis, world.denis, f"{asked}?partie=6")
    page = denis.page
    denis.fill({"Temps fort, ligne 2": "Gala", "Personnes, ligne 2": "cent"})
    expect(page.locator("[data-state]")).to_contain_text("Non enregistré")
    denis.field("Se rencontrer et visiter les lieux de chacun").select_option("rencontres:1")
    denis.field("Parler d’une seule voix aux institutions").select_option("voix:1")
    denis.press(
        "Enregistrer et terminer" if page.get_by_text("Enregistrer et terminer").count() else "Enregistrer et continuer"
    )
    links = summary(page).get_by_role("link")
    links.first.click()
    expect(denis.field("Personnes, ligne 2")).to_be_focused()
    links.nth(1).click()
    expect(denis.field("Parler d’une seule voix aux institutions")).to_be_focused()
    expect(page.locator("#q27").get_by_text("Le rang 1 est donné à")).to_have_count(1)


def test_date_that_does_not_exist_is_told(world, asked, welcome):
    denis = welcome()
    enter(denis, world.denis, f"{asked}?partie=6")
    field = denis.page.locator("#id_q28")
    field.focus()
    denis.page.keyboard.type("02312027")
    denis.page.keyboard.press("Tab")
    denis.page.keyboard.press("Tab")
    expect(denis.page.locator("#q28")).to_contain_text("Cette date n’existe pas")
    denis.press("Enregistrer et continuer")
    expect(summary(denis.page)).to_contain_text("Cette date n’existe pas")
    field.fill("2027-03-12")
    expect(denis.page.locator("[data-state]")).to_have_text(SAVED)
    expect(denis.page.get_by_text("Cette date n’existe pas")).to_have_count(0)


def test_impossible_date_typed_before_the_script_came_is_told(world, asked, welcome):
    denis, held = welcome(), []
    enter(denis, world.denis, asked)
    denis.page.wait_for_url("**/notre-reponse/**")
    denis.page.route(re.compile(r"/autosave[^/]*\.js"), lambda route: held.append(route))
    denis.page.goto(f"{denis.page.url.partition('?')[0]}?partie=6", wait_until="commit")
    denis.page.locator("#id_q28").focus()
    denis.page.keyboard.type("02312027")
    denis.page.locator("h1").click()
    held.pop().continue_()
    expect(denis.page.locator("#q28")).to_contain_text("Cette date n’existe pas")


def test_shared_computer_keeps_nothing_and_says_so(world, asked, welcome):
    denis = welcome()
    begin(denis, world.denis, asked)
    denis.page.route("**/*", lambda route: shared(route))
    page = third_again(denis, asked)
    denis.press("Enregistrer et continuer")
    expect(summary(page)).to_contain_text("Ce qui est à corriger sera perdu.")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('dla:copy:')).length") == 0


def shared(route):
    """The page as it is drawn on a computer that others use."""
    if route.request.resource_type != "document":
        return route.continue_()
    answer = route.fetch()
    return route.fulfill(response=answer, body=answer.text().replace("<html ", "<html data-shared ", 1))


def third_again(visitor, asked):
    """The part of the figures, one of them wrong."""
    visitor.page.goto(f"{asked}?partie=3")
    figure(visitor, PEOPLE).fill("une quinzaine")
    expect(visitor.page.locator("[data-state]")).to_contain_text("Non enregistré")
    return visitor.page


def test_without_javascript_the_server_says_the_same(world, asked, welcome):
    denis = welcome(width=360, java_script_enabled=False)
    enter(denis, world.denis, f"{asked}?partie=3")
    figure(denis, PEOPLE).fill("une quinzaine")
    page = denis.page
    page.get_by_label(re.compile(WEIGHT)).fill("Les horaires.")
    denis.press("Précédent")
    told = page.get_by_role("region", name="Une réponse à corriger")
    expect(told).to_contain_text("Rien n’est perdu")
    expect(figure(denis, PEOPLE)).to_have_value("une quinzaine")
    denis.press("Continuer sans corriger")
    expect(page.get_by_text("Partie 2 sur 7")).to_be_visible()
    expect(page.get_by_text("à la question 10")).to_be_visible()
    assert values() == {14: "Les horaires."}


def test_text_of_a_question_retired_meanwhile_is_shown_again(world, asked, welcome):
    denis = welcome(width=360)
    page = denis.page
    begin(denis, world.denis, asked)
    step = cast.step(world.program, "diagnosis", world.alice)
    building.remove_question(step, Question.objects.get(key="reussite"), by=world.alice)
    page.get_by_label(re.compile("De quelle réussite")).fill("Un prix à Lille.")
    expect(page.locator("#q4")).to_contain_text("n’est plus dans le questionnaire")
    page.goto(f"{asked}?partie=1")
    told = page.get_by_role("status").filter(has_text="Le questionnaire a changé pendant que vous écriviez.")
    expect(told).to_contain_text("Un prix à Lille.")
    denis.look()
    denis.press("L’effacer de cet appareil")
    expect(told).to_have_count(0)
    page.reload()
    expect(page.get_by_label(re.compile("Que fait votre"))).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('dla:copy:')).length") == 0
    assert [fault for fault in denis.faults if "422" not in fault] == []
