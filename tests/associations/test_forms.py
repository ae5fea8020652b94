"""What officers write in the directory: organisations, people, past supports, requests."""

import pytest
from django.urls import reverse

from associations.models import Association, PastSupport
from dla_collectif.directory.models import Affiliation, Organisation, Person

SIRET = "73282932000074"


@pytest.fixture
def alice(world, sign_in):
    """Alice's browser."""
    return sign_in(world.alice)


def address(name, organisation, *args):
    return reverse(f"associations:{name}", args=[organisation.public_id, *args])


def test_add_keeps_the_number_typed_with_spaces(alice):
    data = {"kind": "association", "name": "Les Écrans", "siret": "732\u00a0829\u202f320 00074", "rna": "w595 001234"}
    response = alice.post(reverse("associations:add"), data)
    row = Organisation.objects.get(name="Les Écrans")
    assert (response.url, row.siret, row.rna) == (address("organisation", row), SIRET, "W595001234")
    assert Association.objects.filter(organisation=row).count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("siret", "123", "Un SIRET compte 14 chiffres."),
        ("siret", "73282932000075", "La clé de contrôle de ce SIRET"),
        ("siret", "0" * 14, "Ce SIRET n’existe pas."),
        ("rna", "X1", "Un numéro RNA commence par W"),
        ("postcode", "590", "Un code postal compte 5 chiffres."),
        ("phone", "abc", "Écrivez ce numéro en chiffres"),
        ("name", "", "Remplissez ce champ pour continuer."),
        ("email", "x", "adresse"),
        ("website", "ftp://example.org/", "https:// ou http://"),
        ("website", "javascript:alert(1)//example.org", "URL"),
    ],
)
def test_add_bad_input_is_kept_and_said(alice, field, typed, sentence):
    data = {"kind": "association", "name": "Les Écrans", "town": "Ville gardée", field: typed}
    response = alice.post(reverse("associations:add"), data)
    assert response.status_code == 200
    assert sentence in " ".join(response.context["form"].errors[field])
    assert "Ville gardée" in response.content.decode()
    assert Organisation.objects.filter(town="Ville gardée").count() == 0


def test_add_same_siret_names_its_owner(alice, world):
    Organisation.objects.filter(pk=world.cine.pk).update(siret=SIRET)
    response = alice.post(reverse("associations:add"), {"kind": "association", "name": "Autre", "siret": SIRET})
    assert "Ciné-Club des Lilas" in response.context["form"].errors["siret"][0]


def test_add_look_alike_asks_first_then_adds(alice, world):
    data = {"kind": "association", "name": "cine club DES lilas"}
    asked = alice.post(reverse("associations:add"), data)
    assert (asked.status_code, "C’est bien une autre structure" in asked.content.decode()) == (200, True)
    assert address("organisation", world.cine) in asked.content.decode()
    assert alice.post(reverse("associations:add"), {**data, "another": "on"}).status_code == 302
    assert Organisation.objects.filter(search__startswith="cine club des lilas").count() == 2


def test_add_goes_back_to_where_one_came_from(alice):
    url = f"{reverse('associations:add')}?next=/bureau/%3Fx%3D1"
    response = alice.post(url, {"kind": "institution", "name": "Région"})
    row = Organisation.objects.get(name="Région")
    assert response.url == f"/bureau/?x=1&ajout={row.public_id}"


def test_add_never_leads_outside(alice):
    response = alice.post(
        f"{reverse('associations:add')}?next=//example.org/", {"kind": "institution", "name": "Ville"}
    )
    assert response.url == address("organisation", Organisation.objects.get(name="Ville"))


def test_add_twice_the_same_form_has_one_effect(alice):
    data = {"kind": "institution", "name": "Région", "form_key": "k1"}
    answers = [alice.post(reverse("associations:add"), data).url for _ in range(2)]
    assert (answers[0] == answers[1], Organisation.objects.filter(name="Région").count()) == (True, 1)


def test_change_lost_race_shows_both_texts(alice, world):
    page = address("change", world.cine)
    assert alice.post(page, {"kind": "association", "name": "Ciné A", "version": 1}).status_code == 302
    late = alice.post(page, {"kind": "association", "name": "Ciné B", "version": 1})
    text = late.content.decode()
    assert (late.status_code, "Ciné A" in text, "Ciné B" in text) == (409, True, True)
    assert alice.post(page, {"kind": "association", "name": "Ciné B", "version": 2}).status_code == 302
    assert Organisation.objects.get(pk=world.cine.pk).search == "cine b"


