"""What a DLA noted about an organisation is its own; what it says of people opens nothing of another DLA."""

from datetime import timedelta

import pytest
from django.urls import reverse

from associations.models import PastSupport, SupportRequest
from dla_collectif.directory.models import Affiliation, Person
from dla_collectif.journal.models import Entry
from dla_collectif.services import clock
from programs.journey.models import Carrier, Participation
from programs.meetings.models import people_reached, speaking_for
from tests import cast

ZOE = {"first_name": "Zoé", "last_name": "Lambert", "email": "zoe@example.org"}


def address(name, organisation, *args):
    return reverse(f"associations:{name}", args=[organisation.public_id, *args])


@pytest.fixture
def alice(world, sign_in):
    """Alice's browser."""
    return sign_in(world.alice)


@pytest.fixture
def chloe(world, sign_in):
    """The browser of an officer of another DLA."""
    return sign_in(world.chloe)


def noted(world, organisation, team):
    """A past support and a request of a DLA."""
    association = organisation.association
    text = {"summary": "Canari de l’accompagnement"}
    support = PastSupport.objects.create(association=association, dla=team, year=2009, theme="skills", **text)
    request = SupportRequest.objects.create(
        association=association, dla=team, received_on=clock.today(), theme="skills", text="Canari de la demande"
    )
    return support, request


def test_supports_and_requests_are_read_by_the_dla_that_noted_them(world, alice, chloe):
    noted(world, world.cine, world.lille)
    own, foreign = (browser.get(address("organisation", world.cine)).content.decode() for browser in (alice, chloe))
    assert (own.count("Canari"), foreign.count("Canari")) == (2, 0)
    lists = [browser.get(reverse("associations:list")).content.decode() for browser in (alice, chloe)]
    assert ["de 2009" in text for text in lists] == [True, False]
    found = [
        browser.get(reverse("associations:list"), {"theme": "skills"}).context["lines"] for browser in (alice, chloe)
    ]
    assert [len(lines) for lines in found] == [1, 0]


def test_supports_and_requests_are_taken_away_by_the_dla_that_noted_them(world, alice, chloe):
    support, request = noted(world, world.cine, world.lille)
    pages = [
        address("remove_past_support", world.cine, support.public_id),
        address("remove_request", world.cine, request.public_id),
    ]
    assert [chloe.post(page).status_code for page in pages] == [404, 404]
    assert [alice.post(page).status_code for page in pages] == [302, 302]


def test_person_noted_by_another_dla_opens_no_seat(world, chloe, sign_in):
    assert chloe.post(address("add_person", world.cine), ZOE).status_code == 302
    zoe = Person.objects.get(email="zoe@example.org")
    user = cast.User.objects.of(zoe)
    assert sign_in(user).get(world.program.get_absolute_url()).status_code == 404
    assert list(Participation.objects.held_by(user)) == []


def test_person_noted_by_another_dla_is_written_to_by_nobody_here(world, chloe):
    chloe.post(address("add_person", world.cine), ZOE)
    chloe.post(address("add_person", world.multi), ZOE)
    for organisation in (world.cine, world.multi):
        reached = people_reached([organisation.pk], world.program)[organisation.pk]
        assert "Zoé Lambert" not in map(str, reached)
    meeting = cast.meeting(world.program, expected=[world.denis_seat])
    assert [str(person) for person in meeting.expected_people()] == ["Denis Leroy"]


def test_person_noted_by_either_carrier_opens_the_seat(world, sign_in):
    bruno = sign_in(world.bruno)
    bruno.post(address("add_person", world.cine), ZOE)
    zoe = cast.User.objects.of(Person.objects.get(email="zoe@example.org"))
    assert sign_in(zoe).get(world.program.get_absolute_url()).status_code == 200
    Carrier.objects.filter(dla=world.roubaix).delete()
    assert sign_in(zoe).get(world.program.get_absolute_url()).status_code == 404


