"""The directory's pages: list, organisation, forms; who may open them, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from associations.models import PastSupport, SupportRequest
from dla_collectif.services import clock
from tests import cast


@pytest.fixture
def alice(world, sign_in):
    """Alice's browser."""
    return sign_in(world.alice)


def address(name, organisation, *args):
    return reverse(f"associations:{name}", args=[organisation.public_id, *args])


def support(world, organisation, year=2005, theme="governance", **fields):
    return PastSupport.objects.create(
        association=organisation.association, dla=world.lille, year=year, theme=theme, **fields
    )


def request(world, organisation, theme="employer"):
    return SupportRequest.objects.create(
        association=organisation.association, dla=world.roubaix, theme=theme, received_on=clock.today()
    )


def names(response):
    return [row.name for row, _, _ in response.context["lines"]]


def test_list_shows_associations_first(alice, world):
    response = alice.get(reverse("associations:list"))
    assert names(response)[:4] == ["Ciné-Club des Lilas", "Le Chapiteau", "Vidéo Quartier", "Cabinet Rival"]
    assert len(names(response)) == 9


def test_list_shows_past_supports_and_requests(alice, world):
    support(world, world.cine, consultancy=world.multi)
    request(world, world.cine)
    text = alice.get(reverse("associations:list")).content.decode()
    assert "Accompagnement de 2005\u00a0: gouvernance" in text
    assert "DLA de Lille, avec Coopérative Conseil" in text
    assert "fonction employeur" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"mots": "cine lilas"}, ["Ciné-Club des Lilas"]),
        ({"nature": "consultancy"}, ["Cabinet Rival", "Coopérative Conseil"]),
        ({"theme": "governance"}, ["Ciné-Club des Lilas"]),
        ({"commune": "saint etienne"}, ["Vidéo Quartier"]),
        ({"mots": "introuvable"}, []),
    ],
)
def test_list_narrowed(alice, world, query, found):
    support(world, world.cine)
    world.video.town = "Saint-Étienne"
    world.video.save()
    assert names(alice.get(reverse("associations:list"), query)) == found


def test_list_town_does_not_match_a_name(alice, world):
    cast.organisation("Amis de Roubaix", town="Lille")
    assert names(alice.get(reverse("associations:list"), {"commune": "roubaix"})) == []


@pytest.mark.parametrize(
    "query", ["nature=x&theme=y", "apres=%00", "mots=%00", "commune=%00", "apres=zzz", "theme=%00"]
)
def test_list_odd_address_answers(alice, query):
    assert alice.get(f"{reverse('associations:list')}?{query}").status_code == 200


def test_list_pages_hold_each_organisation_once(alice, world):
    for number in range(60):
        cast.organisation(f"Asso {number:02}")
    first = alice.get(reverse("associations:list"))
    second = alice.get(reverse("associations:list"), {"apres": first.context["following"]})
    together = names(first) + names(second)
    assert (len(names(first)), len(together), len(set(together))) == (50, 69, 69)
    assert second.context["following"] == ""


def test_list_same_statements_with_1_and_30(alice, world):
    counts = []
    for number in (1, 30):
        for place in range(number):
            support(world, cast.organisation(f"Asso {number} {place}"), consultancy=world.multi)
        with CaptureQueriesContext(connection) as queries:
            alice.get(reverse("associations:list"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_organisation_same_statements_with_1_and_30(alice, world):
    counts = []
    for number in (1, 30):
        for place in range(number):
            user = cast.person(f"P{number}", f"Q{place}", world.cine)
            support(world, world.cine, consultancy=world.multi)
            request(world, world.cine)
            cast.seat(cast.program(f"Prog {number} {place}", world.lille), world.cine)
            assert user.person_id
        with CaptureQueriesContext(connection) as queries:
            alice.get(address("organisation", world.cine))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_organisation_shows_people_and_visible_programmes_alone(alice, world):
    cast.seat(world.foreign, world.cine)
    text = alice.get(address("organisation", world.cine)).content.decode()
    assert ("Denis Leroy" in text, "denis.leroy@example.org" in text) == (True, True)
    assert ("Cinéma et audiovisuel" in text, "Arts du cirque" in text) == (True, False)


def test_organisation_consultancy_shows_the_supports_it_led(alice, world):
    support(world, world.cine, consultancy=world.multi, summary="Relire le projet.")
    text = alice.get(address("organisation", world.multi)).content.decode()
    assert ("Ciné-Club des Lilas" in text, "Relire le projet." in text) == (True, True)


@pytest.mark.parametrize("who", ["denis", "gaelle", "hugo"])
def test_directory_is_for_officers(world, sign_in, who):
    browser = sign_in(getattr(world, who))
    pages = [reverse("associations:list"), address("organisation", world.video), address("add_person", world.video)]
    assert [browser.get(page).status_code for page in pages] == [403, 403, 403]


def test_directory_leads_a_stranger_to_the_sign_in(client, world):
    response = client.get(reverse("associations:list"))
    assert response.url.startswith(reverse("accounts:sign_in"))
