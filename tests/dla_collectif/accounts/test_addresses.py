"""A person changes their address: the new one answers, the old one is told, nothing tells whose address is whose."""

import re

import pytest
from django.core import mail
from django.test import Client

from dla_collectif.accounts.models import Code, PersonalLink, User
from dla_collectif.directory.models import Person
from dla_collectif.entrance.arrivals import LINK
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.delivery import deliver_due
from dla_collectif.outbox.models import Message
from tests import cast

ADDRESS, CODE, NEW = "/mon-adresse/", "/mon-adresse/code/", "denis@example.com"


@pytest.fixture
def denis(world):
    """Denis, who opened his link: the session is one that closing his links would end."""
    client = Client()
    client.post(f"/entrer/{PersonalLink.issue(world.denis)[1]}/")
    return client


def last_code():
    """The code in the latest letter that left, and where it went."""
    deliver_due()
    return re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE)[1], mail.outbox[-1].to


def say(client, new=NEW):
    """Say the new address, and type the code that came to the present one."""
    client.post(ADDRESS, {"email": new})
    return client.post(ADDRESS, {"email": new, "code": last_code()[0]})


def test_address_is_changed_once_both_addresses_answered(world, denis):
    assert say(denis)["Location"] == CODE
    code, to = last_code()
    assert to == [NEW]
    assert denis.post(CODE, {"code": code})["Location"] == "/mon-compte/"
    world.denis.refresh_from_db()
    assert (world.denis.email, Person.objects.get(pk=world.denis.person_id).email) == (NEW, NEW)
    assert Entry.objects.latest("pk").sentence == "a changé son adresse électronique"


def test_old_address_is_told_and_its_links_and_sessions_end(world, denis, sign_in):
    token, elsewhere = PersonalLink.issue(world.denis)[1], sign_in(world.denis, LINK)
    say(denis)
    denis.post(CODE, {"code": last_code()[0]})
    letter = Message.objects.latest("pk")
    assert (letter.address, "Ce n’était pas vous" in letter.body) == ("denis.leroy@example.org", True)
    assert NEW not in letter.body
    assert [client.get("/espace/").status_code for client in (denis, elsewhere)] == [200, 302]
    assert Client().get(f"/entrer/{token}/").status_code == 404


def test_forwarded_link_changes_no_address(world, denis):
    page = denis.post(ADDRESS, {"email": NEW})
    assert "Confirmer que c’est bien vous" in page.content.decode()
    deliver_due()
    assert [letter.to for letter in mail.outbox] == [["denis.leroy@example.org"]]
    assert denis.get(CODE)["Location"] == ADDRESS


@pytest.mark.parametrize("kind", ["account", "person", "capitals"])
def test_address_of_somebody_else_is_answered_alike_and_never_taken(world, denis, kind):
    Person.objects.create(first_name="Paul", last_name="Roy", email="Paul.Roy@example.org")
    taken = {"account": world.emma.email, "person": "paul.roy@example.org", "capitals": world.emma.email.upper()}[kind]
    assert say(denis, taken)["Location"] == CODE
    deliver_due()
    assert "déjà connue" in mail.outbox[-1].subject
    assert not re.search(r"\d{6}", mail.outbox[-1].body)
    right = Code.objects.latest("pk").digits
    page = denis.post(CODE, {"code": right}).content.decode()
    assert "Ce n’est pas ce code" in page
    assert User.objects.get(pk=world.denis.pk).email == "denis.leroy@example.org"


def test_wrong_codes_end_the_right_one(world, denis):
    say(denis)
    code = last_code()[0]
    for guess in range(1, 6):
        denis.post(CODE, {"code": f"{(int(code) + guess) % 1_000_000:06d}"})
    assert "Ce n’est pas ce code" in denis.post(CODE, {"code": code}).content.decode()
    assert User.objects.get(pk=world.denis.pk).email == "denis.leroy@example.org"


def test_own_address_is_no_change(denis):
    assert "C’est déjà votre adresse" in denis.post(ADDRESS, {"email": "Denis.Leroy@example.org"}).content.decode()


def test_member_of_a_team_gives_the_password_again_and_signs_in_with_the_new_address(world, sign_in):
    alice = sign_in(world.alice)
    assert alice.get(ADDRESS)["Location"] == "/mon-compte/confirmer/?next=%2Fmon-adresse%2F"
    alice.post("/mon-compte/confirmer/?next=/mon-adresse/", {"password": cast.PASSWORD})
    assert alice.post(ADDRESS, {"email": "alice@example.com"})["Location"] == CODE
    alice.post(CODE, {"code": last_code()[0]})
    answer = Client().post("/connexion/", {"mdp-email": "alice@example.com", "mdp-password": cast.PASSWORD})
    assert answer.status_code == 302
