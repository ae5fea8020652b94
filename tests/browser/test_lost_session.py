"""A session that ends while somebody writes takes nothing with it; a form pressed twice is sent once."""

import re

import pytest
from playwright.sync_api import expect

from programs.diagnosis.models import Answer
from programs.journey.models import Program
from programs.scoping.models import ScopingNote
from tests import cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FINDING = "Chacune projette seule.\n\nLe matériel est loué trois fois : « l’hiver surtout »."


def enter(visitor, user, path="/", page=None):
    """Come in, until the page and its scripts are there: by password in a team, by personal link elsewhere."""
    page = page or visitor.page
    if user.is_in_team:
        page.goto(f"/connexion/?next={path}")
        form = page.get_by_role("region", name="Équipe d’un DLA\u00a0: mot de passe")
        form.get_by_label("Adresse électronique").fill(user.email)
        form.get_by_label("Mot de passe").fill(cast.PASSWORD)
        form.get_by_role("button", name="Se connecter").click()
    else:
        page.goto(f"/entrer/{user.issue_link(path)}/")
        page.get_by_role("button", name="Entrer").click()
    page.wait_for_load_state()


def lose_session(visitor):
    """What the end of a session looks like from the browser."""
    visitor.page.context.clear_cookies(name="sessionid")


def test_long_form_survives_the_end_of_the_session(world, welcome):
    alice = welcome()
    step = cast.step(world.program, "scoping", world.alice)
    enter(alice, world.alice, step.reverse("scoping:write_note"))
    alice.fill({"Constat": FINDING, "Origine": "Trois demandes.", "Jours de prestation envisagés": "8,5"})
    lose_session(alice)
    alice.press("Enregistrer la note")
    alice.is_at("Rien n’est perdu : il reste à renvoyer")
    enter(alice, world.alice, page=alice.page.context.new_page())
    alice.press("Renvoyer")
    alice.is_told("La note de cadrage est enregistrée")
    note = ScopingNote.objects.get(program=world.program)
    assert (note.finding.replace("\r\n", "\n"), note.origin, note.half_days) == (FINDING, "Trois demandes.", 17)


def test_form_typed_and_left_is_offered_again(world, welcome):
    alice = welcome()
    step = cast.step(world.program, "scoping", world.alice)
    enter(alice, world.alice, step.reverse("scoping:write_note"))
    alice.fill({"Constat": FINDING})
    lose_session(alice)
    alice.open("/bureau/")
    enter(alice, world.alice, step.reverse("scoping:write_note"))
    alice.press("Reprendre ce texte")
    expect(alice.field("Constat")).to_have_value(FINDING)


def test_nothing_typed_stays_on_a_computer_of_others(world, welcome):
    denis = welcome()
    denis.open(f"/entrer/{world.denis.issue_link('/mes-donnees/corriger/')}/")
    denis.fill({"D’autres que moi se servent de cet appareil": True})
    denis.press("Entrer")
    denis.fill({"Téléphone": "03 20 11 22 33"})
    denis.page.wait_for_timeout(1500)
    assert denis.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('dla:')).length") == 0


def test_questionnaire_survives_the_end_of_the_session(world, asked, welcome):
    denis = welcome(width=360)
    enter(denis, world.denis, asked)
    denis.press("Commencer")
    state = denis.page.locator("[data-state]")
    denis.field(re.compile("Que fait votre association")).fill("Des films au café.")
    expect(state).to_contain_text("Enregistré à")
    lose_session(denis)
    denis.field(re.compile("De quelle réussite")).fill("L’hiver dernier, la salle était pleine.")
    expect(denis.page.get_by_role("alert")).to_contain_text("rien de ce que vous avez écrit n’est perdu")
    enter(denis, world.denis, page=denis.page.context.new_page())
    denis.page.bring_to_front()
    denis.page.evaluate("dispatchEvent(new Event('focus'))")  # two pages of a test are both in front
    expect(state).to_contain_text("Enregistré à")
    answers = Answer.objects.filter(response__participation=world.denis_seat).order_by("question__number")
    assert [answer.value for answer in answers] == ["Des films au café.", "L’hiver dernier, la salle était pleine."]


@pytest.mark.parametrize("script", [True, False])
def test_form_pressed_twice_has_one_effect(world, welcome, script):
    alice = welcome(java_script_enabled=script)
    enter(alice, world.alice, "/accompagnements/nouveau/")
    alice.fill({"Intitulé": "Pressé deux fois"})
    alice.page.get_by_role("button", name="Ouvrir l’accompagnement").dblclick()
    alice.is_told("L’accompagnement est ouvert")
    assert Program.objects.filter(title="Pressé deux fois").count() == 1
