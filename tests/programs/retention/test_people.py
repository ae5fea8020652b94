"""People nobody exchanges with, and accounts nobody enters: every boundary, holds, and the last manager."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dla_collectif.accounts.models import User
from dla_collectif.directory.models import Affiliation, Person
from dla_collectif.outbox.models import Message
from dla_collectif.privacy import holds
from dla_collectif.privacy.erasure import erase_person
from dla_collectif.services.refusals import Refusal
from programs.journey.models import Program
from programs.retention import background, contacts
from tests import cast

from .conftest import on

LAST = datetime(2024, 3, 11, 9, tzinfo=UTC)  # a Monday


@pytest.fixture
def ours(world):
    """Denis entered for the last time on 11 March 2024; the programme he took part in ended before."""
    Program.objects.filter(pk=world.program.pk).update(state="finished", phase="", ended_on=date(2024, 3, 1))
    Person.objects.update(edited_at=datetime(2023, 1, 1, tzinfo=UTC))
    User.objects.filter(pk=world.denis.pk).update(last_login=LAST)
    Affiliation.objects.filter(person=world.denis.person).update(noted_by=world.lille.organisation)
    world.denis.refresh_from_db()
    return world


def seen(world) -> list:
    return [contact.person for contact in contacts.contacts_of(world.lille)]


def test_contact_is_kept_three_years_after_the_last_exchange(ours):
    with on(date(2027, 3, 11)):
        found = next(each for each in contacts.contacts_of(ours.lille) if each.person == ours.denis.person)
        assert (found.until, found.is_due) == (date(2027, 3, 11), False)
    with on(date(2027, 3, 12)):
        assert next(each for each in contacts.contacts_of(ours.lille) if each.person == ours.denis.person).is_due
    with on(date(2026, 9, 1)):
        assert ours.denis.person not in seen(ours)


def test_whoever_takes_part_in_something_is_never_a_forgotten_contact(ours):
    cast.seat(cast.program("Encore", ours.arras), ours.cine)
    with on(date(2035, 1, 1)):
        assert ours.denis.person not in seen(ours)


def test_longest_rule_of_those_who_know_a_person_holds(ours):
    ours.roubaix.rule_sets.create(valid_from=date(2020, 1, 1), keep_prospects=6)
    Affiliation.objects.create(person=ours.denis.person, organisation=ours.video, noted_by=ours.roubaix.organisation)
    with on(date(2028, 1, 1)):
        assert ours.denis.person not in seen(ours)


def test_manager_erases_by_typing_the_name_and_nobody_else_may(ours, sign_in):
    args = [ours.lille.organisation.public_id, ours.denis.person.public_id]
    path = reverse("retention:erase", args=args)
    with on(date(2027, 3, 12)):
        assert sign_in(ours.alice).post(path, {"name": "Denis Leroy"}).status_code == 403
        assert sign_in(ours.chloe).get(path).status_code == 404
        assert sign_in(ours.farid).post(path, {"name": "Denis"}).status_code == 200
        assert Person.objects.get(pk=ours.denis.person.pk).first_name == "Denis"
        assert sign_in(ours.farid).post(path, {"name": "denis leroy"}).status_code == 302
    assert Person.objects.get(pk=ours.denis.person.pk).email == ""


def test_nobody_is_erased_the_day_before(ours):
    with on(date(2027, 3, 11)), pytest.raises(Refusal, match="l’heure"):
        contacts.erase_contact(ours.lille, ours.denis.person, {"name": "Denis Leroy"}, by=ours.farid)


def test_hold_on_a_person_or_on_a_programme_of_theirs_forbids_every_erasure(ours):
    person, day = ours.denis.person, date(2027, 3, 12)
    holds.place_hold(person, {"reason": "Litige."}, by=ours.farid, scope=ours.lille)
    with on(day), pytest.raises(Refusal, match="Litige"):
        contacts.erase_contact(ours.lille, person, {"name": "Denis Leroy"}, by=ours.farid)
    with pytest.raises(Refusal, match="Litige"):
        erase_person(person, by=ours.farid, reason="À sa demande.")
    holds.lift_hold(person, "Fini.", by=ours.farid, scope=ours.lille)
    holds.place_hold(ours.program, {"reason": "Contrôle."}, by=ours.farid)
    with pytest.raises(Refusal, match="Contrôle"):
        erase_person(person, by=ours.farid, reason="À sa demande.")
    holds.lift_hold(ours.program, "Fini.", by=ours.farid)
    assert erase_person(person, by=ours.farid, reason="À sa demande.").pk


def test_page_of_people_takes_the_same_statements_with_few_and_30_people(ours, sign_in):
    path, counts = reverse("retention:people", args=[ours.lille.organisation.public_id]), []
    for number in range(2):
        with on(date(2027, 3, 12)):
            client = sign_in(ours.farid)
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
        counts.append(len(queries))
        for each in range(30 * (1 - number)):
            user = cast.person(f"Prénom{each}", "Ancien", ours.cine)
            Person.objects.filter(pk=user.person.pk).update(edited_at=LAST)
    assert counts[0] == counts[1]


def test_page_of_people_is_the_managers_alone(ours, sign_in):
    path = reverse("retention:people", args=[ours.lille.organisation.public_id])
    with on(date(2027, 3, 12)):
        assert "Denis Leroy" in sign_in(ours.farid).get(path).content.decode()
        assert [sign_in(user).get(path).status_code for user in (ours.alice, ours.chloe)] == [403, 404]


def work(*days):
    """The worker on some days."""
    for day in days:
        with on(day):
            background.work()


def is_open(user) -> bool:
    return User.objects.get(pk=user.pk).is_active


WARNED_ON = date(2026, 2, 9)  # thirty days before two years after the last entry


def warnings(user):
    return Message.objects.filter(to=user, key__startswith="inactif:")


def test_account_is_warned_a_month_before_and_closed_after_two_years(ours):
    work(WARNED_ON - timedelta(days=3))
    assert warnings(ours.denis).count() == 0
    work(WARNED_ON, WARNED_ON + timedelta(days=1), date(2026, 3, 11))
    assert (warnings(ours.denis).count(), is_open(ours.denis)) == (1, True)
    assert "12 mars 2026" in warnings(ours.denis).get().subject
    work(date(2026, 3, 12))
    assert is_open(ours.denis) is False


def test_worker_that_slept_for_years_still_leaves_a_month(ours):
    work(date(2027, 3, 10), date(2027, 4, 9))
    assert is_open(ours.denis)
    work(date(2027, 4, 12))
    assert not is_open(ours.denis)


def test_coming_back_by_the_link_keeps_the_account(ours, client):
    work(WARNED_ON)
    with on(date(2026, 3, 10)):
        client.post(f"/entrer/{ours.denis.issue_link()}/")
    work(date(2026, 3, 12), date(2026, 6, 12))
    assert (is_open(ours.denis), warnings(ours.denis).count()) == (True, 1)


def test_last_manager_is_never_locked_out(ours):
    User.objects.filter(pk__in=[ours.farid.pk, ours.alice.pk]).update(last_login=LAST)
    work(WARNED_ON, date(2026, 3, 12), date(2026, 3, 13))
    assert (is_open(ours.farid), is_open(ours.alice)) == (True, False)


def test_one_of_two_managers_stays_when_neither_enters(ours):
    other = cast.officer("Sabine", "Roy", ours.lille, "manager")
    User.objects.filter(pk__in=[ours.farid.pk, other.pk]).update(last_login=LAST)
    work(WARNED_ON, date(2026, 3, 12), date(2026, 3, 13))
    assert sorted([is_open(ours.farid), is_open(other)]) == [False, True]


def test_person_on_hold_keeps_the_account(ours):
    holds.place_hold(ours.denis.person, {"reason": "Litige."}, by=ours.farid, scope=ours.lille)
    work(WARNED_ON, date(2026, 3, 12))
    assert is_open(ours.denis)


def test_manager_opens_a_closed_account_again_and_its_person_has_a_month(ours, sign_in):
    work(WARNED_ON, date(2026, 3, 12))
    path = reverse("retention:reopen", args=[ours.lille.organisation.public_id, ours.denis.person.public_id])
    assert sign_in(ours.alice).post(path).status_code == 403
    assert sign_in(ours.farid).post(path).status_code == 302
    assert is_open(ours.denis)
    work(date(2026, 4, 1), date(2026, 4, 30))
    assert (is_open(ours.denis), warnings(ours.denis).count()) == (True, 2)
    work(date(2026, 5, 4))
    assert not is_open(ours.denis)
