"""A DLA asks another one to carry; it accepts or declines; a DLA leaves. Nothing shows before the yes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dla_collectif.accounts.models import Membership
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services.refusals import Refusal
from programs.journey import carriers as actions
from programs.journey.models import Carrier, CarrierRequest
from tests import cast


def names(world):
    return cast.journey(world.program, world.alice).program.carrier_names


def page(name, world, *args):
    return reverse(f"journey:{name}", args=[world.program.public_id, *args])


@pytest.fixture
def asked(world):
    """Alice asked the DLA of Arras."""
    return actions.ask_carrier(world.program, world.arras, by=world.alice)


def acts(world):
    return list(Entry.objects.filter(scope=world.program.journal_scope).values_list("sentence", flat=True))


def test_another_dla_is_asked_from_the_page_of_carriers(world, sign_in):
    alice = sign_in(world.alice)
    refused = alice.post(page("ask_carrier", world), {"dla": world.roubaix.pk})
    assert (refused.status_code, "dla" in refused.context["form"].errors) == (200, True)
    assert alice.post(page("ask_carrier", world), {"dla": world.arras.pk}).status_code == 302
    listed = alice.get(reverse("scoping:carriers", args=[world.program.public_id])).content.decode()
    assert ("DLA d’Arras" in listed, "en attente de réponse" in listed) == (True, True)
    assert names(world) == ["DLA de Lille", "DLA de Roubaix"]


def test_those_who_are_asked_are_written_to_and_see_it_on_their_desk(world, asked, sign_in):
    mail = Message.objects.get()
    assert (mail.address, mail.link, mail.reply_to) == (world.chloe.email, asked.get_absolute_url(), world.alice.email)
    desk = sign_in(world.chloe).get("/bureau/").content.decode()
    assert ("On vous demande de porter" in desk, asked.get_absolute_url() in desk) == (True, True)
    assert "On vous demande de porter" not in sign_in(world.bruno).get("/bureau/").content.decode()


def test_managers_are_written_to_where_there_are_some(world):
    boss = cast.officer("Inès", "Ferry", world.arras, Membership.Role.MANAGER)
    gone = cast.officer("Yves", "Clos", world.arras, Membership.Role.MANAGER)
    Membership.objects.filter(user=gone).update(suspended=True)
    actions.ask_carrier(world.program, world.arras, by=world.alice)
    assert list(Message.objects.values_list("address", flat=True)) == [boss.email]


def test_until_the_yes_the_request_alone_is_read(world, asked, sign_in):
    cast.at_phase(world.program, "consultation")
    chloe = sign_in(world.chloe)
    text = chloe.get(asked.get_absolute_url()).content.decode()
    told = ("Cinéma et audiovisuel", "DLA de Lille", "Alice Martin")
    assert [each in text for each in told] == [True] * 3
    assert ("DLA de Roubaix" in text, "Métropole" in text, "Ciné-Club" in text) == (False, False, False)
    room = ["", "cadrage/", "documents/", "journal/", "cadrage/porteurs/"]
    base = world.program.get_absolute_url()
    assert {chloe.get(f"{base}{path}").status_code for path in room} == {404}


def test_yes_opens_everything_to_the_team_and_is_told(world, asked, sign_in):
    chloe = sign_in(world.chloe)
    answer = chloe.post(reverse("journey:accept_carrier_request", args=[asked.public_id]))
    assert answer["Location"] == world.program.get_absolute_url()
    assert chloe.get(f"{world.program.get_absolute_url()}cadrage/").status_code == 200
    assert names(world) == ["DLA de Lille", "DLA de Roubaix", "DLA d’Arras"]
    told = Message.objects.get(to=world.alice)
    assert told.subject.startswith("DLA d’Arras porte avec vous")
    assert acts(world) == [
        "a demandé à DLA d’Arras de porter l’accompagnement",
        "a accepté, pour DLA d’Arras, de porter l’accompagnement",
    ]


def test_no_needs_a_reason_and_opens_nothing(world, asked, sign_in):
    chloe = sign_in(world.chloe)
    assert chloe.post(asked.get_absolute_url(), {"reason": ""}).status_code == 200
    assert chloe.post(asked.get_absolute_url(), {"reason": "Pas cette année"}).status_code == 302
    assert chloe.get(world.program.get_absolute_url()).status_code == 404
    assert "Pas cette année" in Message.objects.get(to=world.alice).body
    listed = sign_in(world.alice).get(reverse("scoping:carriers", args=[world.program.public_id])).content.decode()
    assert ("déclinée" in listed, "Pas cette année" in listed) == (True, True)


@pytest.mark.parametrize("who", ["alice", "bruno", "denis", "nadia"])
def test_request_is_answered_by_those_who_are_asked_alone(world, asked, sign_in, who):
    browser = sign_in(getattr(world, who))
    accept = reverse("journey:accept_carrier_request", args=[asked.public_id])
    assert browser.get(asked.get_absolute_url()).status_code == 404
    assert browser.post(accept).status_code == 404
    assert browser.post(asked.get_absolute_url(), {"reason": "x"}).status_code == 404
    assert Carrier.objects.filter(program=world.program).count() == 2


def test_regional_reader_of_the_dla_that_is_asked_does_not_answer(world, asked, sign_in):
    reader = cast.regional_reader("Léo", "Gand", world.arras)
    assert sign_in(reader).get(asked.get_absolute_url()).status_code == 404


def test_opening_the_address_of_the_yes_accepts_nothing(world, asked, sign_in):
    answer = sign_in(world.chloe).get(reverse("journey:accept_carrier_request", args=[asked.public_id]))
    assert (answer.status_code, Carrier.objects.filter(program=world.program).count()) == (405, 2)


def test_request_is_answered_once(world, asked):
    actions.accept_request(asked, by=world.chloe)
    for late in (
        lambda: actions.accept_request(asked, by=world.chloe),
        lambda: actions.decline_request(asked, "Trop tard", by=world.chloe),
        lambda: actions.withdraw_request(world.program, asked, by=world.alice),
    ):
        with pytest.raises(Refusal, match="déjà reçu sa réponse"):
            late()


def test_request_taken_back_cannot_be_accepted(world, asked, sign_in):
    sign_in(world.alice).post(page("withdraw_carrier_request", world, asked.public_id))
    chloe = sign_in(world.chloe)
    assert "On vous demande" not in chloe.get("/bureau/").content.decode()
    chloe.post(reverse("journey:accept_carrier_request", args=[asked.public_id]))
    assert Carrier.objects.filter(program=world.program).count() == 2
    assert "retirée" in chloe.get(asked.get_absolute_url()).content.decode()


def test_dla_is_asked_once_at_a_time_and_again_after_a_no(world, asked):
    with pytest.raises(Refusal, match="pas encore répondu"):
        actions.ask_carrier(world.program, world.arras, by=world.bruno)
    actions.decline_request(asked, "Pas cette année", by=world.chloe)
    again = actions.ask_carrier(world.program, world.arras, by=world.bruno)
    assert (again.asking, CarrierRequest.objects.count()) == (world.roubaix, 2)


def test_dla_where_nobody_works_is_not_asked(world):
    with pytest.raises(Refusal, match="Personne ne travaille encore"):
        actions.ask_carrier(world.program, cast.dla("DLA vide"), by=world.alice)


def test_programme_that_ended_is_carried_by_nobody_new(world, asked):
    type(world.program).objects.filter(pk=world.program.pk).update(state="stopped")
    with pytest.raises(Refusal, match="terminé ou arrêté"):
        actions.accept_request(asked, by=world.chloe)


def test_dla_leaves_by_its_own_team_with_a_reason(world, sign_in):
    bruno, leave = sign_in(world.bruno), page("remove_carrier", world, world.roubaix.organisation.public_id)
    assert bruno.post(leave, {"reason": ""}).status_code == 200
    answer = bruno.post(leave, {"reason": "Fin de la mission commune"})
    assert (answer["Location"], bruno.get(world.program.get_absolute_url()).status_code) == ("/", 404)
    assert acts(world) == ["a noté que DLA de Roubaix ne porte plus l’accompagnement\u00a0: Fin de la mission commune"]


def test_equal_is_not_put_out_by_its_equals(world, sign_in):
    leave = page("remove_carrier", world, world.roubaix.organisation.public_id)
    answer = sign_in(world.alice).post(leave, {"reason": "Nous seuls"})
    assert "Les porteurs sont à égalité" in answer.content.decode()
    carriers = sign_in(world.alice).get(reverse("scoping:carriers", args=[world.program.public_id])).content.decode()
    assert (leave in carriers, page("remove_carrier", world, world.lille.organisation.public_id) in carriers) == (
        False,
        True,
    )
    assert names(world) == ["DLA de Lille", "DLA de Roubaix"]


def test_dla_where_nobody_works_any_more_is_taken_off_by_its_equals(world):
    Membership.objects.filter(dla=world.roubaix).update(suspended=True)
    carrier = Carrier.objects.get(program=world.program, dla=world.roubaix)
    actions.remove_carrier(world.program, carrier, "Le DLA a fermé", by=world.alice)
    assert names(world) == ["DLA de Lille"]


def test_programme_always_has_a_carrier(world):
    for user, team in ((world.bruno, world.roubaix), (world.alice, world.lille)):
        carrier = Carrier.objects.get(program=world.program, dla=team)
        if team == world.lille:
            with pytest.raises(Refusal, match="toujours un DLA porteur"):
                actions.remove_carrier(world.program, carrier, "x", by=user)
        else:
            actions.remove_carrier(world.program, carrier, "x", by=user)
    assert names(world) == ["DLA de Lille"]


def test_carrier_of_another_programme_is_not_found(world, sign_in):
    leave = page("remove_carrier", world, world.arras.organisation.public_id)
    assert sign_in(world.alice).post(leave, {"reason": "x"}).status_code == 404


def test_carriers_same_statements_with_few_and_many(world, sign_in):
    alice, counts = sign_in(world.alice), []
    listed = reverse("scoping:carriers", args=[world.program.public_id])
    for number in (1, 12):
        for place in range(number):
            team = cast.dla(f"DLA {number} {place}")
            cast.officer(f"P{number}", f"Q{place}", team)
            if place % 2:
                Carrier.objects.create(program=world.program, dla=team)
            else:
                actions.ask_carrier(world.program, team, by=world.alice)
        with CaptureQueriesContext(connection) as queries:
            alice.get(listed)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_desk_same_statements_with_few_and_many_requests(world, sign_in):
    chloe, counts = sign_in(world.chloe), []
    for number in (1, 12):
        for place in range(number):
            row = cast.program(f"Prog {number} {place}", world.lille)
            actions.ask_carrier(row, world.arras, by=world.alice)
        with CaptureQueriesContext(connection) as queries:
            chloe.get("/bureau/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