def test_profile_figures_want_their_year(alice, world):
    page = address("profile", world.cine)
    asked = alice.post(page, {"employees": "3,5", "version": 1})
    assert asked.context["form"].errors["figures_year"] == ["Dites de quelle année sont ces chiffres."]
    assert alice.post(page, {"employees": "3,5", "figures_year": "2025", "version": 1}).status_code == 302
    assert "3,5" in alice.get(address("organisation", world.cine)).content.decode()


def test_profile_is_for_associations(alice, world):
    pages = [address(name, world.drac) for name in ("profile", "add_past_support", "add_request")]
    assert [alice.get(page).status_code for page in pages] == [404, 404, 404]


def test_add_person_known_by_their_address_is_not_made_twice(alice, world):
    data = {"first_name": "denis", "last_name": "LEROY", "email": "Denis.Leroy@example.org", "function": "trésorier"}
    assert alice.post(address("add_person", world.video), data).status_code == 302
    assert Person.objects.filter(email__iexact=data["email"]).count() == 1
    assert Affiliation.objects.get(person=world.denis.person, organisation=world.video).function == "trésorier"


def test_add_person_refuses_somebody_elses_address(alice, world):
    data = {"first_name": "Zoé", "last_name": "Autre", "email": "denis.leroy@example.org"}
    response = alice.post(address("add_person", world.video), data)
    assert "déjà connue sous un autre nom" in response.context["form"].errors["email"][0]
    assert ("Zoé" in response.content.decode(), "Denis Leroy" in response.content.decode()) == (True, False)


def test_add_person_twice_is_refused(alice, world):
    data = {"first_name": "Denis", "last_name": "Leroy", "email": "denis.leroy@example.org"}
    response = alice.post(address("add_person", world.cine), data)
    assert response.context["form"].errors["email"] == ["Denis Leroy représente déjà Ciné-Club des Lilas."]


def test_affiliation_ends_and_comes_back(alice, world):
    page = address("affiliation", world.cine, world.denis.person.public_id)
    assert alice.post(page, {"function": "président", "until": "2020-01-31"}).status_code == 302
    row = Affiliation.objects.get(person=world.denis.person, organisation=world.cine)
    assert row.until.isoformat() == "2020-01-31"
    data = {"first_name": "Denis", "last_name": "Leroy", "email": "denis.leroy@example.org"}
    assert alice.post(address("add_person", world.cine), data).status_code == 302
    row.refresh_from_db()
    assert (row.until, row.function) == (None, "président")


def test_affiliation_of_another_organisation_is_unknown(alice, world):
    assert alice.get(address("affiliation", world.cine, world.dora.person.public_id)).status_code == 404


def test_past_support_is_noted_for_the_officers_dla_then_taken_away(alice, world):
    data = {"year": "2005", "theme": "governance", "consultancy": world.multi.pk, "dla": world.lille.pk}
    assert alice.post(address("add_past_support", world.cine), data).status_code == 302
    row = PastSupport.objects.get()
    assert (row.association.organisation, row.dla, row.consultancy) == (world.cine, world.lille, world.multi)
    gone = address("remove_past_support", world.cine, row.public_id)
    assert (alice.get(gone).status_code, PastSupport.objects.count()) == (302, 1)
    assert (alice.post(gone).status_code, PastSupport.objects.count()) == (302, 0)


def test_past_support_of_another_dla_is_refused(alice, world):
    data = {"year": "2005", "theme": "governance", "dla": world.arras.pk}
    response = alice.post(address("add_past_support", world.cine), data)
    assert (response.status_code, PastSupport.objects.count()) == (200, 0)


@pytest.mark.parametrize("year", ["1850", "3000", "deux mille"])
def test_past_support_odd_year_is_said(alice, world, year):
    data = {"year": year, "theme": "governance", "dla": world.lille.pk, "summary": "Gardé"}
    response = alice.post(address("add_past_support", world.cine), data)
    assert ("year" in response.context["form"].errors, "Gardé" in response.content.decode()) == (True, True)


def test_request_in_the_future_is_said(alice, world):
    data = {"received_on": "2999-01-01", "theme": "governance", "dla": world.lille.pk}
    response = alice.post(address("add_request", world.cine), data)
    assert response.context["form"].errors["received_on"][0].startswith("Cette date est à venir")


def test_request_is_noted(alice, world):
    data = {"received_on": "2026-01-19", "theme": "governance", "text": "Aidez-nous", "dla": world.lille.pk}
    assert alice.post(address("add_request", world.cine), data).status_code == 302
    assert "Aidez-nous" in alice.get(address("organisation", world.cine)).content.decode()
