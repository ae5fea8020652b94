"""Who reads the pages of meetings, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.contributions.models import Contribution
from tests import cast
from tests.programs.meetings.places import at


def test_list_sorts_meetings_by_what_became_of_them(world, sign_in, to_come, held):
    cast.meeting(world.program, title="À compléter", expected=[world.denis_seat])
    cast.meeting(world.program, title="Annulée à temps", state="cancelled", cancel_reason="Neige")
    page = sign_in(world.alice).get(at(world)).content.decode()
    order = [
        "Présences à noter",
        "À compléter",
        "À venir",
        "Réunion à venir",
        "Tenues",
        "Réunion tenue",
        "Annulées",
        "Neige",
    ]
    places = [page.index(words, page.index("<main")) for words in order]
    assert places == sorted(places)
    assert "2 présentes sur 2" in page


def test_list_shows_those_who_take_part_their_own_meetings_alone(world, sign_in, to_come, held):
    page = sign_in(world.gaelle).get(at(world)).content.decode()
    assert ("Réunion à venir" in page, "Réunion tenue" in page, "présentes sur" in page) == (True, False, False)


@pytest.mark.parametrize(
    "name", ["meeting", "calendar", "change", "cancel", "attendance", "minutes", "minutes_pdf", "decide", "sheet"]
)
@pytest.mark.parametrize("who", ["chloe", "emma", "dora"])
def test_meeting_of_others_looks_like_no_meeting(world, sign_in, to_come, who, name):
    answer = sign_in(getattr(world, who)).get(at(world, name, to_come))
    assert answer.status_code == 404
    assert "Réunion à venir" not in answer.content.decode()


@pytest.mark.parametrize("name", ["change", "cancel", "attendance", "minutes", "decide", "sheet"])
def test_those_expected_write_nothing(world, sign_in, to_come, name):
    assert sign_in(world.denis).get(at(world, name, to_come)).status_code == 403


def test_those_expected_read_the_meeting_and_see_no_button_that_writes(world, sign_in, to_come):
    page = sign_in(world.denis).get(at(world, "meeting", to_come)).content.decode()
    assert "<strong>diagnostic</strong>" in page
    assert "Ajouter à mon agenda" in page
    for words in ("Modifier", "Annuler", "Envoyer", "émargement"):
        assert words not in page


def test_rivals_do_not_see_each_other_on_the_list(world, sign_in, to_come):
    consultant = sign_in(world.gaelle).get(at(world, "meeting", to_come)).content.decode()
    group = sign_in(world.denis).get(at(world, "meeting", to_come)).content.decode()
    assert ("Coopérative Conseil" in consultant, "Cabinet Rival" in consultant) == (True, False)
    assert "Cabinet Rival" in group


def test_minutes_and_decisions_are_read_at_their_level(world, sign_in, held):
    group = sign_in(world.denis).get(at(world, "meeting", held)).content.decode()
    institution = sign_in(world.hugo).get(at(world, "meeting", held)).content.decode()
    assert ("<strong>réunir</strong>" in group, "Écrire à la mairie" in group) == (True, True)
    assert ("réunir" in institution, "Écrire à la mairie" in institution) == (False, False)


def test_what_was_said_there_is_read_at_its_level_without_its_author_unless_agreed(world, sign_in, held):
    common = {
        "program": world.program,
        "phase": "diagnosis",
        "kind": "need",
        "meeting": held,
        "organisation": world.video,
    }
    Contribution.objects.create(text="Un local commun", visibility=1, **common)
    Contribution.objects.create(text="Secret du DLA", visibility=0, **common)
    page = sign_in(world.denis).get(at(world, "meeting", held)).content.decode()
    assert ("Un local commun" in page, "Secret du DLA" in page, "Vidéo Quartier" in page) == (True, False, False)
    assert "Vidéo Quartier" in sign_in(world.alice).get(at(world, "meeting", held)).content.decode()


def test_closed_step_is_read_and_not_written(world, sign_in, held):
    cast.at_phase(world.program, "specification")
    client = sign_in(world.alice)
    page = client.get(at(world, "meeting", held)).content.decode()
    assert client.get(at(world, "attendance", held)).status_code == 403
    assert ("Réunion tenue" in page, "Corriger les présences" in page) == (True, False)


def statements(client, url):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def many_seats(world, count):
    return [cast.seat(world.program, cast.organisation(f"Association {n}")) for n in range(count)]


def test_list_costs_the_same_with_thirty_meetings(world, sign_in, held):
    client = sign_in(world.alice)
    few = statements(client, at(world))
    for n in range(30):
        cast.meeting(world.program, title=f"Réunion {n}", present=[world.denis_seat], state="held")
    assert (statements(client, at(world)), few <= 8) == (few, True)


def test_meeting_costs_the_same_with_thirty_organisations(world, sign_in, held, to_come):
    client = sign_in(world.alice)
    pages = [at(world, "meeting", held), at(world, "meeting", to_come), at(world, "attendance", held)]
    few = [statements(client, page) for page in pages]
    for seat in many_seats(world, 30):
        for meeting in (held, to_come):
            meeting.attendances.create(participation=seat)
    assert [statements(client, page) for page in pages] == few
    assert [count for count in few if count > 8] == []


def test_plan_costs_the_same_with_thirty_organisations(world, sign_in):
    client = sign_in(world.alice)
    few = statements(client, at(world, "plan"))
    many_seats(world, 30)
    assert statements(client, at(world, "plan")) == few
