"""The first manager of a DLA, from the command line."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dla_collectif.accounts.models import Dla, Membership, User
from dla_collectif.directory.models import Organisation, Person
from dla_collectif.outbox.models import Message

pytestmark = pytest.mark.django_db


def create(email="farah@example.org", name="Farah Benali", dla="DLA du Hainaut", **options):
    """What the command says."""
    out = StringIO()
    call_command("create_manager", email, name=name, dla=dla, stdout=out, **options)
    return out.getvalue()


def test_first_manager_enters_by_the_link_that_is_printed(client):
    said = create(territory="Hainaut")
    token = re.search(r"/entrer/(\S+)/", said)[1]
    assert client.post(f"/entrer/{token}/").status_code == 302
    page = client.get("/notre-dla/", follow=True).content.decode()
    assert ("DLA du Hainaut" in page, "Hainaut" in page, "Inviter dans l’équipe" in page) == (True, True, True)


def test_command_again_makes_nobody_twice():
    create()
    said = create(email="FARAH@example.org", dla="dla du hainaut")
    assert "est déjà responsable" in said
    counts = [model.objects.count() for model in (User, Person, Dla, Membership, Organisation)]
    assert counts == [1, 1, 1, 1, 1]


def test_mailed_link_is_not_printed():
    said = create(mail=True)
    assert ("/entrer/" in said, Message.objects.get().address) == (False, "farah@example.org")


def test_suspended_manager_comes_back():
    create()
    Membership.objects.update(suspended=True)
    create()
    assert Membership.objects.get().suspended is False


def test_officer_of_the_team_becomes_its_manager(world):
    create(email=world.alice.email, name="Alice Martin", dla="DLA de Lille")
    assert Membership.objects.get(user=world.alice).role == "manager"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"name": "Farah"}, "prénom puis le nom"),
        ({"email": "farah"}, "n’est pas une adresse"),
        ({"dla": "  "}, "nom du DLA"),
        ({"email": "alice.martin@example.org"}, "sous un autre nom"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(world, options, sentence):
    before = Organisation.objects.count(), User.objects.count()
    with pytest.raises(CommandError, match=sentence):
        create(**options)
    assert (Organisation.objects.count(), User.objects.count()) == before


def test_two_host_bodies_of_one_name_are_said():
    for _ in range(2):
        Organisation.objects.create(kind="dla", name="DLA du Hainaut")
    with pytest.raises(CommandError, match="2 structures"):
        create()
