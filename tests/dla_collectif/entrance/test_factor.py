"""The second factor: set up, asked at the door, lost, required by a DLA."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from dla_collectif.accounts.models import PersonalLink
from dla_collectif.entrance import actions
from dla_collectif.entrance.models import Factor, RecoveryCode
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from tests.cast import PASSWORD

from .people import CODE, in_, is_in, phone, sign_in, try_password, with_factor

FACTOR, ENROL, CONFIRM = "/mon-compte/second-facteur/", "/connexion/second-facteur/", "/mon-compte/confirmer/"


def give(client, code="", recovery=""):
    """Send the form of the second factor."""
    return client.post(CODE, {"code": code, "recovery": recovery})


def at_the_code(user) -> Client:
    """A browser whose password was good, and nothing more."""
    return sign_in(user)


def test_factor_is_set_up_from_the_account_with_codes_shown_once(world):
    client = sign_in(world.alice)
    client.get(FACTOR)
    assert Factor.objects.count() == 0  # a page that is read writes nothing
    client.post(FACTOR)
    page = client.get(FACTOR).content.decode()
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1]
    assert ("data:image/svg+xml" in page, len(secret.replace(" ", ""))) == (True, 32)
    page = client.post(FACTOR, {"code": f"{phone(world.alice)[:3]} {phone(world.alice)[3:]}"}).content.decode()
    codes = re.findall(r"<code>([a-z0-9-]{14})</code>", page)
    assert len(set(codes)) == 10
    assert client.get(FACTOR)["Location"] == "/mon-compte/"
    stored = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert [code for code in codes if code in stored or code.replace("-", "") in stored] == []
    assert Message.objects.get(to=world.alice).subject == "Votre second facteur est actif"


def test_factor_is_not_asked_before_its_first_code_is_good(world):
    client = sign_in(world.alice)
    client.post(FACTOR)
    wrong = f"{(int(phone(world.alice)) + 1) % 10**6:06d}"
    assert "n’est pas celui du moment" in client.post(FACTOR, {"code": wrong}).content.decode()
    assert is_in(sign_in(world.alice))


def test_database_alone_tells_no_code(world, settings):
    """The same row under another key of the installation shows other codes; so does no row hold the phone's secret."""
    with_factor(world.alice)
    factor = Factor.objects.get(user=world.alice)
    secret, code = factor.secret, phone(world.alice)
    assert secret.hex() not in str(list(Factor.objects.values_list()))
    settings.SECRET_KEY = "another key of more than fifty signs, as a thief of backups has none"
    assert factor.secret != secret
    assert (factor.takes(code), len(factor.secret)) == (False, 20)


def test_factor_is_asked_after_the_password_and_leads_on(world):
    with_factor(world.alice)
    client = Client()
    assert try_password(world.alice, client=client, path="/connexion/?next=/annuaire/")["Location"] == CODE
    assert is_in(client) is False
    key = client.cookies["sessionid"].value
    assert give(client, phone(world.alice))["Location"] == "/annuaire/"
    assert (is_in(client), client.cookies["sessionid"].value != key) == (True, True)


def test_factor_is_asked_after_a_personal_link(world):
    with_factor(world.alice)
    client = Client()
    assert client.post(f"/entrer/{PersonalLink.issue(world.alice, '/annuaire/')[1]}/")["Location"] == CODE
    assert is_in(client) is False
    assert give(client, phone(world.alice))["Location"] == "/annuaire/"


def test_same_code_never_opens_twice(world):
    with_factor(world.alice)
    code = phone(world.alice)
    give(at_the_code(world.alice), code)
    second = at_the_code(world.alice)
    assert "Un code ne s’utilise qu’une fois" in give(second, code).content.decode()
    assert is_in(second) is False


@pytest.mark.parametrize(("late", "opens"), [(-60, False), (-30, True), (30, True), (90, False)])
def test_phone_may_be_half_a_minute_early_or_late(world, late, opens):
    with_factor(world.alice)
    client = at_the_code(world.alice)
    give(client, phone(world.alice, clock.now() + timedelta(seconds=late)))
    assert is_in(client) is opens


def test_phone_that_drifts_slowly_is_followed(world):
    with_factor(world.alice)
    for days in range(1, 5):
        with clock.set_to(in_(days=days)):
            client = at_the_code(world.alice)
            give(client, phone(world.alice, clock.now() + timedelta(seconds=30 * days)))
            assert is_in(client)


def test_codes_are_slowed_after_five_guesses(world):
    with_factor(world.alice)
    client, right = at_the_code(world.alice), phone(world.alice)
    for number in range(5):
        give(client, f"{(int(right) + 7 + number) % 10**6:06d}")
    assert "Trop d’essais" in give(client, right).content.decode()
    assert "Trop d’essais" in give(at_the_code(world.alice), right).content.decode()
    with clock.set_to(in_(minutes=2)):
        give(client, phone(world.alice))
        assert is_in(client)


def test_door_waits_ten_minutes_for_the_code(world):
    with_factor(world.alice)
    client = at_the_code(world.alice)
    with clock.set_to(in_(minutes=11)):
        assert give(client, phone(world.alice))["Location"] == "/connexion/"
        assert is_in(client) is False


def test_code_page_is_nothing_without_a_password_before(world):
    assert [Client().get(path)["Location"] for path in (CODE, ENROL)] == ["/connexion/"] * 2


def test_password_changed_meanwhile_closes_the_door(world):
    with_factor(world.alice)
    client = at_the_code(world.alice)
    world.alice.set_password("un tout autre mot de passe")
    world.alice.save()
    give(client, phone(world.alice))
    assert is_in(client) is False


