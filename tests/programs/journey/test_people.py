"""The people of a programme: their links seen and closed by the DLA, and who takes over from whom."""

from datetime import timedelta

import pytest
from django.test import Client

from dla_collectif.accounts.models import Code, PersonalLink
from dla_collectif.directory.models import Affiliation, Person
from dla_collectif.entrance.arrivals import LINK
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from tests import cast

SUCCESSOR = {"first_name": "Nina", "last_name": "Roy", "email": "nina.roy@example.org", "function": "présidente"}


def address(world, name, *args):
    return {
        "people": f"/accompagnements/{world.program.public_id}/personnes/",
        "send": f"/accompagnements/{world.program.public_id}/personnes/{world.denis.person.public_id}/lien/",
        "close": f"/accompagnements/{world.program.public_id}/personnes/{world.denis.person.public_id}/fermeture/",
        "replace": f"/accompagnements/{world.program.public_id}/structures/{world.denis_seat.public_id}/remplacement/",
        "own": f"/espace/structure/{world.cine.public_id}/representants/",
    }[name]


def link_of(world, user, scope=None, subject="Venez à la réunion"):
    scope = world.program.journal_scope if scope is None else scope
    return PersonalLink.issue(user, "/espace/", subject=subject, scope=scope)


def test_officer_sees_each_person_with_their_links(world, sign_in):
    row, token = link_of(world, world.denis)
    Client().post(f"/entrer/{token}/")
    page = sign_in(world.alice).get(address(world, "people")).content.decode()
    seen = ["Denis Leroy", "Dora Blin", "Gaëlle Robin", "Hugo Meunier", "Venez à la réunion", "ouvre encore", "1 fois"]
    assert [each for each in seen if each not in page] == []
    assert "Emma Caron" not in page
    assert token not in page
    assert row.digest not in page


def test_links_of_another_programme_are_not_shown_nor_closed(world, sign_in):
    row, _token = link_of(world, world.denis, scope="another-one", subject="Secret")
    alice = sign_in(world.alice)
    assert "Secret" not in alice.get(address(world, "people")).content.decode()
    alice.post(address(world, "close"), {"lien": row.pk})
    alice.post(address(world, "close"), {"lien": "tous"})
    row.refresh_from_db()
    assert row.revoked_at is None


@pytest.mark.parametrize(("who", "status"), [("denis", 403), ("gaelle", 403), ("chloe", 404), ("emma", 404)])
def test_people_are_for_those_who_carry(world, sign_in, who, status):
    client = sign_in(getattr(world, who))
    answers = [client.get(address(world, name)) for name in ("people", "replace")]
    answers += [client.post(address(world, name), {"lien": "tous"}) for name in ("send", "close")]
    assert [answer.status_code for answer in answers] == [status] * 4


def test_officer_closes_a_link_and_its_sessions(world, sign_in):
    row, token = link_of(world, world.denis)
    stranger = Client()
    stranger.post(f"/entrer/{token}/")
    sign_in(world.alice).post(address(world, "close"), {"lien": row.pk})
    row.refresh_from_db()
    assert (row.state, stranger.get("/espace/").status_code) == ("fermé par le DLA", 302)
    told = Entry.objects.filter(scope=world.program.journal_scope).latest("pk")
    assert str(told) == "Alice Martin a fermé un lien personnel de Denis Leroy"


def test_officer_sends_a_fresh_link_to_where_the_last_one_led(world, sign_in):
    link_of(world, world.denis)
    PersonalLink.objects.update(path="/accompagnements/x/")
    sign_in(world.alice).post(address(world, "send"))
    letter = Message.objects.get()
    assert (letter.to, letter.link, letter.reply_to) == (world.denis, "/accompagnements/x/", world.alice.email)
    assert "envoyé par Alice Martin" in letter.body


def test_person_of_another_programme_is_not_found(world, sign_in):
    path = address(world, "send").replace(world.denis.person.public_id, world.emma.person.public_id)
    assert sign_in(world.alice).post(path).status_code == 404
    assert Message.objects.count() == 0


def test_people_cost_the_same_with_few_and_many(world, sign_in, django_assert_num_queries):
    alice = sign_in(world.alice)
    with django_assert_num_queries(5):
        alice.get(address(world, "people"))
    for number in range(30):
        who = cast.organisation(f"Association {number}")
        cast.seat(world.program, who)
        link_of(world, cast.person("Marie", f"Nom{number}", who))
    with django_assert_num_queries(5):
        alice.get(address(world, "people"))


def test_association_names_who_takes_over_and_the_leaver_stays_until_that_day(world, sign_in):
    denis = sign_in(world.denis)
    last_day = clock.today() + timedelta(days=7)
    answer = denis.post(address(world, "own"), {**SUCCESSOR, "leaves_on": last_day.isoformat()})
    assert answer.status_code == 302
    nina = Person.objects.get(email="nina.roy@example.org")
    assert Affiliation.objects.get(person=nina).organisation == world.cine
    assert {letter.address for letter in Message.objects.all()} == {nina.email, world.denis.email}
    assert sign_in(nina.user).get(world.program.get_absolute_url()).status_code == 200
    assert denis.get(world.program.get_absolute_url()).status_code == 200
    with clock.set_to(clock.now() + timedelta(days=8)):
        assert denis.get(world.program.get_absolute_url()).status_code == 404
        assert sign_in(nina.user).get(world.program.get_absolute_url()).status_code == 200
    told = Entry.objects.filter(scope=world.program.journal_scope).latest("pk")
    assert (told.by, "a désigné Nina Roy pour représenter Ciné-Club des Lilas" in told.sentence) == (world.denis, True)


