"""The officer writes the report: saved while typing, kept when the session ends, two texts settled by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from dla_collectif.services.paragraphs import join
from programs.restitution.models import Chapter, ChapterVersion
from programs.restitution.prose.actions import write_chapter
from tests import cast
from tests.browser.keyboard import Keyboard
from tests.browser.test_lost_session import enter, lose_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ONE, TWO = "Le constat est né de demandes voisines.", "Les consultants ont été réunis avant tout."
FRESH = re.compile("Enregistré à")


@pytest.fixture
def walk(world):
    """The programme at its last step, with two paragraphs in a chapter."""
    cast.at_phase(world.program, "restitution")
    write(world, world.alice, join([ONE, TWO]))
    return world


def step_of(world, user):
    return cast.step(world.program, "restitution", user)


def write(world, user, text):
    """What somebody stores from elsewhere."""
    write_chapter(step_of(world, user), "scoping", {"text": text}, by=user)


def url(world):
    return step_of(world, world.alice).reverse("restitution:chapter", "scoping")


def text_of():
    return Chapter.objects.get(phase="scoping").text


def versions():
    return ChapterVersion.objects.values_list("text", flat=True)


def area(visitor):
    return visitor.field("Votre texte")


def is_saved(visitor):
    expect(visitor.page.locator("[data-state]")).to_contain_text(FRESH)


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_typing_is_saved_by_itself(walk, welcome, width):
    alice = welcome(width=width)
    enter(alice, walk.alice, url(walk))
    area(alice).press("Control+End")
    area(alice).press_sequentially(" Enfin.")
    is_saved(alice)
    assert text_of() == join([ONE, TWO + " Enfin."])
    alice.look()
    assert alice.faults == []


def test_unknown_figure_is_told_beside_the_text_which_is_kept(walk, welcome):
    alice = welcome()
    enter(alice, walk.alice, url(walk))
    alice.page.get_by_role("button", name="{associations engagées}").click()
    is_saved(alice)
    area(alice).fill(join([ONE, "Avec {inventé}."]))
    expect(alice.page.locator("[data-note=text]")).to_contain_text("{inventé} n’est pas un chiffre")
    assert text_of() == join([ONE, "Avec {inventé}."])


def test_session_lost_while_typing_loses_nothing(walk, welcome):
    alice = welcome()
    enter(alice, walk.alice, url(walk))
    lose_session(alice)
    area(alice).fill(join([ONE, TWO, "Écrit sans session."]))
    expect(alice.page.get_by_role("alert")).to_contain_text("rien de ce que vous avez écrit n’est perdu")
    enter(alice, walk.alice, page=alice.page.context.new_page())
    alice.page.bring_to_front()
    alice.page.evaluate("dispatchEvent(new Event('focus'))")
    is_saved(alice)
    assert text_of() == join([ONE, TWO, "Écrit sans session."])


def test_page_closed_without_a_session_gives_its_text_back(walk, welcome):
    alice = welcome()
    enter(alice, walk.alice, url(walk))
    lose_session(alice)
    area(alice).fill(join([ONE, TWO, "Écrit sans session."]))
    expect(alice.page.get_by_role("alert")).to_be_visible()
    write(walk, walk.bruno, join([ONE + " Oui.", TWO]))
    alice.page.close()
    alice.page = alice.page.context.new_page()
    enter(alice, walk.alice, url(walk))
    expect(alice.page.get_by_role("status").first).to_contain_text("n’est pas perdu")
    is_saved(alice)
    assert text_of() == join([ONE + " Oui.", TWO, "Écrit sans session."])
    expect(area(alice)).to_have_value(text_of())


def test_network_that_comes_back_takes_the_text(walk, welcome):
    alice = welcome()
    enter(alice, walk.alice, url(walk))
    alice.page.wait_for_url(f"**{url(walk)}")
    alice.page.wait_for_load_state()
    alice.page.context.set_offline(True)
    area(alice).fill("Hors ligne.")
    expect(alice.page.get_by_role("alert")).to_contain_text("Le réseau ne répond pas")
    alice.page.context.set_offline(False)
    is_saved(alice)
    assert text_of() == "Hors ligne."


def test_words_of_another_come_in_without_a_question(walk, welcome):
    alice = welcome()
    enter(alice, walk.alice, url(walk))
    write(walk, walk.bruno, join([ONE + " Bruno.", TWO]))
    area(alice).press("Control+End")
    area(alice).press_sequentially(" Alice.")
    expect(area(alice)).to_have_value(join([ONE + " Bruno.", TWO + " Alice."]))
    area(alice).press_sequentially(" Encore.")
    is_saved(alice)
    expect(alice.page.locator("[data-state]")).not_to_contain_text("ailleurs")
    assert text_of() == join([ONE + " Bruno.", TWO + " Alice. Encore."])


@pytest.mark.parametrize("width", [1280, 320])
def test_conflict_is_settled_by_keyboard_alone(walk, welcome, width):
    alice = welcome(width=width)
    enter(alice, walk.alice, url(walk))
    write(walk, walk.bruno, join([ONE + " De Bruno.", TWO]))
    keys = Keyboard(alice.page)
    keys.go_to("Votre texte")
    alice.page.keyboard.press("Control+Home")
    keys.write("Alice ")
    alert = alice.page.get_by_role("alert")
    expect(alert).to_contain_text("a écrit autrement un paragraphe")
    alice.look()
    alice.page.keyboard.press("Shift+Tab")
    while keys.focus["name"] != "Choisir, paragraphe par paragraphe":
        alice.page.keyboard.press("Shift+Tab")
    keys.enter()
    alice.is_at("Deux textes à réunir")
    alice.look()
    keys.go_to("Garder le mien")
    alice.page.keyboard.press("ArrowUp")
    assert keys.focus["name"] == "Garder les deux"
    keys.go_to("Réunir les deux textes")
    keys.enter()
    alice.is_told("Les deux textes sont réunis.")
    assert ("De Bruno." in text_of(), "Alice " in text_of(), TWO in text_of()) == (True, True, True)
    assert [fault for fault in alice.faults if "409 (Conflict)" not in fault] == []
    assert keys.unseen == []
    assert {join([ONE + " De Bruno.", TWO]), join(["Alice " + ONE, TWO])} <= set(versions())
    expect(alice.page.get_by_role("alert")).to_have_count(0)


def test_two_tabs_of_one_person_lose_nothing(walk, welcome):
    alice = welcome()
    enter(alice, walk.alice, url(walk))
    other = alice.page.context.new_page()
    other.goto(url(walk))
    area(alice).fill(join([ONE + " Un.", TWO]))
    is_saved(alice)
    second = other.get_by_label(re.compile("Votre texte"))
    second.fill(join([ONE, TWO + " Deux."]))
    expect(second).to_have_value(join([ONE + " Un.", TWO + " Deux."]))
    assert text_of() == join([ONE + " Un.", TWO + " Deux."])


def test_sheet_is_saved_while_typing(walk, welcome):
    alice = welcome(width=360)
    enter(alice, walk.alice, step_of(walk, walk.alice).reverse("restitution:write_sheet"))
    alice.field("En résumé").fill("Un besoin partagé\nUn réseau qui vit")
    is_saved(alice)
    walk.program.refresh_from_db()
    assert walk.program.sheet.summary == "Un besoin partagé\nUn réseau qui vit"
    alice.look()
    assert alice.faults == []
