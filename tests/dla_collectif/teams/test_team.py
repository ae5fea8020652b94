"""The team of a DLA: who reads it, who changes it, and what a change opens and closes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dla_collectif.accounts.models import Membership, User
from dla_collectif.directory.models import Affiliation, Person
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.delivery import deliver_due
from dla_collectif.outbox.models import Message
from tests import cast

ZOE = {"first_name": "Zoé", "last_name": "Lambert", "email": "zoe@example.org", "function": "", "role": "officer"}


def address(name, team, *args):
    return reverse(f"teams:{name}", args=[team.organisation.public_id, *args])


def member(user, team):
    return Membership.objects.get(user=user, dla=team)


@pytest.fixture
def farid(world, sign_in):
    """The manager's browser."""
    return sign_in(world.farid)


def test_our_dla_leads_to_the_team(world, sign_in):
    answer = sign_in(world.alice).get(reverse("teams:ours"))
    assert answer["Location"] == address("team", world.lille)


def test_our_dla_offers_a_choice_to_those_who_work_in_two(world, sign_in):
    Membership.objects.create(user=world.alice, dla=world.roubaix, role="manager")
    text = sign_in(world.alice).get(reverse("teams:ours")).content.decode()
    assert (address("team", world.lille) in text, address("team", world.roubaix) in text) == (True, True)
    assert address("team", world.arras) not in text


@pytest.mark.parametrize(
    ("who", "reads", "manages"),
    [
        ("farid", 200, 200),
        ("alice", 200, 403),
        ("bruno", 404, 404),
        ("chloe", 404, 404),
        ("nadia", 404, 404),
        ("denis", 404, 404),
    ],
)
def test_team_is_read_by_its_members_and_changed_by_its_managers(world, sign_in, who, reads, manages):
    browser = sign_in(getattr(world, who))
    forms = [address(name, world.lille) for name in ("invite", "identity", "write_rules")]
    forms.append(address("role", world.lille, world.alice.public_id))
    assert browser.get(address("team", world.lille)).status_code == reads
    assert {browser.get(form).status_code for form in forms} == {manages}
    for name in ("suspend", "restore", "resend"):
        answer = browser.post(address(name, world.lille, world.alice.public_id))
        assert answer.status_code == (302 if manages == 200 else manages)


def test_member_of_another_team_is_not_found(farid, world):
    assert farid.post(address("suspend", world.lille, world.bruno.public_id)).status_code == 404
    assert member(world.bruno, world.roubaix).suspended is False


def test_officer_is_shown_no_button_that_does_not_work(world, sign_in, farid):
    page = address("team", world.lille)
    officer, manager = sign_in(world.alice).get(page).content.decode(), farid.get(page).content.decode()
    assert ("Suspendre" in officer, "Suspendre" in manager) == (False, True)
    assert ("Journal de l’équipe" in officer, "Journal de l’équipe" in manager) == (False, True)


def test_invited_officer_enters_by_the_link_of_the_mail(farid, world, client):
    assert farid.post(address("invite", world.lille), ZOE).status_code == 302
    mail = Message.objects.get()
    assert (mail.address, mail.reply_to, mail.link) == ("zoe@example.org", world.farid.email, "/bureau/")
    zoe = User.objects.get(email="zoe@example.org")
    client.post(f"/entrer/{zoe.issue_link(mail.link)}/")
    text = client.get("/bureau/").content.decode()
    assert (world.program.title in text, world.foreign.title in text) == (True, False)
    assert "a donné à Zoé Lambert le rôle «\u00a0chargé·e de mission\u00a0»" in (
        farid.get(address("team", world.lille)).content.decode()
    )


def test_invitation_says_the_role_and_the_team(farid, world):
    farid.post(address("invite", world.lille), {**ZOE, "role": "manager"})
    mail = Message.objects.get()
    assert (mail.subject, "«\u00a0responsable\u00a0»" in mail.body) == (
        "Bienvenue dans l’équipe\u00a0: DLA de Lille",
        True,
    )
    assert deliver_due() == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"email": "alice.martin@example.org", "first_name": "Alice", "last_name": "Martin"}, "changez son rôle"),
        ({"email": "denis.leroy@example.org"}, "déjà connue sous un autre nom"),
        ({"email": "pas une adresse"}, "adresse"),
        ({"role": "director"}, "valide"),
    ],
)
def test_invitation_that_cannot_be_is_said(farid, world, data, sentence):
    answer = farid.post(address("invite", world.lille), {**ZOE, **data})
    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors)
    assert (Message.objects.count(), Person.objects.filter(first_name="Zoé").count()) == (0, 0)


def test_somebody_known_joins_without_being_made_twice(farid, world, sign_in):
    data = {**ZOE, "first_name": "Bruno", "last_name": "Petit", "email": world.bruno.email}
    assert farid.post(address("invite", world.lille), data).status_code == 302
    assert set(world.bruno.memberships.values_list("dla", flat=True)) == {world.lille.pk, world.roubaix.pk}
    assert sign_in(world.bruno).get(address("team", world.lille)).status_code == 200


