"""The report composed and read on screen: markup, accessibility, width and French, on a desk, a phone and at 400 %."""

import pytest
from playwright.sync_api import expect

from programs.restitution.models import Chapter, Sheet
from tests import cast
from tests.programs.restitution.composition.test_report import fill

from .inspection import Inspector
from .test_lost_session import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_report_is_composed_and_read_by_keyboard_and_without_fault(world, welcome, live_server):
    cast.at_phase(world.program, "restitution")
    fill(world, 4)
    Sheet.objects.create(program=world.program, summary="Un réseau est né.")
    Chapter.objects.create(
        program=world.program, phase="scoping", text="Vidéo Quartier l’a dit.\n\n### Et puis\n\nVoilà."
    )
    base = f"/accompagnements/{world.program.public_id}/restitution/rapport/"
    alice = welcome()
    enter(alice, world.alice, f"{base}composer/")
    page = alice.page
    up = page.get_by_role("button", name="Monter « Restitution »".replace(" »", "\u00a0»").replace("« ", "«\u00a0"))
    up.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("La composition du rapport est enregistrée")
    titles = page.locator(".plan-title").all_inner_texts()
    assert titles.index("Restitution") < titles.index("Ateliers")
    inspector = Inspector(page, live_server.url)
    for path in ("", "composer/", "lire/groupe/", "lire/institutions/", "lire/public/"):
        faults, _links = inspector.look(live_server.url + base + path)
        assert faults == [], path
    page.goto(f"{base}lire/groupe/")
    page.get_by_role("link", name="chapitre 1").first.click()
    assert "#m-scoping-" in page.url
