"""The journals as their readers meet them: a programme's, and the house's."""

import csv
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dla_collectif.accounts.models import Membership
from dla_collectif.journal.actions import record
from dla_collectif.journal.models import Entry
from dla_collectif.services import clock, origin
from tests import cast

pytestmark = pytest.mark.django_db
HOUSE = "/journal/"


def journal(world):
    """The address of the programme's journal."""
    return f"/accompagnements/{world.program.public_id}/journal/"


def at(day, hour=12):
    """A moment of March 2026, in UTC."""
    return clock.set_to(datetime(2026, 3, day, hour, tzinfo=UTC))


@pytest.fixture
def told(world):
    """Four acts, of two people, on three days, in two steps."""
    with at(2):
        record(world.program, "a ouvert l’accompagnement", by=world.alice)
    with at(3, 22), origin.coming_from(origin.Channel.WEB, "192.0.2.0/24"):
        record(cast.step(world.program, "scoping", world.alice), "a clos l’étape « Cadrage »", by=world.alice)
    with at(3, 23):  # already the fourth in Paris
        record(cast.step(world.program, "diagnosis", world.alice), "a envoyé le questionnaire", by=world.bruno)
    with at(5):
        record(world.program, "=cmd|calc", by=None)
    return world


def acts(answer):
    """The sentences shown."""
    return [entry.sentence for entry in answer.context["entries"]]


OPENED, CLOSED, SENT, ODD = (
    "a ouvert l’accompagnement",
    "a clos l’étape « Cadrage »",
    "a envoyé le questionnaire",
    "=cmd|calc",
)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, [ODD, SENT, CLOSED, OPENED]),
        ({"mots": "ETAPE clos"}, [CLOSED]),
        ({"mots": "bruno"}, [SENT]),
        ({"qui": "bruno"}, [SENT]),
        ({"qui": "maison"}, [ODD]),
        ({"etape": "scoping"}, [CLOSED]),
        ({"du": "2026-03-04"}, [ODD, SENT]),
        ({"au": "2026-03-03"}, [CLOSED, OPENED]),
        ({"du": "2026-03-03", "au": "2026-03-03"}, [CLOSED]),
        ({"mots": "rien de tel"}, []),
        ({"mots": "\0", "qui": "x", "etape": "'", "du": "hier", "au": "9999-12-31"}, [ODD, SENT, CLOSED, OPENED]),
        ({"du": "0001-01-01"}, [ODD, SENT, CLOSED, OPENED]),
    ],
)
def test_filters_of_a_programmes_journal(told, sign_in, query, shown):
    if query.get("qui") == "bruno":
        query = {"qui": told.bruno.public_id}
    assert acts(sign_in(told.alice).get(journal(told), query)) == shown


def test_page_says_the_step_and_the_origin_and_the_network_to_those_who_lead(told, sign_in):
    officer = sign_in(told.alice).get(journal(told)).content.decode()
    manager = sign_in(told.farid).get(journal(told)).content.decode()
    assert ("Cadrage · en ligne" in officer, "192.0.2" in officer) == (True, False)
    assert "Cadrage · en ligne, réseau 192.0.2.0/24" in manager


def test_pages_follow_each_other_with_their_filters(world, sign_in):
    for number in range(250):
        record(world.program, f"a fait le geste {number}", by=world.alice if number % 2 else world.bruno)
    client, seen = sign_in(world.alice), []
    address = journal(world) + f"?qui={world.alice.public_id}"
    answer = client.get(address)
    while True:
        seen += acts(answer)
        older = answer.context["older"]
        if not older:
            break
        assert f"avant={older}" in answer.content.decode()
        answer = client.get(address, {"qui": world.alice.public_id, "avant": older})
    assert seen == [f"a fait le geste {number}" for number in range(249, 0, -2)]


