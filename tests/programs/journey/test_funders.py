"""Who pays for a programme: its own list, begun from a DLA's, on everything that is printed; the carriers' colour."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dla_collectif.services import colours
from dla_collectif.services.refusals import Refusal
from dla_collectif.teams import actions, funder_actions
from dla_collectif.teams.models import UsualFunder
from programs.journey import funders, reports
from programs.journey.models import Funder
from tests import cast
from tests.dla_collectif.services.test_images import picture

EUROPE = {"name": "Union européenne", "mention": "Cofinancé par l’Union européenne", "address": "", "position": 1}


def at(world, name="funders", *args):
    """A page of the programme's funders."""
    return reverse(f"journey:{name}", args=[world.program.public_id, *args])


@pytest.fixture
def alice(world, sign_in):
    """The officer's browser."""
    return sign_in(world.alice)


def usual(world, **fields):
    """A usual funder of Alice's DLA."""
    return funder_actions.write_usual_funder(world.lille, EUROPE | fields, by=world.farid)


def printed(world):
    """What a step's report says."""
    return reports.step_html(cast.step(world.program, "scoping", world.alice))


def test_nothing_is_printed_of_funders_that_nobody_named(world):
    assert ("Financé par" in printed(world), "Union européenne" in printed(world)) == (False, False)


def test_usual_funders_are_taken_over_with_their_logo_and_change_alone(alice, world):
    usual(world, logo=picture(), version=0)
    page = alice.get(at(world)).content.decode()
    assert "a pour financeurs habituels : Union européenne" in page
    answer = alice.post(at(world, "take_funders", world.lille.organisation.public_id), follow=True)
    assert "Repris : Union européenne." in answer.content.decode()
    html = printed(world)
    assert ("Cofinancé par l’Union européenne" in html, 'alt="Logo de Union européenne"' in html) == (True, True)
    own = Funder.objects.get()
    funders.write_funder(world.program, EUROPE | {"mention": "FSE+", "version": own.version}, own, by=world.alice)
    assert UsualFunder.objects.get().mention == "Cofinancé par l’Union européenne"
    assert own.logo.name != UsualFunder.objects.get().logo.name
    served = alice.get(at(world, "funder_logo", own.public_id))
    assert (served["Content-Type"], b"".join(served)[:4]) == ("image/png", b"\x89PNG")


def test_list_that_was_taken_over_is_not_taken_twice(world):
    usual(world)
    funders.take_usual_funders(world.program, world.lille, by=world.alice)
    with pytest.raises(Refusal) as refused:
        funders.take_usual_funders(world.program, world.lille, by=world.alice)
    assert refused.value.sentence.startswith("Tous les financeurs habituels")
    assert Funder.objects.count() == 1


def test_list_of_a_dla_that_does_not_carry_the_programme_is_unknown(alice, world):
    assert alice.post(at(world, "take_funders", world.arras.organisation.public_id)).status_code == 404


def test_funder_bears_the_name_of_the_chosen_institution(alice, world):
    seat = world.hugo_seat
    data = {"organisation": seat.organisation_id, "name": "", "mention": "", "position": 2, "since": "", "version": 0}
    assert alice.post(at(world, "add_funder"), data).status_code == 302
    assert [(row.name, row.organisation, row.position) for row in Funder.objects.all()] == [
        ("DRAC", seat.organisation, 2)
    ]


def test_funder_without_a_name_is_refused_and_nothing_typed_is_lost(alice, world):
    data = {"organisation": "", "name": "", "mention": "Avec le soutien de l’État", "position": 1, "version": 0}
    page = alice.post(at(world, "add_funder"), data).content.decode()
    assert ("Écrivez le nom de ce financeur" in page, "Avec le soutien de l’État" in page) == (True, True)
    assert Funder.objects.count() == 0


