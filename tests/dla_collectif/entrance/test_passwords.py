"""Passwords of a team: what is taken, how they are changed, what a forgotten one asks."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from dla_collectif.accounts.links import answer_link_requests
from dla_collectif.accounts.models import PersonalLink
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from tests.cast import PASSWORD

from .people import CODE, in_, is_in, phone, sign_in, try_password, with_factor

PAGE, NEW = "/mon-compte/mot-de-passe/", "  quatre Grenouilles\u00a0🐸 vertes  "


def change(client, new=NEW, present=PASSWORD, again=None):
    """Send the form of a new password."""
    return client.post(PAGE, {"present": present, "new": new, "again": again or new})


@pytest.mark.parametrize(
    "good", ["cheval agrafe pile", "x" * 7 + "mnopqrst", "seulement des minuscules", "é" * 3 + "ouragan bleu" * 15]
)
def test_long_password_of_any_kind_is_taken(world, good):
    assert validate_password(good, world.alice) is None


@pytest.mark.parametrize(
    ("weak", "told"),
    [
        ("treize signes", "Il manque 1 signe"),
        ("court", "Il manque 9 signes"),
        ("motdepassemotdepasse", "mots courants"),
        ("azertyuiop1234", "mots courants"),
        ("DLA collectif 2026 !", "mots courants"),
        ("Alice Martin 1987", "votre nom"),
        ("alicemartinlille", "celui du DLA"),
        ("DLA de Lille 2026", "celui du DLA"),
        ("aaaaaaaaaaaaaaaa", "répétition"),
        ("abc123abc123abc123", "répétition"),
        ("Motdepasse-Azerty", "mots courants"),
    ],
)
def test_weak_password_is_refused_with_what_would_do(world, weak, told):
    with pytest.raises(ValidationError) as refusal:
        validate_password(weak, world.alice)
    assert told in " ".join(refusal.value.messages)


def test_password_is_kept_exactly_as_typed(world):
    client = sign_in(world.alice)
    assert change(client).status_code == 302
    assert [is_in(sign_in_with(world.alice, each)) for each in (NEW, NEW.strip(), NEW.lower())] == [True, False, False]


def sign_in_with(user, password):
    """A browser after a try."""
    client = Client()
    try_password(user, password, client=client)
    return client


def test_change_asks_the_present_password_and_says_what_is_wrong_beside_it(world):
    client = sign_in(world.alice)
    page = change(client, present="ce n’est pas lui", again="autre chose").content.decode()
    assert "Les deux ne sont pas identiques" in page
    page = change(client, present="ce n’est pas lui").content.decode()
    assert "Ce n’est pas votre mot de passe actuel." in page
    assert is_in(sign_in(world.alice))


def test_guessing_the_present_password_in_an_open_session_is_slowed(world):
    client = sign_in(world.alice)
    for _ in range(5):
        change(client, present="ce n’est pas lui")
    assert "Trop d’essais" in change(client).content.decode()


def test_change_ends_the_other_sessions_keeps_this_one_and_writes_a_mail(world):
    here, elsewhere = sign_in(world.alice), sign_in(world.alice)
    key = here.cookies["sessionid"].value
    change(here)
    assert (is_in(here), is_in(elsewhere), here.cookies["sessionid"].value != key) == (True, False, True)
    assert [mail.subject for mail in Message.objects.filter(to=world.alice)] == ["Votre mot de passe a été changé"]
    assert "a choisi un nouveau mot de passe" in Entry.objects.values_list("sentence", flat=True)
    stored = " ".join(f"{vars(mail)}" for mail in Message.objects.all())
    assert NEW.strip() not in stored


def test_password_page_is_not_for_those_who_come_by_link(world, sign_in):
    answer = sign_in(world.denis).get(PAGE)
    assert answer.status_code == 403
    assert "sans mot de passe" in answer.content.decode()


def forgotten(user) -> str:
    """Ask for a reset; the path of the link as the mail gives it when it leaves."""
    Client().post("/connexion/mot-de-passe-oublie/", {"email": user.email})
    answer_link_requests()
    message = Message.objects.latest("pk")
    assert message.subject.startswith("Choisir un nouveau mot de passe")
    return f"/entrer/{message.to.issue_link(message.link)}/"


def test_forgotten_password_is_replaced_without_the_present_one(world):
    link, client, elsewhere = forgotten(world.alice), Client(), sign_in(world.alice)
    assert client.post(link)["Location"] == PAGE
    page = client.get(PAGE).content.decode()
    assert re.findall(r'name="(present|new|again)"', page) == ["new", "again"]
    client.post(PAGE, {"new": NEW, "again": NEW})
    assert (is_in(client), is_in(elsewhere)) == (True, False)
    assert [is_in(sign_in_with(world.alice, each)) for each in (NEW, PASSWORD)] == [True, False]


def test_reset_link_opens_once(world):
    link = forgotten(world.alice)
    first, second = Client(), Client()
    for client in (first, second):
        client.get(link)
        client.post(link)
    assert (is_in(first), is_in(second)) == (True, False)


def test_reset_link_opens_for_ten_minutes(world):
    link, client = forgotten(world.alice), Client()
    with clock.set_to(in_(minutes=10, seconds=1)):
        client.post(link)
        assert is_in(client) is False


def test_reset_is_no_way_around_the_present_password_later(world):
    link, client = forgotten(world.alice), Client()
    client.post(link)
    with clock.set_to(in_(minutes=11)):
        assert 'name="present"' in client.get(PAGE).content.decode()


def test_reset_does_not_go_around_the_second_factor(world):
    with_factor(world.alice)
    link, client = forgotten(world.alice), Client()
    assert client.post(link)["Location"] == CODE
    assert client.get(PAGE).status_code == 302
    assert client.post(CODE, {"code": phone(world.alice)})["Location"] == PAGE
    assert 'name="present"' not in client.get(PAGE).content.decode()


def test_first_password_long_after_the_link_asks_for_a_fresh_one(world):
    world.bruno.set_unusable_password()
    world.bruno.save()
    client = Client()
    client.post(f"/entrer/{PersonalLink.issue(world.bruno, '/')[1]}/")
    assert client.get(PAGE).status_code == 200
    with clock.set_to(clock.now() + timedelta(minutes=11)):
        page = client.get(PAGE, follow=True)
    assert "Recevoir un lien" in page.content.decode()
