"""Refusals and failed sign-ins are told in the journal of the house, summed up: reading never writes, nobody floods."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dla_collectif.journal import refusals
from dla_collectif.journal.checking import faults
from dla_collectif.journal.models import Entry

pytestmark = pytest.mark.django_db


def sentences():
    """What the house's journal says, by person."""
    return [(entry.who, entry.sentence) for entry in Entry.objects.filter(scope="maison").order_by("number")]


def test_refused_pages_are_told_once_with_their_number_and_reason(world, sign_in):
    client = sign_in(world.denis)
    for _ in range(3):
        assert client.get("/bureau/").status_code == 403
    assert sentences() == []
    assert refusals.tell() == 1
    reason = "Cette page est réservée aux chargé·es de mission d’un DLA."
    told = f"s’est vu refuser 3 fois une page, par exemple /bureau/\u00a0: {reason}"
    assert sentences() == [("Denis Leroy", told)]
    assert (refusals.tell(), faults()) == (0, [])


def test_programme_of_others_is_told_and_an_address_that_leads_nowhere_is_not(world, sign_in):
    client = sign_in(world.chloe)
    client.get(f"/accompagnements/{world.program.public_id}/")
    client.get("/nulle-part/")
    Client().get("/bureau/")
    refusals.tell()
    assert [who for who, _ in sentences()] == ["Chloé Durand"]
    assert "ne vous est pas ouvert" in sentences()[0][1]


def test_reading_a_refused_page_writes_nothing_in_the_database(world, sign_in):
    client = sign_in(world.denis)
    with CaptureQueriesContext(connection) as queries:
        client.get("/bureau/")
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


def test_failed_sign_ins_are_told_without_what_was_typed(world):
    world.alice.set_password("une phrase bien à elle")
    world.alice.save()
    client = Client()
    for email in (world.alice.email, world.alice.email, "personne@example.org"):
        client.post("/connexion/", {"mdp-email": email, "mdp-password": "secret-essayé"}, REMOTE_ADDR="192.0.2.9")
    refusals.tell()
    assert sentences() == [
        ("Alice Martin", "s’est vu refuser 2 fois l’ouverture d’une session\u00a0: mauvais mot de passe"),
        ("DLA collectif", "a refusé l’ouverture d’une session pour une adresse inconnue"),
    ]
    assert {entry.network for entry in Entry.objects.all()} == {"192.0.2.0/24"}
    assert "personne@example.org" not in str(list(Entry.objects.values()))


def test_sign_in_and_sign_out_are_told(world):
    world.alice.set_password("une phrase bien à elle")
    world.alice.save()
    client = Client()
    client.post("/connexion/", {"mdp-email": world.alice.email, "mdp-password": "une phrase bien à elle"})
    client.post("/deconnexion/")
    link = Client()
    link.post(f"/entrer/{world.denis.issue_link()}/")
    assert sentences() == [
        ("Alice Martin", "a ouvert une session par mot de passe"),
        ("Alice Martin", "a fermé sa session"),
        ("Denis Leroy", "a ouvert son lien personnel"),
        ("Denis Leroy", "a ouvert une session par lien personnel"),
    ]


def test_flood_of_refusals_stays_small(world, settings, monkeypatch):
    monkeypatch.setattr(refusals, "MOST_BYTES", 20_000)
    for number in range(1000):
        refusals.note(refusals.PAGE, world.denis.pk, f"Raison {number % 200}.", "/x/" * 100)
    assert refusals.waiting().stat().st_size < 20_500
    assert refusals.waiting().stat().st_mode & 0o777 == 0o600
    assert refusals.tell() == refusals.MOST_ENTRIES + 1
    assert re.fullmatch(r"a compté \d\d autres refus, trop nombreux pour être écrits un à un", sentences()[-1][1])


def test_refusal_is_still_a_refusal_when_it_cannot_be_noted(world, sign_in, settings, tmp_path):
    settings.VAR_DIR = tmp_path / "absent"
    assert sign_in(world.denis).get("/bureau/").status_code == 403


def test_half_a_line_is_passed_over(world):
    refusals.waiting().write_text('["page", 1\n')
    assert (refusals.tell(), sentences()) == (0, [])