def test_export_has_the_filters_of_the_page_and_no_formula(told, sign_in):
    client = sign_in(told.farid)
    answer = client.get(f"{journal(told)}export.csv", {"du": "2026-03-03"})
    rows = list(csv.reader(b"".join(answer).decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [row[4] for row in rows] == ["Acte", CLOSED, SENT, "'=cmd|calc"]
    closed = Entry.objects.get(sentence=CLOSED)
    assert rows[1] == [
        "2", "03/03/2026 23:00:00", "Alice Martin", "Cadrage", CLOSED, "en ligne", "192.0.2.0/24", closed.hash,
    ]  # fmt: skip
    assert answer["Content-Disposition"] == 'attachment; filename="journal-cinema.csv"'
    officer = b"".join(sign_in(told.alice).get(f"{journal(told)}export.csv")).decode()
    assert "192.0.2" not in officer


@pytest.mark.parametrize("path", ["", "export.csv"])
def test_journal_of_a_programme_is_for_its_carriers(world, sign_in, path):
    codes = {
        who: sign_in(getattr(world, who)).get(journal(world) + path).status_code
        for who in ("alice", "bruno", "farid", "chloe", "denis", "gaelle", "hugo", "emma")
    }
    assert codes == {
        "alice": 200, "bruno": 200, "farid": 200, "chloe": 404, "denis": 403, "gaelle": 403, "hugo": 403, "emma": 404,
    }  # fmt: skip


@pytest.mark.parametrize("path", ["", "export.csv"])
def test_journal_of_the_house_is_for_managers(world, sign_in, path):
    codes = {who: sign_in(getattr(world, who)).get(HOUSE + path).status_code for who in ("farid", "alice", "denis")}
    assert codes == {"farid": 200, "alice": 403, "denis": 403}


def test_manager_reads_their_own_team_and_nobody_elses(world, sign_in):
    for who in (world.alice, world.bruno, world.chloe, world.denis):
        record(None, f"a fait un geste, {who.person.first_name}", by=who)
    record(None, "a fait un geste sans personne", by=None)
    client = sign_in(world.farid)
    assert acts(client.get(HOUSE)) == ["a fait un geste, Alice"]
    exported = b"".join(client.get(f"{HOUSE}export.csv")).decode()
    assert ("Alice" in exported, "Bruno" in exported, "Chloé" in exported) == (True, False, False)
    assert "Bruno" not in client.get(HOUSE).content.decode()


def test_manager_still_reads_what_a_former_colleague_did(world, sign_in):
    record(None, "a fait un geste", by=world.alice)
    Membership.objects.filter(user=world.alice).update(suspended=True)
    assert acts(sign_in(world.farid).get(HOUSE)) == ["a fait un geste"]
    Membership.objects.filter(user=world.farid).update(suspended=True)
    assert sign_in(world.farid).get(HOUSE).status_code == 302  # to the sign-in page: nobody any more


def test_link_to_the_houses_journal_is_shown_to_those_who_may_open_it(world, sign_in):
    assert f'href="{HOUSE}"' in sign_in(world.farid).get("/bureau/").content.decode()
    assert f'href="{HOUSE}"' not in sign_in(world.alice).get("/bureau/").content.decode()


def count(client, address):
    """How many statements a page takes."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        if answer.streaming:
            b"".join(answer)
    return len(queries)


@pytest.mark.parametrize("path", ["", "export.csv"])
def test_journals_take_the_same_statements_with_1_and_90_entries(world, sign_in, path):
    client = sign_in(world.farid)
    addresses = [journal(world) + path, HOUSE + path]
    with origin.coming_from(origin.Channel.WEB, "192.0.2.0/24"):
        for scope in (world.program, None):
            record(scope, "a fait un geste", by=world.alice)
        few = [count(client, address) for address in addresses]
        for number in range(89):
            for scope in (world.program, None):
                record(scope, "a fait un geste", by=world.alice if number % 2 else world.farid)
    assert [count(client, address) for address in addresses] == few
    assert max(few) <= 6