def test_recovery_code_opens_once_and_is_told(world):
    codes = with_factor(world.alice)
    Message.objects.all().delete()
    first, second = at_the_code(world.alice), at_the_code(world.alice)
    give(first, recovery=codes[3].upper().replace("-", " "))
    give(second, recovery=codes[3])
    assert (is_in(first), is_in(second)) == (True, False)
    assert "Il vous en reste 9" in Message.objects.get(to=world.alice).body


def test_recovery_code_of_somebody_else_opens_nothing(world):
    with_factor(world.alice)
    codes, client = with_factor(world.bruno), at_the_code(world.alice)
    give(client, recovery=codes[0])
    assert is_in(client) is False


def test_renewed_codes_replace_those_before(world):
    old = with_factor(world.alice)
    client = at_the_code(world.alice)
    give(client, phone(world.alice))
    page = client.post("/mon-compte/second-facteur/codes/").content.decode()
    new = re.findall(r"<code>([a-z0-9-]{14})</code>", page)
    opened = []
    for code in (old[0], new[0]):
        other = at_the_code(world.alice)
        give(other, recovery=code)
        opened.append(is_in(other))
    assert opened == [False, True]


def test_factor_is_touched_only_after_a_fresh_proof(world):
    client = sign_in(world.alice)
    with clock.set_to(in_(minutes=11)):
        assert client.get(FACTOR)["Location"] == f"{CONFIRM}?next=%2Fmon-compte%2Fsecond-facteur%2F"
        client.post(FACTOR)
        assert Factor.objects.count() == 0
        key = client.cookies["sessionid"].value
        assert "mot de passe actuel" in client.post(CONFIRM, {"password": "faux"}).content.decode()
        assert client.post(f"{CONFIRM}?next={FACTOR}", {"password": PASSWORD})["Location"] == FACTOR
        assert client.cookies["sessionid"].value != key
        assert client.get(FACTOR).status_code == 200


def test_proof_may_be_a_code_of_the_phone(world):
    with_factor(world.alice)
    client = at_the_code(world.alice)
    give(client, phone(world.alice))
    with clock.set_to(in_(minutes=11)):
        client.post("/mon-compte/second-facteur/retirer/")
        assert actions.has_factor(world.alice)
        client.post(CONFIRM, {"code": phone(world.alice)})
        client.post("/mon-compte/second-facteur/retirer/")
    assert (actions.has_factor(world.alice), RecoveryCode.objects.count()) == (False, 0)
    assert Message.objects.latest("pk").subject == "Votre second facteur a été retiré"


def required(world):
    """Alice's DLA asks a second factor of everybody."""
    world.lille.requires_factor = True
    world.lille.save()


def test_required_factor_is_set_up_before_anything_else_opens(world):
    required(world)
    client = Client()
    try_password(world.alice, client=client, path="/connexion/?next=/annuaire/")
    elsewhere = [client.get(path)["Location"] for path in ("/bureau/", "/annuaire/", "/mon-compte/", "/deconnexion/")]
    assert [path.startswith("/connexion/?next=") for path in elsewhere] == [True] * 4
    assert "Votre DLA le demande" in client.get(ENROL).content.decode()
    client.post(ENROL)
    page = client.post(ENROL, {"code": phone(world.alice)}).content.decode()
    assert 'href="/annuaire/">Je les ai notés' in page
    assert is_in(client)


def test_required_factor_is_not_asked_elsewhere(world):
    required(world)
    assert [is_in(sign_in(user)) for user in (world.bruno, world.chloe)] == [True, True]


def test_those_suspended_do_not_come_in_at_all(world):
    world.alice.memberships.update(suspended=True)
    assert not is_in(sign_in(world.alice))


def test_required_factor_cannot_be_removed_by_its_person(world):
    with_factor(world.alice)
    required(world)
    client = at_the_code(world.alice)
    give(client, phone(world.alice))
    assert "Retirer le second facteur" not in client.get("/mon-compte/").content.decode()
    client.post("/mon-compte/second-facteur/retirer/")
    assert actions.has_factor(world.alice)


TEAM = "/mon-compte/equipe/"


def test_manager_requires_the_factor_and_frees_who_lost_the_phone(world):
    with_factor(world.alice)
    session, farid = at_the_code(world.alice), sign_in(world.farid)
    give(session, phone(world.alice))
    farid.post(f"{TEAM}second-facteur/", {"dla": world.lille.organisation.public_id, "required": "1"})
    world.lille.refresh_from_db()
    assert world.lille.requires_factor is True
    assert "Retirer le second facteur de Alice Martin" in farid.get(TEAM).content.decode()
    farid.post(f"{TEAM}retirer/", {"member": world.alice.public_id})
    assert (actions.has_factor(world.alice), is_in(session)) == (False, False)
    assert "Farid Amrani a retiré votre second facteur" in Message.objects.filter(to=world.alice).latest("pk").body
    told = Entry.objects.filter(by=world.farid).values_list("sentence", flat=True)
    assert "a retiré le second facteur de Alice Martin" in told


def test_team_page_is_for_the_managers_of_that_team(world):
    with_factor(world.chloe)
    assert sign_in(world.alice).get(TEAM).status_code == 403
    farid = sign_in(world.farid)
    assert "Chloé" not in farid.get(TEAM).content.decode()
    arras = {"dla": world.arras.organisation.public_id, "required": "1"}
    assert farid.post(f"{TEAM}second-facteur/", arras).status_code == 404
    assert farid.post(f"{TEAM}retirer/", {"member": world.chloe.public_id}).status_code == 404
    assert actions.has_factor(world.chloe)
