"""An officer looks at the pages of somebody else: what is shown, what stays shut, what is told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_script_prefix, reverse

from dla_collectif.accounts.models import Membership
from dla_collectif.journal.models import Entry
from dla_collectif.privacy import export
from dla_collectif.services import clock
from programs.journey.models import Carrier, Document, Participation
from programs.viewing import background
from programs.viewing.door import only_reads
from programs.viewing.models import Viewing
from tests import cast

pytestmark = pytest.mark.django_db


def seat_of(world, user):
    """The seat that somebody sits in."""
    return Participation.objects.held_by(user).get(program=world.program)


def begin(client, world, user):
    """Begin to look as somebody, by the page's button; returns the prefix."""
    sent = {"seat": seat_of(world, user).public_id, "person": user.public_id}
    answer = client.post(reverse("viewing:begin", args=[world.program.public_id]), sent)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].removesuffix("espace/").rstrip("/")


def page_of(world):
    return reverse("journey:program", args=[world.program.public_id])


def sentences(world):
    return list(Entry.objects.of(world.program.public_id).values_list("sentence", flat=True))


def test_officer_sees_the_page_as_the_person_with_a_banner_and_links_that_keep_the_prefix(world, sign_in):
    client = sign_in(world.alice)
    prefix = begin(client, world, world.denis)
    page = client.get(f"{prefix}{page_of(world)}").content.decode()
    assert "Vous voyez cette page comme <strong>Denis" in page
    assert f'href="{prefix}/espace/"' in page
    assert "Journal" not in page and "Modifier l’intitulé" not in page
    assert f'href="{prefix}/static' not in page
    assert "Se déconnecter" not in page


def test_other_tabs_stay_the_officers(world, sign_in):
    client = sign_in(world.alice)
    prefix = begin(client, world, world.denis)
    client.get(f"{prefix}/espace/")
    page = client.get(page_of(world)).content.decode()
    assert "Vous voyez cette page comme" not in page
    assert "Modifier l’intitulé" in page
    assert get_script_prefix() == "/"
    assert client.get("/bureau/").status_code == 200


def test_answer_sets_no_cookie_and_leaves_the_officers_message_to_their_own_page(world, sign_in):
    client = sign_in(world.alice)
    prefix = begin(client, world, world.denis)
    end = reverse("viewing:end", args=[world.program.public_id, prefix.rpartition("/")[2]])
    client.post(end)
    answer = client.get(f"{begin(client, world, world.denis)}/espace/")
    assert "sessionid" not in answer.cookies and "messages" not in answer.cookies
    assert "revenu·e à votre vue" in client.get(page_of(world)).content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_but_reading_is_answered(world, sign_in, method):
    client = sign_in(world.alice)
    prefix = begin(client, world, world.denis)
    answer = getattr(client, method)(f"{prefix}{page_of(world)}")
    assert answer.status_code == 403
    assert "rien n’est enregistré" in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/mon-compte/",
        "/mes-donnees/",
        "/mes-donnees.json",
        "/deconnexion/",
        "/espace/rappels/",
        "/bureau/",
        "/annuaire/",
        "/courriels/",
        "/connexion/",
        "/entrer/x/",
    ],
)
def test_what_is_the_persons_own_stays_shut(world, sign_in, path):
    client = sign_in(world.alice)
    answer = client.get(f"{begin(client, world, world.denis)}{path}")
    assert answer.status_code in {403, 404}
    assert "Mes données" not in answer.content.decode() or answer.status_code == 404


def test_other_programmes_of_the_person_stay_shut_and_unnamed(world, sign_in):
    cast.seat(world.foreign, world.cine)
    shared = cast.program("Autre accompagnement porté aussi", world.lille)
    cast.seat(shared, world.cine)
    client = sign_in(world.alice)
    prefix = begin(client, world, world.denis)
    space = client.get(f"{prefix}/espace/").content.decode()
    assert world.program.title in space
    assert world.foreign.title not in space and shared.title not in space
    for other in (world.foreign, shared):
        assert client.get(f"{prefix}/accompagnements/{other.public_id}/").status_code == 403
    document = Document.objects.create(
        program=shared, kind="upload", title="D", number=1, sha256="0" * 64, visibility=3, by=world.alice
    )
    assert client.get(f"{prefix}/documents/{document.public_id}/").status_code == 404


def test_each_beginning_and_end_is_in_the_journal_and_in_the_persons_data(world, sign_in):
    client = sign_in(world.alice)
    prefix = begin(client, world, world.denis)
    client.post(reverse("viewing:end", args=[world.program.public_id, prefix.rpartition("/")[2]]))
    ended, began = sentences(world)[:2]
    assert began.startswith("a commencé à regarder l’espace de Denis")
    assert ended.startswith("a cessé de regarder l’espace de Denis")
    lines = [each.lines for each in export.sections(world.denis) if each.holding.model is Viewing]
    assert [(line["par"], line["accompagnement"]) for line in lines[0]] == [("Martin", world.program.title)]


def test_ended_viewing_shows_nothing_more(world, sign_in):
    client = sign_in(world.alice)
    prefix = begin(client, world, world.denis)
    client.post(reverse("viewing:end", args=[world.program.public_id, prefix.rpartition("/")[2]]))
    answer = client.get(f"{prefix}/espace/")
    assert answer.status_code == 403
    assert "Cette vue est terminée" in answer.content.decode()


