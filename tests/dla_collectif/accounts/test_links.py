"""Personal links: scanners consume nothing, the button signs in, what is over says so."""

from datetime import timedelta

import pytest
from django.test import Client

from dla_collectif.accounts.models import PersonalLink
from dla_collectif.services import clock

ADDRESS = "/entrer/{}/"


def signed_in(client):
    return "_auth_user_id" in client.session


@pytest.fixture
def link(world):
    """Denis's link to his space, and its token."""
    return PersonalLink.issue(world.denis, "/espace/")


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_link_opened_by_a_scanner_consumes_nothing(link, method):
    row, token = link
    scanner = Client()
    for _ in range(5):
        getattr(scanner, method)(ADDRESS.format(token))
    row.refresh_from_db()
    assert (signed_in(scanner), row.opened_at) == (False, None)


def test_link_button_signs_in_and_leads_to_its_page(link):
    client = Client()
    answer = client.post(ADDRESS.format(link[1]))
    assert (answer["Location"], signed_in(client)) == ("/espace/", True)


def test_link_opens_again_until_it_expires(link):
    assert [Client().post(ADDRESS.format(link[1]))["Location"] for _ in range(2)] == ["/espace/", "/espace/"]


def test_link_that_expired_says_so_and_offers_another(link):
    with clock.set_to(clock.now() + PersonalLink.LIFE + timedelta(seconds=1)):
        page = Client().get(ADDRESS.format(link[1]))
    assert page.status_code == 404
    assert "Recevoir un nouveau lien" in page.content.decode()


def test_link_that_was_revoked_signs_nobody_in(link):
    PersonalLink.objects.update(revoked_at=clock.now())
    client = Client()
    client.post(ADDRESS.format(link[1]))
    assert signed_in(client) is False


def test_link_of_a_closed_account_signs_nobody_in(world, link):
    world.denis.is_active = False
    world.denis.save()
    client = Client()
    client.post(ADDRESS.format(link[1]))
    assert signed_in(client) is False


def test_link_that_never_was_looks_like_one_that_is_over(link):
    PersonalLink.objects.update(revoked_at=clock.now())
    over, unknown = Client().get(ADDRESS.format(link[1])), Client().get(ADDRESS.format("n" * 32))
    assert (over.status_code, unknown.status_code) == (404, 404)


def test_token_is_stored_nowhere(link):
    row, token = link
    assert token not in str(vars(row))
    assert len(token) >= 22  # 128 bits and more


def test_link_request_with_a_bad_address_says_so_and_keeps_it(db):
    page = Client().post("/connexion/lien/", {"lien-email": "denis chez nous"}).content.decode()
    assert "denis chez nous" in page
    assert "invalid-feedback" in page or "has-error" in page


def test_password_that_is_wrong_says_so_and_keeps_the_address(world):
    page = (
        Client().post("/connexion/", {"mdp-email": "alice.martin@example.org", "mdp-password": "faux"}).content.decode()
    )
    assert "ne vont pas ensemble" in page
    assert "alice.martin@example.org" in page


def test_sign_out_ends_the_session_on_the_server(world, sign_in):
    client = sign_in(world.denis)
    assert signed_in(client)
    client.get("/deconnexion/")
    assert signed_in(client)
    client.post("/deconnexion/")
    assert signed_in(client) is False


def test_first_page_is_the_desk_or_the_space(world, sign_in):
    assert sign_in(world.alice).get("/")["Location"] == "/bureau/"
    assert sign_in(world.denis).get("/")["Location"] == "/espace/"