def test_person_whom_both_carriers_noted_is_there_once(world, alice, sign_in):
    for browser in (alice, sign_in(world.bruno)):
        assert browser.post(address("add_person", world.cine), ZOE).status_code == 302
    zoe = cast.User.objects.of(Person.objects.get(email="zoe@example.org"))
    assert [str(row.person) for row in speaking_for([world.cine.pk], world.program)] == ["Denis Leroy", "Zoé Lambert"]
    assert Participation.objects.held_by(zoe).count() == 1
    assert alice.get(address("organisation", world.cine)).content.decode().count("mailto:zoe@example.org") == 1


def test_people_noted_by_another_dla_are_not_shown(world, alice, chloe, sign_in):
    alice.post(address("add_person", world.drac), ZOE)
    pages = [browser.get(address("organisation", world.drac)).content.decode() for browser in (alice, chloe)]
    assert ["Zoé" in page for page in pages] == [True, False]
    equal = sign_in(world.bruno).get(address("organisation", world.drac)).content.decode()
    assert ("Zoé" in equal, "noté par DLA de Lille" in equal) == (True, True)


def test_affiliation_of_another_dla_is_not_ended(world, alice, chloe, sign_in):
    alice.post(address("add_person", world.cine), ZOE)
    person = Person.objects.get(email="zoe@example.org")
    page, yesterday = address("affiliation", world.cine, person.public_id), clock.today() - timedelta(days=1)
    data = {"function": "", "until": yesterday}
    assert [browser.post(page, data).status_code for browser in (chloe, sign_in(world.bruno))] == [404, 404]
    assert alice.post(page, data).status_code == 302
    assert Affiliation.objects.get(person=person).until == yesterday


def test_own_word_of_an_organisation_is_not_ended_from_elsewhere(world, alice, chloe):
    page = address("affiliation", world.cine, world.denis.person.public_id)
    assert (chloe.get(page).status_code, alice.get(page).status_code) == (404, 200)
    cast.seat(world.foreign, world.cine)
    assert (chloe.get(page).status_code, alice.get(page).status_code) == (404, 404)


def test_somebody_who_left_by_their_organisations_word_is_not_brought_back_from_elsewhere(world, chloe, sign_in):
    Affiliation.objects.filter(person=world.denis.person).update(until=clock.today() - timedelta(days=1))
    data = {"first_name": "Denis", "last_name": "Leroy", "email": world.denis.email}
    assert chloe.post(address("add_person", world.cine), data).status_code == 302
    assert sign_in(world.denis).get(world.program.get_absolute_url()).status_code == 404


def test_officer_of_two_dla_says_whose_word_it_is(world, alice, sign_in):
    cast.Membership.objects.create(user=world.alice, dla=world.arras)
    assert 'name="dla"' in alice.get(address("add_person", world.cirque)).content.decode()
    alice.post(address("add_person", world.cirque), {**ZOE, "dla": world.arras.pk})
    assert Affiliation.objects.get(person__email="zoe@example.org").noted_by == world.arras.organisation


def test_host_body_of_a_dla_is_renamed_by_its_managers_alone(world, alice, chloe, sign_in):
    page = address("change", world.lille.organisation)
    data = {"kind": "dla", "name": "DLA usurpé", "version": 1}
    for browser in (chloe, alice):
        refused = browser.post(page, data)
        assert (refused.status_code, "tenue par les responsables" in refused.content.decode()) == (200, True)
    assert sign_in(world.farid).post(page, data).status_code == 302


def test_messages_of_a_colleague_of_another_dla_are_not_listed(world, alice, sign_in):
    alice.post(reverse("journey:ask_carrier", args=[world.program.public_id]), {"dla": world.arras.pk})
    listed = [sign_in(getattr(world, who)).get("/messages/").content.decode() for who in ("alice", "bruno", "chloe")]
    assert ["Acceptez ou déclinez" in text for text in listed] == [True, False, False]


def test_journal_of_the_house_tells_a_team_nothing_of_another(world, sign_in):
    farid = sign_in(world.farid)
    page = reverse("teams:suspend", args=[world.lille.organisation.public_id, world.alice.public_id])
    farid.post(page)
    assert Entry.objects.filter(scope="maison", sentence__contains="Alice").count() == 0
