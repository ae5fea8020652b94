"""An association gives its word on the report, on a telephone and by keyboard alone; the pages of an edition hold."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from dla_collectif.services import clock
from dla_collectif.services.visibility import Visibility
from programs.restitution.editions import actions, making
from programs.restitution.models import ReportVoice
from programs.restitution.prose.actions import write_chapter
from tests import cast
from tests.browser.keyboard import Keyboard
from tests.browser.test_lost_session import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def proposed(world):
    """Two editions, the second proposed to the group; the first had been too."""
    cast.at_phase(world.program, "restitution")
    world.step = cast.step(world.program, "restitution", world.alice)
    for text, changes in (("Onze ateliers ont été tenus.", ""), ("Douze ateliers ont été tenus.", "Un chiffre.")):
        write_chapter(world.step, "scoping", {"text": text}, by=world.alice)
        data = {"readers": [Visibility.INSTITUTIONS], "changes": changes}
        edition = making.make_edition(world.step, data, by=world.alice)
        actions.propose(world.step, edition, {"closes_on": clock.today() + timedelta(days=9)}, by=world.alice)
    return world


def test_association_reads_and_answers_on_a_telephone(proposed, welcome):
    denis = welcome(width=360)
    enter(denis, proposed.denis, "/espace/")
    denis.follow("Lire et donner notre avis")
    denis.is_at("Le rapport, avant les institutions")
    denis.look()
    denis.follow("Ce qui change depuis l’édition 1")
    denis.is_at("De l’édition 1 à l’édition 2")
    expect(denis.page.locator("ins").get_by_text("Douze")).to_be_visible()
    denis.look()
    denis.page.go_back()
    denis.follow("Lire le rapport")
    denis.is_at("Rapport, édition 2")
    denis.look()
    denis.follow("Donner notre avis")
    denis.page.get_by_label("nous demandons un changement").check()
    denis.press("Enregistrer notre avis")
    expect(denis.page.get_by_text("on vous répondra").first).to_be_visible()
    denis.look()
    denis.page.get_by_label("De quel chapitre parlez-vous").select_option("Cadrage")
    denis.page.get_by_label("Votre remarque").fill("Notre rue est mal écrite.")
    denis.press("Enregistrer notre avis")
    denis.is_told("C’est noté")
    denis.look()
    voice = ReportVoice.objects.get()
    assert (voice.stance, voice.chapter, voice.words) == ("change", "Cadrage", "Notre rue est mal écrite.")
    assert denis.faults == []


def test_association_answers_by_keyboard_alone(proposed, welcome):
    denis = welcome()
    denis.open(f"/entrer/{proposed.denis.issue_link('/espace/')}/")
    keys = Keyboard(denis.page)
    keys.go_to("Entrer")
    keys.enter()
    keys.go_to("Lire et donner notre avis")
    keys.enter()
    keys.go_to("nous approuvons")
    denis.page.keyboard.press("ArrowDown")
    keys.go_to("Votre remarque")
    keys.write("Merci de citer le quartier.")
    keys.go_to("Enregistrer notre avis")
    keys.enter()
    denis.is_told("C’est noté")
    voice = ReportVoice.objects.get()
    assert (voice.stance, voice.words, keys.unseen) == ("remark", "Merci de citer le quartier.", [])


@pytest.mark.parametrize("width", [1280, 360])
def test_officer_s_pages_of_an_edition_hold(proposed, welcome, width):
    actions.say(proposed.step, proposed.dora_seat, {"stance": "change", "words": "Un nom."}, by=proposed.dora)
    alice = welcome(width=width)
    home = proposed.step.reverse("restitution:editions")
    enter(alice, proposed.alice, home)
    for path in ("", "nouvelle/", "2/", "2/annoncer/", "approbation/", "2/ouvrir/"):
        alice.open(f"{home}{path}")
        alice.look()
    alice.open(f"{home}2/")
    alice.follow("Répondre à Vidéo Quartier")
    alice.look()
    assert alice.faults == []
