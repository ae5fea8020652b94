"""Who reads what has a level, in words; who may read a document, and who may change that."""

import pytest
from django.apps import apps
from django.urls import reverse

from dla_collectif.journal.models import Entry
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.journey.document_readers import open_document
from programs.journey.models import Document
from programs.journey.readers import levelled, who_reads
from tests import cast

pytestmark = pytest.mark.django_db


def document(world, **fields):
    """A document of the programme."""
    fields = {"kind": "upload", "visibility": 0, "title": "Statuts", "number": 1, "file": "statuts.pdf", **fields}
    return Document.objects.create(program=world.program, sha256="0" * 64, by=world.alice, **fields)


def url(world, row):
    return reverse("journey:document_readers", args=[world.program.public_id, row.public_id])


def test_every_content_with_a_level_is_declared(world):
    carrying = {
        model._meta.label
        for model in apps.get_models()
        if any(column.name == "visibility" for column in model._meta.concrete_fields)
    }
    declared = {kind.rows(world.program).model._meta.label for kind in levelled()}
    assert declared == carrying


@pytest.mark.parametrize("level", Visibility)
def test_readers_are_told_in_words_level_by_level(world, level):
    told = dict(who_reads(world.program, level))
    assert ("Le groupe" in told) == (level >= Visibility.GROUP)
    assert ("Les institutions" in told, "Lecture régionale" in told) == (level >= Visibility.INSTITUTIONS,) * 2
    assert ("Les prestataires consultés" in told) == (level == Visibility.PUBLIC)
    assert "DLA de Lille" in told["DLA"]


def test_minutes_are_read_by_those_expected_alone(world):
    drac = world.program.participations.get(organisation=world.drac)
    told = dict(who_reads(world.program, Visibility.PUBLIC, among=[drac]))
    assert set(told) == {"DLA", "Les institutions"}


def test_officer_reads_in_words_who_reads_what_was_said_and_the_group_does_not(world, sign_in):
    row = Contribution.objects.create(
        program=world.program, phase="scoping", kind="need", text="Un mot", visibility=2, organisation=world.cine
    )
    pages = [sign_in(user).get(row.get_absolute_url()).content.decode() for user in (world.alice, world.denis)]
    assert ["Qui lira ceci" in page for page in pages] == [True, False]
    assert "Les institutions</dt><dd>DRAC" in pages[0]


def test_document_opened_to_the_institutions_is_found_by_them_and_journaled(world, sign_in):
    row = document(world)
    hugo = sign_in(world.hugo)
    assert hugo.get(row.get_absolute_url()).status_code == 404
    assert sign_in(world.alice).post(url(world, row), {"visibility": 2}).status_code == 302
    page = hugo.get(reverse("journey:documents", args=[world.program.public_id])).content.decode()
    assert row.title in page and "qui lira ceci" not in page
    assert Entry.objects.of(world.program.public_id)[0].sentence.endswith("le groupe et les institutions")


def test_frozen_report_goes_no_further_than_the_group(world, sign_in):
    row = document(world, kind="report", html="<p>Ce que le groupe peut lire</p>", filename="a.pdf")
    client = sign_in(world.alice)
    assert client.post(url(world, row), {"visibility": 2}).status_code == 200
    with pytest.raises(Refusal):
        open_document(cast.journey(world.program, world.alice), row, Visibility.PUBLIC, by=world.alice)
    row.refresh_from_db()
    assert row.visibility == Visibility.OFFICERS
    assert client.post(url(world, row), {"visibility": 1}).status_code == 302


def test_edition_in_the_hands_of_providers_is_not_taken_back(world, sign_in):
    row = document(world, kind="report", html="<p>Cahier</p>", filename="a.pdf", visibility=3)
    client = sign_in(world.alice)
    assert "elle leur reste ouverte" in client.get(url(world, row)).content.decode()
    client.post(url(world, row), {"visibility": 0})
    with pytest.raises(Refusal):
        open_document(cast.journey(world.program, world.alice), row, Visibility.OFFICERS, by=world.alice)
    row.refresh_from_db()
    assert row.visibility == Visibility.PUBLIC


@pytest.mark.parametrize("who, code", [("denis", 403), ("hugo", 403), ("chloe", 404)])
def test_readers_of_a_document_are_the_carriers_word(world, sign_in, who, code):
    row = document(world, visibility=2)
    client = sign_in(getattr(world, who))
    assert [client.get(url(world, row)).status_code, client.post(url(world, row), {"visibility": 3}).status_code] == [
        code
    ] * 2
