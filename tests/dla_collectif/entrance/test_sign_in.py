"""Signing in by password: slowed for who guesses, open to its owner, the same for known and unknown."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from dla_collectif.accounts.links import answer_link_requests
from dla_collectif.accounts.models import PersonalLink
from dla_collectif.entrance.models import Session
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from tests.cast import PASSWORD

from .people import SIGN_IN, in_, is_in, sign_in, statements, try_password

WRONG, UNKNOWN = "un autre mot de passe", "personne@example.org"


def guess(user, times, **extra):
    """Wrong passwords, one after the other; the statuses answered."""
    return [try_password(user, WRONG, **extra).status_code for _ in range(times)]


def test_brute_force_is_slowed_with_growing_waits(world):
    assert guess(world.alice, 7) == [200] * 5 + [429] * 2
    now, tries = clock.now(), 5
    for minute in range(24 * 60):
        with clock.set_to(now + timedelta(minutes=minute, seconds=30)):
            tries += try_password(world.alice, WRONG).status_code == 200
    assert 15 < tries < 25  # a day of guessing


def test_right_password_during_the_wait_is_not_looked_at(world):
    guess(world.alice, 5)
    answer = try_password(world.alice)
    assert answer.status_code == 429
    assert "réessayez dans une minute" in answer.content.decode()


def test_right_password_after_the_wait_opens_and_forgets_the_tries(world):
    guess(world.alice, 5)
    with clock.set_to(in_(minutes=2)):
        assert is_in(sign_in(world.alice))
        assert guess(world.alice, 5) == [200] * 5


def test_owner_enters_by_a_fresh_link_while_others_guess(world):
    guess(world.alice, 20)
    Client().post("/connexion/mot-de-passe-oublie/", {"email": world.alice.email})
    answer_link_requests()
    message, client = Message.objects.get(), Client()
    client.post(f"/entrer/{message.to.issue_link(message.link)}/")
    assert is_in(client)


def test_guesses_at_one_account_do_not_slow_another(world):
    guess(world.alice, 10)
    assert is_in(sign_in(world.bruno))


def test_office_of_thirty_behind_one_address_signs_in(world):
    """Each of thirty colleagues is wrong twice, then right, within a quarter of an hour."""
    opened = []
    for number in range(30):
        email = f"collegue{number}@example.org"
        user = type(world.alice).objects.create_user(email, password=PASSWORD)
        guess(user, 2)
        opened.append(is_in(sign_in(user)))
    assert opened == [True] * 30


def test_one_address_that_tries_everybody_is_slowed(world):
    tried = [try_password(f"inconnu{number}@example.org", WRONG).status_code for number in range(105)]
    assert (tried[:100], set(tried[101:])) == ([200] * 100, {429})
    assert is_in(sign_in(world.alice, REMOTE_ADDR="192.0.2.7"))


def test_password_known_and_unknown_are_answered_alike(world):
    world.chloe.set_unusable_password()
    world.chloe.save()
    world.bruno.is_active = False
    world.bruno.save()
    told = []
    try_password("premiere@example.org", WRONG)  # the first from an address is counted in a new row
    for user in (world.alice.email, UNKNOWN, world.chloe.email, world.bruno.email):
        client = Client()
        client.get(SIGN_IN)
        answer, run = statements(lambda: try_password(user, WRONG, client=client))  # noqa: B023
        page = answer.content.decode().replace(user, "").split("<main")[1]
        page = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
        told.append((answer.status_code, page, sorted(answer.cookies), run))
    assert [each == told[0] for each in told] == [True] * 4


def test_password_of_nobody_is_hashed_all_the_same(world, monkeypatch):
    hashed = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode",
        lambda self, password, salt: hashed.append(password) or "md5$salt$hash",
    )
    for user in (world.alice, UNKNOWN):
        try_password(user, WRONG)
    assert len(hashed) == 2


@pytest.mark.parametrize("path", ["/connexion/lien/", "/connexion/mot-de-passe-oublie/"])
def test_requests_of_known_and_unknown_are_answered_alike(world, path):
    field = "lien-email" if path.endswith("lien/") else "email"
    told = []
    Client().post(path, {field: "premiere@example.org"})  # the first from an address is counted in a new row
    for address in (world.alice.email, UNKNOWN, world.denis.email):
        answer, run = statements(lambda: Client().post(path, {field: address}))  # noqa: B023
        told.append((answer.status_code, answer["Location"], sorted(answer.cookies), run))
    assert [each == told[0] for each in told] == [True] * 3
    answer_link_requests()
    assert set(Message.objects.values_list("address", flat=True)) == {world.alice.email, world.denis.email}


def test_links_asked_again_and_again_are_five_an_hour(world):
    answers = {Client().post("/connexion/lien/", {"lien-email": world.denis.email})["Location"] for _ in range(30)}
    answer_link_requests()
    assert (len(answers), Message.objects.count()) == (1, 5)
    with clock.set_to(in_(minutes=13)):
        Client().post("/connexion/lien/", {"lien-email": world.denis.email.upper()})
        answer_link_requests()
    assert Message.objects.count() == 6


def test_session_has_a_new_key_after_signing_in(world):
    client = Client()
    client.cookies["sessionid"] = "a" * 32  # planted by somebody else
    try_password(world.alice, client=client)
    first = client.cookies["sessionid"].value
    try_password(world.alice, client=client)
    again = client.cookies["sessionid"].value
    try_password(world.bruno, client=client)
    assert len({"a" * 32, first, again, client.cookies["sessionid"].value}) == 4
    assert Session.objects.count() == 1
    thief = Client()
    thief.cookies["sessionid"] = "a" * 32
    assert is_in(thief) is False


def test_sign_in_leads_where_one_was_going_and_to_no_other_site(world):
    to = [f"/connexion/?next={path}" for path in ("/annuaire/", "https://example.com/", "//example.com/", "")]
    assert [try_password(world.alice, path=path)["Location"] for path in to] == ["/annuaire/", "/", "/", "/"]


def test_old_hash_is_renewed_when_it_is_next_used(world, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    world.alice.password = make_password(PASSWORD, hasher="md5")
    world.alice.save()
    assert is_in(sign_in(world.alice))
    world.alice.refresh_from_db()
    assert world.alice.password.startswith("pbkdf2_sha256$")


def test_invited_member_without_password_is_led_to_one_and_may_wait(world):
    world.bruno.set_unusable_password()
    world.bruno.save()
    client = Client()
    answer = client.post(f"/entrer/{PersonalLink.issue(world.bruno, '/annuaire/')[1]}/", follow=True)
    assert answer.redirect_chain[-1][0] == "/mon-compte/mot-de-passe/?next=%2Fannuaire%2F"
    assert 'href="/annuaire/">Plus tard' in answer.content.decode()


def test_sign_in_page_runs_no_statement(db):
    assert statements(lambda: Client().get(SIGN_IN))[1] == []
