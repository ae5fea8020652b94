"""Who speaks for two organisations says for which, once; pages, forms and the journal then tell the same."""

import pytest

from dla_collectif.journal.models import Entry
from programs.diagnosis.models import Commitment
from programs.workshops.models import Adoption, Charter
from tests import cast

LETTER = {"capacity": "président", "accept": "on", "data_read": "on", "image_allowed": "oui"}


@pytest.fixture
def both(world):
    """Denis speaks for two associations of the programme; the letter can be signed."""
    cast.Affiliation.objects.create(person=world.denis.person, organisation=world.video, function="trésorier")
    world.step = cast.step(cast.at_phase(world.program, "diagnosis"), "diagnosis", world.alice)
    cast.shared_edition(world.program)
    return world


@pytest.fixture
def denis(world, sign_in):
    return sign_in(world.denis)


def choose(client, organisation, **more):
    return client.post("/espace/structure/", {"structure": organisation.public_id, **more})


def test_space_of_one_organisation_asks_nothing(world, denis):
    page = denis.get("/espace/").content.decode()
    assert "Pour qui parlez-vous" not in page
    assert "Vos autres structures" not in page


def test_space_asks_first_for_whom_then_shows_that_one(both, denis):
    page = denis.get("/espace/").content.decode()
    assert "Pour qui parlez-vous" in page
    assert "2 gestes demandés" in page
    assert choose(denis, both.video)["Location"] == "/espace/"
    page = denis.get("/espace/").content.decode()
    assert "Cinéma et audiovisuel, pour Vidéo Quartier" in page
    assert "Cinéma et audiovisuel, pour Ciné-Club des Lilas" not in page
    assert "Vos autres structures" in page


def test_header_tells_for_whom_and_leads_to_the_choice(both, denis):
    choose(denis, both.video)
    page = denis.get("/espace/").content.decode()
    assert "pour Vidéo Quartier <a href=" in page
    letter = denis.get(both.denis_seat.page("diagnosis:commitment")).content.decode()
    assert "pour Ciné-Club des Lilas <a href=" in letter  # the page at hand comes first
    assert denis.get("/espace/structure/").status_code == 200


def test_page_without_an_organisation_asks_then_comes_back(both, denis):
    page = both.step.reverse("diagnosis:commitment")
    asked = denis.get(page).content.decode()
    assert f'name="suite" value="{page}"' in asked
    assert "Lettre d’engagement" not in asked
    assert choose(denis, both.video, suite=page)["Location"] == page
    assert denis.get(page)["Location"] == both.dora_seat.page("diagnosis:commitment")


def test_form_without_an_organisation_writes_nothing(both, denis):
    choose(denis, both.video)  # the choice of another tab is no answer to this form
    assert "Pour qui parlez-vous" in denis.post(both.step.reverse("diagnosis:sign"), LETTER).content.decode()
    assert Commitment.objects.count() == 0


def test_act_is_done_for_the_organisation_named_and_the_journal_says_so(both, denis):
    assert denis.post(both.dora_seat.page("diagnosis:sign"), LETTER).status_code == 302
    assert Commitment.objects.get().participation == both.dora_seat
    assert Entry.objects.filter(by=both.denis).latest("pk").who == "Denis Leroy (Vidéo Quartier)"


def test_both_associations_of_one_person_adopt_the_charter(both, denis):
    cast.at_phase(both.program, "workshops")
    charter = Charter.objects.create(program=both.program, title="Charte", offered_at=cast.clock.now(), sha256="a" * 64)
    for seat in (both.denis_seat, both.dora_seat):
        form = {"capacity": "président", "sha256": charter.sha256}
        assert denis.post(seat.page("workshops:adopt"), form).status_code == 302
    assert Adoption.objects.count() == 2


@pytest.mark.parametrize("name", ["cirque", "lille"])
def test_organisation_of_somebody_else_is_not_chosen(both, denis, name):
    organisation = getattr(both, name)
    organisation = getattr(organisation, "organisation", organisation)
    assert choose(denis, organisation).status_code == 404
    assert denis.get(both.emma_seat.page("journey:our_part")).status_code == 404


def test_choice_leads_to_no_other_site(both, denis):
    assert choose(denis, both.video, suite="https://example.com/")["Location"] == "/espace/"


def test_choice_that_is_over_is_asked_again(both, denis):
    choose(denis, both.video)
    emma = cast.organisation("Une troisième")
    cast.seat(both.program, emma)
    cast.Affiliation.objects.create(person=both.denis.person, organisation=emma)
    cast.Affiliation.objects.filter(person=both.denis.person, organisation=both.video).update(until="2020-01-01")
    assert "Pour qui parlez-vous" in denis.get("/espace/").content.decode()
