"""The life of a link: closed by its owner, given back, asked for again; its openings, its sessions, its journal."""

import logging
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.test import Client

from dla_collectif.accounts import links
from dla_collectif.accounts.models import LinkRequest, Opening, PersonalLink
from dla_collectif.entrance.models import Session
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.logs import MaskTokens
from tests import cast
from tests.dla_collectif.entrance.people import phone, with_factor

SPACE = "/espace/"


@pytest.fixture
def link(world):
    """Denis's link to a page, and its token."""
    return PersonalLink.issue(world.denis, f"/accompagnements/{world.program.public_id}/", subject="Venez")


def enter(token, **headers):
    """Somebody who opens a link and presses its button."""
    client = Client(headers=headers)
    client.post(f"/entrer/{token}/")
    return client


def ask(address, **more):
    """Somebody who asks for a fresh link; the worker answers."""
    Client().post("/connexion/lien/", {"lien-email": address, **more})
    links.answer_link_requests()


def is_in(client):
    return client.get(SPACE).status_code == 200


def test_token_is_nowhere_in_the_pages_that_follow(link):
    client = Client()
    answer = client.post(f"/entrer/{link[1]}/")
    page = client.get(answer["Location"])
    assert link[1] not in answer["Location"] + page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"


def test_link_given_back_long_after_it_opened_a_session_is_answered(link):
    client = enter(link[1])
    with clock.set_to(clock.now() + timedelta(minutes=20)):  # when the session would be noted as seen
        answer = client.post(f"/entrer/{link[1]}/rendre/", follow=True)
        assert (answer.status_code, "Ce lien ne s’ouvre plus" in answer.text, is_in(client)) == (200, True, False)