def test_regional_reader_is_not_affiliated_to_the_team(farid, world):
    farid.post(address("invite", world.lille), {**ZOE, "role": "regional"})
    mail = Message.objects.get()
    assert (mail.link, "lecture régionale" in mail.body) == ("/lecture-regionale/", True)
    assert Affiliation.objects.filter(person__first_name="Zoé").count() == 0


def test_suspended_member_is_out_at_the_next_request(farid, world, sign_in):
    alice = sign_in(world.alice)
    assert alice.get("/bureau/").status_code == 200
    farid.post(address("suspend", world.lille, world.alice.public_id))
    pages = ["/bureau/", f"/accompagnements/{world.program.public_id}/", "/messages/", "/annuaire/", "/espace/"]
    answers = [alice.get(page) for page in pages]
    assert [answer.status_code for answer in answers] == [302] * 5
    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/connexion/"}
    assert alice.post(f"/accompagnements/{world.program.public_id}/arret/", {"reason": "x"}).status_code == 401


def test_suspended_member_comes_in_neither_by_link_nor_by_password(farid, world, client):
    world.alice.set_password("quatorze signes et plus")
    world.alice.save()
    token = world.alice.issue_link("/bureau/")
    farid.post(address("suspend", world.lille, world.alice.public_id))
    client.post(f"/entrer/{token}/")
    client.post("/connexion/", {"mdp-email": world.alice.email, "mdp-password": "quatorze signes et plus"})
    assert client.get("/bureau/").status_code == 302


def test_suspended_member_who_speaks_for_an_association_keeps_that_alone(farid, world, sign_in):
    Affiliation.objects.create(person=world.alice.person, organisation=world.cine)
    alice = sign_in(world.alice)
    farid.post(address("suspend", world.lille, world.alice.public_id))
    answers = [alice.get(page).status_code for page in ("/bureau/", "/espace/", "/annuaire/")]
    assert answers == [403, 200, 403]


def test_member_suspended_in_one_team_keeps_the_other(farid, world, sign_in):
    Membership.objects.create(user=world.bruno, dla=world.lille)
    farid.post(address("suspend", world.lille, world.bruno.public_id))
    bruno = sign_in(world.bruno)
    codes = [bruno.get(address("team", team)).status_code for team in (world.lille, world.roubaix)]
    assert codes == [404, 200]


def test_restored_member_enters_again_in_the_same_role(farid, world, sign_in):
    for name in ("suspend", "restore"):
        farid.post(address(name, world.lille, world.alice.public_id))
    assert sign_in(world.alice).get("/bureau/").status_code == 200
    told = list(Entry.objects.filter(scope=world.lille.journal_scope).values_list("sentence", flat=True))
    assert told == ["a suspendu l’accès de Alice Martin", "a rétabli l’accès de Alice Martin"]


def test_last_manager_can_be_neither_suspended_nor_given_another_role(farid, world):
    suspended = farid.post(address("suspend", world.lille, world.farid.public_id), follow=True)
    changed = farid.post(address("role", world.lille, world.farid.public_id), {"role": "officer"})
    assert "dernière personne responsable" in suspended.content.decode()
    assert "dernière personne responsable" in changed.content.decode()
    assert (member(world.farid, world.lille).role, member(world.farid, world.lille).suspended) == ("manager", False)


def test_suspended_or_closed_manager_does_not_count_as_another_one(farid, world):
    Membership.objects.filter(user=world.alice).update(role="manager", suspended=True)
    closed = cast.officer("Yves", "Clos", world.lille, "manager")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    farid.post(address("suspend", world.lille, world.farid.public_id))
    assert member(world.farid, world.lille).suspended is False


def test_manager_may_leave_once_there_is_another(farid, world):
    farid.post(address("role", world.lille, world.alice.public_id), {"role": "manager"})
    answer = farid.post(address("role", world.lille, world.farid.public_id), {"role": "regional"})
    assert answer["Location"] == "/"
    assert farid.get(address("team", world.lille)).status_code == 404


def test_fresh_link_is_sent_and_not_to_a_suspended_member(farid, world):
    page = address("resend", world.lille, world.alice.public_id)
    farid.post(page)
    Membership.objects.filter(user=world.alice).update(suspended=True)
    refused = farid.post(page, follow=True).content.decode()
    assert (Message.objects.count(), "est suspendu" in refused) == (1, True)


@pytest.mark.parametrize("name", ["suspend", "restore", "resend"])
def test_address_of_a_button_changes_nothing_when_opened(farid, world, name):
    assert farid.get(address(name, world.lille, world.alice.public_id)).status_code == 405
    assert member(world.alice, world.lille).suspended is False


def test_journal_of_a_team_is_shown_to_no_other(farid, world, sign_in):
    Membership.objects.filter(user=world.bruno).update(role="manager")
    farid.post(address("invite", world.lille), ZOE)
    assert "Zoé" not in sign_in(world.bruno).get(address("team", world.roubaix)).content.decode()


def test_team_same_statements_with_1_and_30(farid, world):
    counts = []
    for number in (1, 29):
        for place in range(number):
            cast.officer(f"P{number}", f"Q{place}", world.lille)
        with CaptureQueriesContext(connection) as queries:
            farid.get(address("team", world.lille))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
