"""« Mes connexions »: how long they live, what is noted of them, how they end."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dla_collectif.accounts.models import PersonalLink
from dla_collectif.entrance.browsers import in_words
from dla_collectif.entrance.models import Session
from dla_collectif.services import clock

from .people import CODE, PASSWORD, in_, is_in, phone, sign_in, with_factor

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile/15E148 Safari/604.1"
)
END = "/mon-compte/connexions/terminer-une/"
FORM = "/connexion/lien/"  # a form that anybody may send: a write of any session


def opens_at(client, **after) -> bool:
    """Whether a browser is still signed in at a later moment."""
    with clock.set_to(in_(**after)):
        return is_in(client)


def write(client, **after):
    """Something is sent with a session, later."""
    with clock.set_to(in_(**after)):
        client.post(FORM, {"lien-email": "x"})


def test_session_of_a_team_ends_after_twelve_hours_without_a_gesture(world):
    client = sign_in(world.alice)
    assert (opens_at(client, hours=11, minutes=59), opens_at(client, hours=12, minutes=1)) == (True, False)


def test_session_on_a_computer_of_others_ends_with_the_browser_and_after_twelve_hours(world):
    link, client, own = PersonalLink.issue(world.denis)[1], Client(), Client()
    client.post(f"/entrer/{link}/", {"partage": "1"})
    own.post(f"/entrer/{link}/")
    assert [each.cookies["sessionid"]["max-age"] == "" for each in (client, own)] == [True, False]
    assert [" data-shared" in each.get("/espace/").text for each in (client, own)] == [True, False]
    assert [opens_at(each, hours=12, minutes=1) for each in (client, own)] == [False, True]


def test_computer_of_others_is_remembered_while_the_second_factor_is_asked(world):
    with_factor(world.alice)
    client = Client()
    client.post("/connexion/", {"mdp-email": world.alice.email, "mdp-password": PASSWORD, "partage": "1"})
    client.post(CODE, {"code": phone(world.alice)})
    assert (" data-shared" in client.get("/bureau/").text, client.cookies["sessionid"]["max-age"]) == (True, "")


def test_session_of_a_team_lives_on_by_what_is_written_and_seven_days_at_most(world):
    client = sign_in(world.alice)
    for hours in range(10, 168, 10):
        write(client, hours=hours)
    assert (opens_at(client, days=6, hours=23), opens_at(client, days=7, minutes=1)) == (True, False)


def test_session_by_link_lives_thirty_days(world):
    client = Client()
    client.post(f"/entrer/{PersonalLink.issue(world.denis, '/espace/')[1]}/")
    write(client, days=20)
    assert (opens_at(client, days=29), opens_at(client, days=30, minutes=1)) == (True, False)


def test_reading_pages_writes_nothing_and_costs_no_statement_more(world):
    client = sign_in(world.alice)
    with clock.set_to(in_(hours=3)), CaptureQueriesContext(connection) as queries:
        client.get("/bureau/")
    kinds = [query["sql"].split()[0] for query in queries]
    assert set(kinds) <= {"SELECT", "WITH"}
    assert sum("entrance_session" in query["sql"] for query in queries) == 1


def test_writing_is_noted_every_quarter_of_an_hour(world):
    client = sign_in(world.alice)
    began = Session.objects.get(user=world.alice).seen_at
    write(client, minutes=5)
    assert Session.objects.get(user=world.alice).seen_at == began
    write(client, minutes=20)
    assert Session.objects.get(user=world.alice).seen_at > began


def test_key_of_a_session_is_stored_nowhere(world):
    client = sign_in(world.alice)
    row = Session.objects.get(user=world.alice)
    assert client.cookies["sessionid"].value not in str(vars(row))
    thief = Client()
    thief.cookies["sessionid"] = row.session_key
    assert is_in(thief) is False


def test_sessions_are_listed_in_words_with_this_one_marked(world):
    here = sign_in(world.alice, HTTP_USER_AGENT=FIREFOX)
    sign_in(world.alice, HTTP_USER_AGENT=IPHONE)
    sign_in(world.bruno)
    page = here.get("/mon-compte/").content.decode()
    assert [
        page.count(each) for each in ("Firefox sur Windows <span", "Safari sur iPhone\n", "cette connexion</span>")
    ] == [1, 1, 1]
    assert page.count("Ouverte ") == 2


def test_one_session_is_ended_at_once(world):
    here, elsewhere = sign_in(world.alice), sign_in(world.alice)
    other = Session.objects.filter(user=world.alice).earliest("pk")
    ids = [row.public_id for row in Session.objects.filter(user=world.alice)]
    for public_id in ids:
        if f'value="{public_id}"' in here.get("/mon-compte/").content.decode():
            here.post(END, {"session": public_id})
    assert (is_in(here), is_in(elsewhere), other.user_id) == (True, False, world.alice.pk)


def test_all_others_are_ended_at_once(world):
    here, others = sign_in(world.alice), [sign_in(world.alice) for _ in range(3)]
    page = here.post("/mon-compte/connexions/terminer/", follow=True).content.decode()
    assert ([is_in(each) for each in others], is_in(here)) == ([False] * 3, True)
    assert "3 connexions sont terminées." in page


def test_session_of_somebody_else_is_not_ours_to_end(world):
    alice, bruno = sign_in(world.alice), sign_in(world.bruno)
    theirs = Session.objects.get(user=world.bruno).public_id
    for value in (theirs, "un\0deux", ""):
        alice.post(END, {"session": value})
    assert is_in(bruno)


def test_closed_account_is_out_at_once(world):
    client = sign_in(world.alice)
    world.alice.is_active = False
    world.alice.save()
    assert is_in(client) is False


def test_sign_out_ends_the_row(world):
    client = sign_in(world.alice)
    client.post("/deconnexion/")
    assert Session.objects.filter(user=world.alice).count() == 0


def test_account_page_of_somebody_without_password_shows_connections_alone(world):
    client = Client()
    client.post(f"/entrer/{PersonalLink.issue(world.denis, '/espace/')[1]}/")
    page = client.get("/mon-compte/").content.decode()
    assert ("Mes connexions" in page, "Second facteur" in page, "Mot de passe" in page) == (True, False, False)


@pytest.mark.parametrize("sessions", [1, 30])
def test_account_page_runs_as_many_statements_with_many_sessions(world, sessions):
    client = sign_in(world.alice)
    for _ in range(sessions - 1):
        sign_in(world.alice)
    client.get("/mon-compte/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/mon-compte/")
    assert len(queries) == 4


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox sur Windows"),
        (IPHONE, "Safari sur iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge sur Linux"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome sur Android"),
        ("<script>", "Navigateur inconnu"),
        ("", "Navigateur inconnu"),
    ],
)
def test_browser_is_said_in_words(agent, words):
    assert in_words(agent) == words