def test_link_of_a_team_opens_no_desk_once_its_member_has_a_password(world):
    path = f"/accompagnements/{world.program.public_id}/"
    client = Client()
    answer = client.post(f"/entrer/{PersonalLink.issue(world.alice, path)[1]}/", follow=True)
    assert (answer.request["PATH_INFO"], "par son mot de passe" in answer.text) == ("/connexion/", True)
    assert client.get("/bureau/").status_code == 302
    typed = {"mdp-email": world.alice.email, "mdp-password": cast.PASSWORD}
    assert client.post(answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"], typed)["Location"] == path


def test_link_of_a_team_opens_as_long_as_its_member_has_no_password(world):
    world.alice.set_unusable_password()
    world.alice.save()
    opened = Client().post(f"/entrer/{PersonalLink.issue(world.alice, '/bureau/')[1]}/")
    assert opened["Location"].startswith("/mon-compte/mot-de-passe/")


def test_opening_is_noted_with_where_it_came_from(world, link):
    enter(link[1], user_agent="Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
    opening = Opening.objects.get()
    assert (opening.network, opening.browser) == ("127.0.0.0/24", "Firefox sur Windows")


def test_link_opened_twenty_times_is_told_once_and_each_session_too(world, link):
    for _ in range(20):
        enter(link[1])
    told = Entry.objects.filter(by=world.denis).values_list("sentence", flat=True)
    assert Opening.objects.count() == 20
    assert sorted(set(told)) == ["a ouvert son lien personnel", "a ouvert une session par lien personnel"]
    assert list(told).count("a ouvert son lien personnel") == 1


def test_owner_closes_a_link_and_the_sessions_it_opened_but_not_their_own(world, link):
    stranger, denis = enter(link[1]), enter(link[1])
    assert (is_in(stranger), is_in(denis)) == (True, True)
    denis.post("/mes-liens/", {"lien": link[0].pk})
    assert (is_in(stranger), is_in(denis), is_in(enter(link[1]))) == (False, True, False)
    assert PersonalLink.objects.get().ending == "owner"
    assert Entry.objects.latest("pk").sentence == "a fermé un lien personnel"


def test_owner_closes_all_links_at_once(world, link, sign_in):
    other = PersonalLink.issue(world.denis)[1]
    sign_in(world.denis).post("/mes-liens/", {"lien": "tous"})
    assert [is_in(enter(token)) for token in (link[1], other)] == [False, False]


def test_nobody_closes_somebody_elses_link(world, link, sign_in):
    dora = sign_in(world.dora)
    assert "Venez" not in dora.get("/mes-liens/").content.decode()
    dora.post("/mes-liens/", {"lien": link[0].pk})
    assert is_in(enter(link[1]))


@pytest.mark.parametrize("number", ["", "x", "9" * 30, "-1", "²"])
def test_odd_number_of_a_link_is_not_found(world, sign_in, number):
    assert sign_in(world.denis).post("/mes-liens/", {"lien": number}).status_code == 404


def test_own_links_cost_the_same_with_one_and_with_thirty(world, link, sign_in, django_assert_num_queries):
    denis = sign_in(world.denis)
    with django_assert_num_queries(3):
        denis.get("/mes-liens/")
    for _ in range(30):
        PersonalLink.issue(world.denis)
    with django_assert_num_queries(3):
        denis.get("/mes-liens/")


def test_link_received_by_somebody_else_is_given_back(link):
    stranger = enter(link[1])
    page = Client().get(f"/entrer/{link[1]}/")
    assert f"/entrer/{link[1]}/rendre/" in page.content.decode()
    assert Client().get(f"/entrer/{link[1]}/rendre/").status_code == 200
    assert PersonalLink.objects.get().revoked_at is None  # the page alone closes nothing
    Client().post(f"/entrer/{link[1]}/rendre/")
    assert (PersonalLink.objects.get().ending, is_in(stranger)) == ("returned", False)


def test_giving_back_answers_the_same_for_what_never_was(link):
    known, unknown = (Client().post(f"/entrer/{token}/rendre/") for token in (link[1], "n" * 32))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_fresh_link_asked_from_an_expired_one_leads_to_the_same_page(world, link):
    with clock.set_to(clock.now() + PersonalLink.LIFE):
        page = Client().get(f"/entrer/{link[1]}/").content.decode()
        assert f'name="ancien" value="{link[1]}"' in page
        assert world.denis.email not in page
        assert str(world.denis) not in page
        ask(world.denis.email, ancien=link[1])
    assert Message.objects.get().link == link[0].path


def test_request_stores_no_token(world, link):
    Client().post("/connexion/lien/", {"lien-email": world.denis.email, "ancien": link[1]})
    assert LinkRequest.objects.get().old == link[0].digest


def test_bad_address_keeps_where_the_request_came_from(link):
    page = Client().post("/connexion/lien/", {"lien-email": "denis", "ancien": link[1], "suite": "/espace/"})
    kept = [f'name="ancien" value="{link[1]}"', 'name="suite" value="/espace/"']
    assert [each for each in kept if each not in page.content.decode()] == []


def test_fresh_link_for_somebody_else_does_not_follow_the_old_one(world, link):
    ask(world.dora.email, ancien=link[1])
    assert (Message.objects.get().to, Message.objects.get().link) == (world.dora, "/")


def test_link_asked_from_the_sign_in_page_leads_to_what_was_asked(world):
    page = Client().get("/connexion/?next=/annuaire/").content.decode()
    assert 'name="suite" value="/annuaire/"' in page
    ask(world.denis.email, suite="/espace/")
    assert Message.objects.get().link == "/espace/"


def test_link_asked_for_leads_to_no_other_site(world):
    ask(world.denis.email, suite="https://example.com/")
    assert Message.objects.get().link == "/"


@pytest.mark.parametrize("more", [{}, {"ancien": "x" * 32}, {"suite": "/espace/"}])
def test_request_tells_nothing_of_who_is_known(world, link, more):
    more = {**more, "ancien": link[1]} if "ancien" in more else more
    answers = [
        Client().post("/connexion/lien/", {"lien-email": address, **more})
        for address in (world.denis.email, world.dora.email, "personne@example.org")
    ]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1


def test_link_that_replaces_a_password_is_asked_for_again_as_such(world):
    token = PersonalLink.issue(world.alice, PersonalLink.RESET)[1]
    with clock.set_to(clock.now() + timedelta(hours=1)):
        ask(world.alice.email, ancien=token)
    assert (Message.objects.get().link, "mot de passe" in Message.objects.get().subject) == (PersonalLink.RESET, True)


def test_session_that_a_second_factor_will_confirm_is_no_link_s(world):
    with_factor(world.alice)
    alice = enter(PersonalLink.issue(world.alice)[1])
    assert Opening.objects.get().session == ""
    alice.post("/connexion/code/", {"code": phone(world.alice)})
    links.close_links(PersonalLink.objects.all(), links.Ending.BY_OWNER, by=world.alice)
    assert is_in(alice)


def test_session_that_a_closed_link_opened_is_gone_from_the_server(world, link):
    enter(link[1])
    links.close_links(PersonalLink.objects.all(), links.Ending.BY_DLA, by=world.alice)
    assert Session.objects.count() == 0
    assert Entry.objects.latest("pk").sentence == f"a fermé un lien personnel de {world.denis}"


def test_token_is_masked_in_what_the_server_logs(link):
    told = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", (f"/entrer/{link[1]}/",), None)
    MaskTokens().filter(told)
    assert told.getMessage() == "Not Found: /entrer/…/"


def test_console_of_the_server_masks_tokens():
    assert configured.LOGGING["handlers"]["console"]["filters"] == ["tokens"]
