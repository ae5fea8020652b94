"""The main acts by keyboard alone, the focus always to be seen."""

import pytest
from playwright.sync_api import expect

from programs.diagnosis.models import Answer
from programs.journey.models import Program
from tests import cast
from tests.browser.keyboard import Keyboard
from tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def enter_by_password(visitor, user, path="/"):
    """Fill in the sign-in page, without a mouse."""
    visitor.open(f"/connexion/?next={path}")
    keys = Keyboard(visitor.page)
    keys.go_to("Recevoir mon lien")
    for words in (user.email, PASSWORD):
        keys.tab()
        keys.write(words)
    keys.go_to("Se connecter")
    keys.enter()
    return keys


def enter_by_link(visitor, user, path="/"):
    """Open a personal link and press its button, without a mouse."""
    visitor.open(f"/entrer/{user.issue_link(path)}/")
    keys = Keyboard(visitor.page)
    keys.go_to("Entrer")
    keys.enter()
    return keys


def test_first_stop_is_the_way_to_the_content(world, welcome):
    visitor = welcome()
    visitor.open(f"/entrer/{world.denis.issue_link()}/")
    keys = Keyboard(visitor.page)
    first = keys.tab()
    visitor.page.keyboard.press("Enter")
    after = keys.focus
    assert (first["name"], first["seen"], after["tag"]) == ("Aller au contenu", True, "main")


def test_personal_link_is_opened_by_keyboard(world, welcome):
    visitor = welcome()
    keys = enter_by_link(visitor, world.denis)
    visitor.is_at("Mon espace")
    assert keys.unseen == []


def test_phase_is_closed_by_keyboard(world, welcome):
    visitor = welcome()
    keys = enter_by_password(visitor, world.alice)
    keys.go_to(world.program.title)
    keys.enter()
    keys.go_to("1 Cadrage")
    keys.enter()
    keys.go_to("Clore l’étape")
    keys.enter()
    keys.go_to("Motif")
    keys.write("La note est sur papier, elle sera reprise plus tard.")
    keys.go_to("Clore en passant outre")
    keys.enter()
    visitor.is_told("est close")
    assert (keys.unseen, Program.objects.get(pk=world.program.pk).phase) == ([], "consultation")


def test_questionnaire_is_answered_by_keyboard(world, asked, welcome):
    visitor = welcome(width=360)
    keys = enter_by_link(visitor, world.denis, asked)
    keys.go_to("Commencer")
    keys.enter()
    keys.go_to("1. Que fait votre association")
    keys.write("Des films au café.")
    keys.go_to("Ateliers de pratique")
    visitor.page.keyboard.press("Space")
    keys.go_to("Enregistrer et continuer")
    keys.enter()
    visitor.is_told("Partie 1 enregistrée")
    answers = Answer.objects.filter(response__participation=world.denis_seat).order_by("question__number")
    assert ([answer.value for answer in answers], keys.unseen) == (["Des films au café.", ["ateliers"]], [])


def test_every_stop_of_a_long_form_is_seen(world, welcome):
    visitor = welcome()
    path = cast.step(world.program, "scoping", world.alice).reverse("scoping:write_note")
    keys = enter_by_password(visitor, world.alice, path)
    keys.go_to("Revenir sans enregistrer")
    assert keys.unseen == []


def test_errors_of_a_form_are_reached_first(world, welcome):
    visitor = welcome()
    path = cast.step(world.program, "scoping", world.alice).reverse("meetings:plan", "cadrage")
    keys = enter_by_password(visitor, world.alice, path)
    keys.go_to("Prévoir la réunion")
    keys.enter()
    expect(visitor.page.locator("[data-errors]")).to_be_focused()
    link = keys.tab()
    visitor.page.keyboard.press("Enter")
    assert (link["tag"], keys.focus["name"]) == ("a", link["name"])