def test_who_holds_a_link_does_not_take_an_association_over(world, sign_in):
    stranger = sign_in(world.denis, LINK)
    page = stranger.post(address(world, "own"), {**SUCCESSOR, "leaves_on": clock.today().isoformat()})
    assert (
        "Confirmer que c’est bien vous" in page.content.decode(),
        Person.objects.filter(last_name="Roy").count(),
    ) == (
        True,
        0,
    )
    form = {**SUCCESSOR, "leaves_on": clock.today().isoformat(), "code": Code.objects.get().digits}
    assert stranger.post(address(world, "own"), form).status_code == 302


def test_address_known_under_another_name_tells_nobodys_name(world, sign_in):
    form = {**SUCCESSOR, "email": world.emma.email, "leaves_on": clock.today().isoformat()}
    page = sign_in(world.denis).post(address(world, "own"), form).content.decode()
    assert "déjà connue sous un autre nom" in page
    assert "Caron" not in page
    assert 'value="Nina"' in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("leaves_on", "2020-01-01", "Cette date est passée"),
        ("email", "nina", "adresse"),
        ("last_name", "", "Remplissez"),
    ],
)
def test_bad_successor_says_why(world, sign_in, field, value, sentence):
    form = {**SUCCESSOR, "leaves_on": clock.today().isoformat(), field: value}
    page = sign_in(world.denis).post(address(world, "own"), form)
    assert (page.status_code, sentence in page.content.decode(), Message.objects.count()) == (200, True, 0)


def test_representatives_of_a_foreign_organisation_are_not_found(world, sign_in):
    pages = [f"/espace/structure/{row.public_id}/representants/" for row in (world.video, world.lille.organisation)]
    assert [sign_in(world.denis).get(page).status_code for page in pages] == [404, 404]
    assert sign_in(world.alice).get(pages[1]).status_code == 404  # the team of a DLA has its own pages


def test_officer_replaces_a_representative(world, sign_in):
    leaving = Affiliation.objects.get(person=world.denis.person, organisation=world.cine)
    foreign = Affiliation.objects.get(person=world.emma.person)
    alice, form = sign_in(world.alice), {**SUCCESSOR, "leaves_on": clock.today().isoformat()}
    assert alice.post(address(world, "replace"), {**form, "leaving": foreign.pk}).status_code == 200
    assert alice.post(address(world, "replace"), {**form, "leaving": leaving.pk}).status_code == 302
    leaving.refresh_from_db()
    assert leaving.until == clock.today()


def seat_elsewhere(world):
    """The same association in a programme that another DLA carries."""
    other = cast.program("Ailleurs", world.arras)
    cast.seat(other, world.cine)
    return other


def test_successor_opens_no_more_than_the_leaver_did(world, sign_in):
    other = seat_elsewhere(world)
    Affiliation.objects.filter(person=world.denis.person).update(noted_by=world.lille.organisation)
    sign_in(world.denis).post(address(world, "own"), {**SUCCESSOR, "leaves_on": clock.today().isoformat()})
    nina = sign_in(Person.objects.get(email=SUCCESSOR["email"]).user)
    pages = [nina.get(program.get_absolute_url()).status_code for program in (world.program, other)]
    assert pages == [200, 404]
    assert not Entry.objects.filter(scope=other.journal_scope).exists()


def test_representatives_noted_by_another_dla_alone_are_not_shown(world, sign_in):
    nina = cast.person("Nina", "Roy", world.cine)
    Affiliation.objects.filter(person=nina.person).update(noted_by=world.arras.organisation)
    assert "Nina Roy" not in sign_in(world.denis).get(address(world, "own")).content.decode()
    assert "Nina Roy" not in sign_in(world.alice).get(address(world, "people")).content.decode()


def test_officer_replaces_nobody_behind_the_back_of_another_dla(world, sign_in):
    alice = sign_in(world.alice)
    assert address(world, "replace") in alice.get(address(world, "people")).content.decode()
    seat_elsewhere(world)
    page = alice.get(address(world, "people")).content.decode()
    assert address(world, "replace") not in page
    assert "c’est de là que vient son remplacement" in page
    assert alice.get(address(world, "replace")).status_code == 404


def test_colleague_who_represents_already_takes_over_alone(world, sign_in):
    cast.person("Nina", "Roy", world.cine)
    form = {**SUCCESSOR, "leaves_on": clock.today().isoformat()}
    assert sign_in(world.denis).post(address(world, "own"), form).status_code == 302
    with clock.set_to(clock.now() + timedelta(days=1)):
        spoken = Affiliation.objects.current().filter(organisation=world.cine)
        assert [row.person.last_name for row in spoken] == ["Roy"]


def test_nobody_takes_over_from_themselves(world, sign_in):
    form = {**SUCCESSOR, "first_name": "Denis", "last_name": "Leroy", "email": world.denis.email}
    page = sign_in(world.denis).post(address(world, "own"), {**form, "leaves_on": clock.today().isoformat()})
    assert "celle de qui prend sa place" in page.content.decode()
    assert Message.objects.count() == 0
