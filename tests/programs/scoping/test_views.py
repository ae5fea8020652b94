"""The pages of scoping: who may open them, what they answer, what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from associations.models import PastSupport
from programs.journey.models import Participation
from programs.scoping.models import ScopingNote
from tests import cast

PAGES = ["note", "write_note", "carriers", "add_partner", "associations", "spot"]


@pytest.fixture
def alice(world, sign_in):
    """Alice's browser."""
    return sign_in(world.alice)


def address(world, name, *args):
    return reverse(f"scoping:{name}", args=[world.program.public_id, *args])


@pytest.mark.parametrize("name", PAGES)
def test_page_answers(alice, world, name):
    assert alice.get(address(world, name)).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("chloe", 404), ("emma", 404), ("denis", 403), ("gaelle", 403)])
def test_page_is_for_those_who_carry(world, sign_in, who, status):
    browser = sign_in(getattr(world, who))
    assert {browser.get(address(world, name)).status_code for name in PAGES} == {status}


def test_closed_step_is_read_and_not_written(alice, world):
    cast.at_phase(world.program, "consultation")
    read, written = ["note", "carriers", "associations"], ["write_note", "add_partner", "spot"]
    assert [alice.get(address(world, name)).status_code for name in read] == [200] * 3
    assert [alice.get(address(world, name)).status_code for name in written] == [403] * 3
    seat = cast.seat(world.program, world.cirque, status="spotted")
    assert alice.post(address(world, "unspot", seat.public_id)).status_code == 403
    assert "Repérer les associations cochées" not in alice.get(address(world, "associations")).content.decode()


def test_note_takes_days_by_halves(alice, world):
    assert (
        alice.post(address(world, "write_note"), {"origin": "A", "half_days": "3,5 jours", "version": 0}).status_code
        == 302
    )
    assert ScopingNote.objects.get().half_days == 7
    assert 'value="3,5"' in alice.get(address(world, "write_note")).content.decode()
    assert "3,5\u00a0jours" in alice.get(address(world, "note")).content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("half_days", "trois", "Écrivez un nombre de jours, par exemple 3 ou 3,5."),
        ("half_days", "3,2", "Comptez par demi-journées\u00a0: 3 ou 3,5 par exemple."),
        ("half_days", "9999", "500 jours au plus."),
        ("decided_on", "2006-02-31", "Cette date n’existe pas"),
        ("finding", "x" * 20_001, "Ce texte compte 20001 signes"),
    ],
)
def test_note_bad_input_is_kept_and_said(alice, world, field, typed, sentence):
    data = {"origin": "Texte gardé", "version": 0, field: typed}
    response = alice.post(address(world, "write_note"), data)
    assert response.status_code == 200
    assert sentence in response.context["form"].errors[field][0]
    assert "Texte gardé" in response.content.decode()
    assert ScopingNote.objects.count() == 0


def test_note_lost_race_shows_both_texts(alice, world):
    page = address(world, "write_note")
    alice.post(page, {"origin": "Premier texte", "half_days": "3,5", "version": 0})
    late = alice.post(page, {"origin": "Second texte", "half_days": "4", "version": 0})
    text = late.content.decode()
    assert (late.status_code, "Premier texte" in text, "Second texte" in text, ">3,5<" in text) == (409,) + (True,) * 3
    assert (
        alice.post(page, {"origin": "Second texte", "version": late.context["form"].data["version"]}).status_code == 302
    )
    assert ScopingNote.objects.get().origin == "Second texte"


def test_note_with_a_nul_byte_is_refused(alice, world):
    response = alice.post(address(world, "write_note"), {"origin": "a\0b", "version": 0})
    assert (response.status_code, "origin" in response.context["form"].errors) == (200, True)


def test_partner_is_added_then_removed(alice, world):
    house = cast.organisation("Maison de l’Emploi", "partner")
    assert alice.post(address(world, "add_partner"), {"organisation": house.pk}).status_code == 302
    seat = Participation.objects.get(organisation=house)
    assert "Maison de l’Emploi" in alice.get(address(world, "carriers")).content.decode()
    assert alice.post(address(world, "remove_partner", seat.public_id)).status_code == 302
    assert Participation.objects.filter(organisation=house).count() == 0


def test_partner_just_added_to_the_directory_is_chosen(alice, world):
    house = cast.organisation("Maison de l’Emploi", "partner")
    response = alice.get(address(world, "add_partner"), {"ajout": house.public_id})
    assert response.context["form"].initial["organisation"] == house.pk


def test_board_shows_those_a_dla_knows_first(alice, world):
    PastSupport.objects.create(association=world.cirque.association, dla=world.lille, year=2005, theme="skills")
    cast.organisation("Inconnue")
    known = alice.get(address(world, "associations"))
    everybody = alice.get(address(world, "associations"), {"parmi": "toutes"})
    assert [row.name for row, _ in known.context["candidates"]] == ["Le Chapiteau"]
    assert [row.name for row, _ in everybody.context["candidates"]] == ["Inconnue", "Le Chapiteau"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"theme": "skills"}, 1),
        ({"theme": "pooling"}, 0),
        ({"annee": "2005"}, 1),
        ({"annee": "2006"}, 0),
        ({"mots": "chapiteau"}, 1),
        ({"mots": "autre"}, 0),
    ],
)
def test_board_narrowed(alice, world, query, found):
    PastSupport.objects.create(association=world.cirque.association, dla=world.lille, year=2005, theme="skills")
    assert len(alice.get(address(world, "associations"), query).context["candidates"]) == found


