"""A link opens one person's space and no staff page, whoever that person is."""

import pytest
from django.conf import settings as configured
from django.test import Client

from dla_collectif.accounts.actions import join_team
from dla_collectif.accounts.doors import LINK
from dla_collectif.accounts.models import Opening, PersonalLink

STAFF_PAGES = ["/bureau/", "/annuaire/", "/messages/", "/accompagnements/nouveau/"]


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_link_of_a_team_member_leads_to_the_password(world, path):
    client = Client()
    _row, token = PersonalLink.issue(world.alice, path)
    answer = client.post(f"/entrer/{token}/")
    assert answer["Location"].startswith("/connexion/?next=%2F")
    assert client.get(path)["Location"].startswith("/connexion/")
    assert ("_auth_user_id" in client.session, Opening.objects.count()) == (False, 0)


def test_page_of_a_link_is_asked_for_again_after_the_password(world):
    world.alice.set_password("quatorze signes et plus")
    world.alice.save()
    client, path = Client(), f"/accompagnements/{world.program.public_id}/"
    sign_in = client.post(f"/entrer/{PersonalLink.issue(world.alice, path)[1]}/")["Location"]
    form = {"mdp-email": world.alice.email, "mdp-password": "quatorze signes et plus"}
    assert client.post(sign_in, form)["Location"] == path


def test_session_of_a_link_ends_when_its_person_joins_a_team(world, sign_in):
    denis = sign_in(world.denis, LINK)
    assert denis.get("/espace/").status_code == 200
    join_team(world.denis, world.lille)
    page = f"/accompagnements/{world.program.public_id}/journal/"
    assert [denis.get(path)["Location"][:11] for path in ("/espace/", "/bureau/", page)] == ["/connexion/"] * 3


def test_link_of_a_person_opens_no_staff_page(world, sign_in):
    denis = sign_in(world.denis, LINK)
    assert [denis.get(path).status_code for path in STAFF_PAGES] == [403] * 4


def test_demonstration_lets_its_officers_in_by_link(world, settings):
    assert configured.STAFF_BY_LINK is False
    settings.STAFF_BY_LINK = True
    client = Client()
    client.post(f"/entrer/{PersonalLink.issue(world.alice, '/bureau/')[1]}/")
    assert client.get("/bureau/").status_code == 200
    assert client.session.get_expiry_age() == 12 * 3600