def test_viewing_ends_after_half_an_hour_and_the_worker_notes_it_once(world, sign_in):
    client = sign_in(world.alice)
    prefix = begin(client, world, world.denis)
    Viewing.objects.update(until=clock.now() - timedelta(seconds=1))
    assert "Elle dure une demi-heure" in client.get(f"{prefix}/espace/").content.decode()
    background.work()
    background.work()
    assert sum(each.startswith("a cessé de regarder") for each in sentences(world)) == 1


def test_viewing_stops_when_the_officer_loses_the_role(world, sign_in):
    client = sign_in(world.alice)
    prefix = begin(client, world, world.denis)
    Membership.objects.filter(user=world.alice).update(role=Membership.Role.REGIONAL)
    assert client.get(f"{prefix}{page_of(world)}").status_code == 404
    Membership.objects.filter(user=world.alice).update(role=Membership.Role.OFFICER)
    Carrier.objects.filter(dla=world.lille).delete()
    assert client.get(f"{prefix}{page_of(world)}").status_code == 404


def test_suspended_officer_looks_no_more(world, sign_in):
    client = sign_in(world.alice)
    prefix = begin(client, world, world.denis)
    Membership.objects.filter(user=world.alice).update(suspended=True)
    assert client.get(f"{prefix}{page_of(world)}").status_code in {302, 404}


def test_viewing_stops_when_the_person_joins_a_team_or_leaves(world, sign_in):
    client = sign_in(world.alice)
    prefix = begin(client, world, world.denis)
    role = Membership.objects.create(user=world.denis, dla=world.roubaix)
    assert client.get(f"{prefix}{page_of(world)}").status_code == 403
    role.delete()
    Participation.objects.filter(pk=seat_of(world, world.denis).pk).update(status="withdrawn", reason="parti")
    assert client.get(f"{prefix}{page_of(world)}").status_code == 403


def test_address_of_a_viewing_opens_nothing_to_anybody_else(world, sign_in):
    prefix = begin(sign_in(world.alice), world, world.denis)
    codes = {sign_in(user).get(f"{prefix}/espace/").status_code for user in (world.bruno, world.chloe, world.denis)}
    assert codes == {404}
    answer = Client().get(f"{prefix}/espace/")
    assert (answer.status_code, answer["Location"]) == (302, f"/connexion/?next={prefix}/espace/")


def test_nobody_looks_as_one_of_a_team_nor_as_a_stranger(world, sign_in):
    client = sign_in(world.alice)
    seat = seat_of(world, world.denis)
    for user in (world.bruno, world.farid, world.emma):
        client.post(
            reverse("viewing:begin", args=[world.program.public_id]),
            {"seat": seat.public_id, "person": user.public_id},
        )
    assert not Viewing.objects.exists()


@pytest.mark.parametrize("who", ["chloe", "denis", "hugo"])
def test_only_carriers_look(world, sign_in, who):
    client = sign_in(getattr(world, who))
    url = reverse("viewing:begin", args=[world.program.public_id])
    assert client.post(url, {"level": "public"}).status_code in {403, 404}
    assert client.get(reverse("viewing:choose", args=[world.program.public_id])).status_code in {403, 404}
    assert not Viewing.objects.exists()


def test_regional_reader_does_not_look(world, sign_in):
    reader = cast.regional_reader("Rita", "Région", world.lille)
    answer = sign_in(reader).post(reverse("viewing:begin", args=[world.program.public_id]), {"level": "public"})
    assert answer.status_code == 403


def test_statement_that_writes_is_refused_at_the_database():
    with connection.execute_wrapper(only_reads), pytest.raises(Exception, match="rien n’est enregistré"):
        Viewing.objects.update(ended_at=None)


def test_choosing_counts_the_same_statements_whatever_the_number_of_people(world, sign_in):
    client, counts = sign_in(world.alice), []
    for number in range(12):
        where = cast.organisation(f"Association {number}")
        cast.seat(world.program, where)
        cast.person(f"Per{number}", "Sonne", where)
        if number in {0, 11}:
            with CaptureQueriesContext(connection) as made:
                client.get(reverse("viewing:choose", args=[world.program.public_id]))
            counts.append(len(made))
    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_looking_costs_three_statements_more_than_the_page(world, sign_in):
    client = sign_in(world.alice)
    prefix = begin(client, world, world.denis)
    own = sign_in(world.denis)
    for browser, path in ((own, page_of(world)), (client, f"{prefix}{page_of(world)}")):
        browser.get(path)  # the words of kept statements
    with CaptureQueriesContext(connection) as seen:
        client.get(f"{prefix}{page_of(world)}")
    with CaptureQueriesContext(connection) as alone:
        own.get(page_of(world))
    assert len(seen) - len(alone) <= 3


def test_refusal_while_looking_is_noted_as_the_officers(world, sign_in, monkeypatch):
    noted = []
    monkeypatch.setattr("dla_collectif.journal.refusals.note", lambda kind, user, *more: noted.append(user))
    client = sign_in(world.alice)
    prefix = begin(client, world, world.denis)
    client.get(f"{prefix}{reverse('contributions:contribution', args=[world.program.public_id, 'a' * 14])}")
    assert noted == [world.alice.pk]