def test_board_tells_nothing_of_what_another_dla_knows(alice, world, sign_in):
    PastSupport.objects.create(
        association=world.cirque.association, dla=world.roubaix, year=2009, theme="skills", summary="Canari"
    )
    page = address(world, "associations")
    known = [row.name for row, _ in alice.get(page).context["candidates"]]
    themed = alice.get(page, {"theme": "skills", "parmi": "toutes"}).context["candidates"]
    everybody = alice.get(page, {"parmi": "toutes"}).content.decode()
    assert (known, themed, "Le Chapiteau" in everybody, "2009" in everybody) == ([], [], True, False)
    assert [row.name for row, _ in sign_in(world.bruno).get(page).context["candidates"]] == ["Le Chapiteau"]


def test_board_tells_carriers_what_each_did_with_those_they_support_together(alice, world):
    for team, year in ((world.roubaix, 2004), (world.arras, 2003)):
        PastSupport.objects.create(association=world.cine.association, dla=team, year=year, theme="skills")
    text = alice.get(address(world, "associations")).content.decode()
    assert ("accompagnement de 2004" in text.lower(), "accompagnement de 2003" in text.lower()) == (True, False)


@pytest.mark.parametrize("query", ["annee=99999999999", "ajout=%00", "apres=%00", "theme=%00&mots=%00"])
def test_board_odd_address_answers(alice, world, query):
    assert alice.get(f"{address(world, 'associations')}?{query}").status_code == 200


def test_spot_the_ticked_ones(alice, world):
    more = [cast.organisation(f"Asso {number}") for number in range(3)]
    response = alice.post(
        address(world, "spot"), {"organisations": [row.public_id for row in more[:2]], "source": "Réunion du 3 mai"}
    )
    assert response.url == address(world, "associations")
    found = Participation.objects.filter(status="spotted").values_list("organisation__name", "source")
    assert sorted(found) == [("Asso 0", "Réunion du 3 mai"), ("Asso 1", "Réunion du 3 mai")]


@pytest.mark.parametrize("ticked", [[], ["\0"], ["x' or 1"], ["23456789abcdef"]])
def test_spot_nothing_says_so_and_keeps_the_source(alice, world, ticked):
    response = alice.post(address(world, "spot"), {"organisations": ticked, "source": "Texte gardé"})
    assert response.status_code == 200
    assert "organisations" in response.context["form"].errors
    assert "Texte gardé" in response.content.decode()


def test_spot_an_institution_is_refused(alice, world):
    response = alice.post(address(world, "spot"), {"organisations": [world.drac.public_id]})
    assert response.context["form"].errors["organisations"] == ["Cette association n’est plus dans l’annuaire."]


def test_spot_twice_the_same_form_has_one_effect(alice, world):
    data = {"organisations": [world.cirque.public_id], "form_key": "k2"}
    assert [alice.post(address(world, "spot"), data).status_code for _ in range(2)] == [302, 302]
    assert Participation.objects.filter(program=world.program, organisation=world.cirque).count() == 1


def test_association_just_added_is_ticked(alice, world):
    new = cast.organisation("Neuve")
    text = alice.get(address(world, "associations"), {"ajout": new.public_id}).content.decode()
    assert (f'value="{new.public_id}"' in text, text.count(" checked>")) == (True, 1)


def test_unspot_of_another_programme_is_unknown(alice, world):
    assert alice.post(address(world, "unspot", world.emma_seat.public_id)).status_code == 404
    assert Participation.objects.filter(pk=world.emma_seat.pk).count() == 1


def test_unspot_once_invited_says_why(alice, world):
    response = alice.post(address(world, "unspot", world.denis_seat.public_id), follow=True)
    assert "a déjà été conviée" in response.content.decode()


def test_board_tells_status_with_days_and_reason(alice, world):
    Participation.objects.filter(pk=world.dora_seat.pk).update(
        status="withdrawn", withdrawn_on="2006-11-21", reason="Trop loin de son projet"
    )
    text = alice.get(address(world, "associations")).content.decode()
    assert ("retirée le 21/11/2006" in text, "Trop loin de son projet" in text) == (True, True)


def test_board_same_statements_with_1_and_30(alice, world):
    counts = []
    for number in (1, 29):
        for place in range(number):
            here, there = cast.organisation(f"Ici {number} {place}"), cast.organisation(f"Là {number} {place}")
            cast.seat(world.program, here)
            for row in (here, there):
                PastSupport.objects.create(association=row.association, dla=world.lille, year=2005, theme="skills")
        with CaptureQueriesContext(connection) as queries:
            alice.get(address(world, "associations"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_opening_from_the_directory_spots_the_ticked_ones(alice, world):
    url = (
        f"{reverse('journey:open')}?organismes={world.cine.public_id}&organismes={world.drac.public_id}&organismes=%00"
    )
    assert "Associations repérées : Ciné-Club des Lilas." in alice.get(url).content.decode()
    assert alice.post(url, {"title": "Nouveau", "dla": world.lille.pk}).status_code == 302
    seats = Participation.objects.filter(program__title="Nouveau").values_list("organisation", "status", "source")
    assert list(seats) == [(world.cine.pk, "spotted", "annuaire")]