def test_two_officers_writing_a_funder_lose_nothing(alice, world):
    row = funders.write_funder(world.program, EUROPE | {"version": 0}, by=world.bruno)
    funders.write_funder(world.program, EUROPE | {"mention": "Le sien", "version": 1}, row, by=world.bruno)
    page = alice.post(at(world, "funder", row.public_id), EUROPE | {"mention": "Le mien", "version": 1})
    assert (page.status_code, "Le mien" in page.text, "Le sien" in page.text) == (409, True, True)


def test_thirteenth_funder_is_refused(world):
    for number in range(12):
        funders.write_funder(world.program, EUROPE | {"name": f"Fonds {number}", "version": 0}, by=world.alice)
    with pytest.raises(Refusal):
        funders.write_funder(world.program, EUROPE | {"version": 0}, by=world.alice)


def test_removed_funder_leaves_the_papers_and_its_logo_the_disk(alice, world, django_capture_on_commit_callbacks):
    row = funders.write_funder(world.program, EUROPE | {"version": 0, "logo": picture()}, by=world.alice)
    storage, logo = row.logo.storage, row.logo.name
    with django_capture_on_commit_callbacks(execute=True):
        assert alice.post(at(world, "remove_funder", row.public_id)).status_code == 302
    assert ("Union européenne" in printed(world), storage.exists(logo)) == (False, False)


def test_pages_of_funders_cost_the_same_with_1_and_12(alice, world, django_assert_max_num_queries):
    funders.write_funder(world.program, EUROPE | {"version": 0}, by=world.alice)
    with django_assert_max_num_queries(8) as one:
        alice.get(at(world))
    for number in range(11):
        funders.write_funder(world.program, EUROPE | {"name": f"Fonds {number}", "version": 0}, by=world.alice)
        usual(world, name=f"Autre {number}")
    with django_assert_max_num_queries(8) as twelve:
        alice.get(at(world))
    assert len(one) == len(twelve)


def test_managers_write_the_usual_list_and_officers_read_it(world, sign_in):
    address = reverse("teams:add_funder", args=[world.lille.organisation.public_id])
    assert sign_in(world.alice).post(address, EUROPE).status_code == 403
    farid = sign_in(world.farid)
    assert farid.post(address, EUROPE | {"version": 0}).status_code == 302
    row = UsualFunder.objects.get()
    change = reverse("teams:funder", args=[world.lille.organisation.public_id, row.public_id])
    assert farid.post(change, EUROPE | {"name": "FSE+", "version": 1}).status_code == 302
    page = reverse("teams:funders", args=[world.lille.organisation.public_id])
    assert "FSE+" in sign_in(world.alice).get(page).text
    remove = reverse("teams:remove_funder", args=[world.lille.organisation.public_id, row.public_id])
    assert (farid.post(remove).status_code, UsualFunder.objects.count()) == (302, 0)


def test_colour_of_the_first_carrier_is_that_of_its_papers(world):
    assert "--rule" not in printed(world)
    actions.change_identity(world.lille, {"territory": "", "colour": "#0b5c6b"}, by=world.farid)
    assert "--rule:%230b5c6b" in printed(world)


@pytest.mark.parametrize(
    ("colour", "sentence"),
    [("#ffcc00", "se lirait mal sur le papier"), ("bleu", "six signes"), ("#0b5c6b}body{color:red", "six signes")],
)
def test_colour_that_paper_would_not_show_is_refused(colour, sentence):
    with pytest.raises(ValidationError) as refused:
        colours.legible(colour)
    assert sentence in refused.value.messages[0]


def test_colour_too_light_is_told_to_the_manager(world, sign_in):
    page = reverse("teams:identity", args=[world.lille.organisation.public_id])
    data = {"territory": "Nord", "address": "", "phone": "", "email": "", "website": "", "colour": "#ffcc00"}
    answer = sign_in(world.farid).post(page, data | {"version": 0})
    assert (answer.status_code, "contraste est de 1,3 pour 1" in answer.text) == (200, True)


def test_contrast_of_black_on_white_is_21():
    assert round(colours.contrast("#000000", "#ffffff"), 2) == 21.0
