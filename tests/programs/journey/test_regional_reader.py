"""A regional reader reads the programmes of the DLA that gave them the role, as institutions do, and writes nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dla_collectif.accounts.models import Membership
from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.journey.models import Document, Program
from tests import cast


@pytest.fixture
def nadia(world, sign_in):
    """The reader's browser."""
    return sign_in(world.nadia)


def document(world, number, visibility):
    """A document of the programme at a level."""
    return Document.objects.create(
        program=world.program,
        kind="report",
        title=f"Document {visibility.name}",
        number=number,
        html="<p>Texte</p>",
        filename="a.pdf",
        sha256="0" * 64,
        visibility=visibility,
        by=world.alice,
    )


def test_reader_begins_with_the_programmes_of_the_dla_that_opened_them(world, nadia):
    assert nadia.get("/")["Location"] == "/lecture-regionale/"
    text = nadia.get("/lecture-regionale/").content.decode()
    assert (world.program.title in text, world.foreign.title in text) == (True, False)


def test_reader_sees_where_a_programme_stands_and_the_documents_of_institutions(world, nadia):
    rows = [document(world, number, level) for number, level in enumerate(Visibility, 1)]
    text = nadia.get(world.program.get_absolute_url()).content.decode()
    read = [row.visibility for row in rows if row.title in text]
    answers = [nadia.get(row.get_absolute_url()) for row in rows]
    opened = [row.visibility for row, answer in zip(rows, answers, strict=True) if answer.status_code == 200]
    for answer in answers:
        answer.close()
    assert read == opened == [Visibility.INSTITUTIONS, Visibility.PUBLIC]
    assert ("Lecture régionale" in text, "Mes gestes" in text, "Journal" in text) == (True, False, False)


def test_reader_reads_what_was_said_to_institutions_alone(world, nadia):
    for level in Visibility:
        Contribution.objects.create(
            program=world.program, phase="consultation", kind="advice", text=f"Parole {level.name}", visibility=level
        )
    page = reverse("contributions:list", args=[world.program.public_id, "concertation-des-partenaires"])
    text = nadia.get(page).content.decode()
    assert [level for level in Visibility if f"Parole {level.name}" in text] == [
        Visibility.INSTITUTIONS,
        Visibility.PUBLIC,
    ]


@pytest.mark.parametrize(
    "path", ["cadrage/", "cadrage/note/ecrire/", "cadrage/porteurs/", "journal/", "arret/", "intitule/"]
)
def test_reader_opens_no_page_of_those_who_carry(world, nadia, path):
    assert nadia.get(f"{world.program.get_absolute_url()}{path}").status_code == 403


@pytest.mark.parametrize("path", ["/bureau/", "/annuaire/", "/messages/", "/notre-dla/", "/accompagnements/nouveau/"])
def test_reader_opens_no_page_of_the_team(nadia, path):
    assert nadia.get(path).status_code == 403


def test_reader_answers_for_nobody(world, nadia):
    page = reverse("selection:our_proposal", args=[world.program.public_id])
    assert nadia.get(page).status_code == 403


def test_programme_of_another_dla_does_not_exist_for_the_reader(world, nadia):
    assert nadia.get(world.foreign.get_absolute_url()).status_code == 404


def test_reader_who_is_suspended_reads_nothing(world, nadia):
    Membership.objects.filter(user=world.nadia).update(suspended=True)
    assert nadia.get(world.program.get_absolute_url()).status_code == 302


def test_reader_who_takes_part_reads_at_their_own_level_if_it_is_deeper(world):
    cast.seat(world.program, world.cirque)
    Membership.objects.create(user=world.emma, dla=world.lille, role="regional")
    seen = Program.objects.visible_to(world.emma).get(pk=world.program.pk)
    assert (seen.reading_level, seen.has_seat_for(world.emma)) == (Visibility.GROUP, True)


def test_officer_who_reads_another_dla_writes_in_their_own_alone(world, sign_in):
    Membership.objects.create(user=world.chloe, dla=world.lille, role="regional")
    chloe = sign_in(world.chloe)
    desk = chloe.get("/bureau/").content.decode()
    assert (world.foreign.title in desk, world.program.title in desk) == (True, False)
    codes = [chloe.get(f"{row.get_absolute_url()}cadrage/").status_code for row in (world.foreign, world.program)]
    assert codes == [200, 403]


def test_page_for_associations_is_not_for_the_reader_role_alone(world, sign_in):
    assert sign_in(world.denis).get("/lecture-regionale/").status_code == 403


def test_region_same_statements_with_1_and_30(world, nadia):
    counts = []
    for number in (1, 29):
        for place in range(number):
            cast.program(f"Prog {number} {place}", world.lille, world.roubaix)
        with CaptureQueriesContext(connection) as queries:
            nadia.get("/lecture-regionale/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6
