"""An erased person is a pseudonym, without a way in; what others wrote and counted stays."""

import pytest

from dla_collectif.accounts.actions import mail
from dla_collectif.accounts.models import Membership, PersonalLink, User
from dla_collectif.directory.models import Affiliation, Person
from dla_collectif.entrance.models import Session
from dla_collectif.journal.checking import faults
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.privacy import erasure
from dla_collectif.services import clock, holdings
from dla_collectif.services.refusals import Refusal
from programs.contributions.models import Contribution
from programs.journey.models import Participation, Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def free(world):
    """Nothing holds Denis back: his association's programme is over."""
    Program.objects.update(state=Program.State.FINISHED)
    return world


def erase(world, user="denis"):
    """Farid, a manager, validates."""
    return erasure.erase_person(getattr(world, user).person, by=world.farid, reason="Demande reçue.")


def test_every_holding_says_what_an_erasure_does():
    assert [holding.title for holding in holdings.declared() if holding.erasure is None] == []


def test_person_is_a_pseudonym_and_has_no_way_in(free, sign_in):
    client, link = sign_in(free.denis), free.denis.issue_link()
    Person.objects.filter(pk=free.denis.person.pk).update(phone="03 20 00 00 01")
    done = erase(free)
    person, account = Person.objects.get(pk=free.denis.person.pk), User.objects.get(pk=free.denis.pk)
    assert (str(person), person.email, person.phone) == (f"Personne effacée {done.mark}", "", "")
    assert (account.is_active, account.has_usable_password(), account.last_login) == (False, False, None)
    assert account.email.endswith("@personne.invalid")
    assert not PersonalLink.objects.filter(user=account).exists()
    assert not Session.objects.filter(user=account).exists()
    assert client.get("/").status_code == 302
    assert client.get(f"/entrer/{link}/").status_code == 404


def test_person_speaks_for_nobody_any_more(free):
    erase(free)
    rows = Affiliation.objects.filter(person=free.denis.person)
    assert (rows.count(), rows.current().count(), set(rows.values_list("function", flat=True))) == (1, 0, {""})


def test_what_waits_is_not_sent_and_what_was_sent_says_nothing(free):
    waiting = mail(free.denis.person, "accounts/mail/link.txt", key="a")
    sent = mail(free.denis.person, "accounts/mail/link.txt", key="b")
    Message.objects.filter(pk=sent.pk).update(state=Message.State.SENT)
    erase(free)
    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.state, sent.state) == (Message.State.DROPPED, Message.State.SENT)
    assert [row for row in (waiting, sent) if "denis" in f"{row.address} {row.body} {row.subject}".lower()] == []


def test_texts_of_others_say_the_pseudonym_and_forms_drawn_before_are_refused(free):
    words = {"program": free.program, "phase": "scoping", "kind": "need"}
    denis = free.denis.person
    text = f"M. {denis.last_name.upper()} {denis.first_name} l’a dit, joignable à {free.denis.email}."
    row = Contribution.objects.create(**words, text=text)
    mine = Contribution.objects.create(**words, text="Un gymnase.", person=free.denis.person, quotable=True)
    done = erase(free)
    row.refresh_from_db()
    mine.refresh_from_db()
    assert (free.denis.email in row.text, f"M. Personne effacée {done.mark} l’a dit" in row.text) == (False, True)
    assert (row.version, mine.text, mine.quotable) == (2, "Un gymnase.", False)


def test_homonym_keeps_their_own_name(free):
    other = Person.objects.create(first_name="Denis", last_name=free.denis.person.last_name, email="autre@example.org")
    erase(free)
    other.refresh_from_db()
    assert (other.first_name, other.last_name) == ("Denis", free.denis.person.last_name)


def test_erasure_is_journaled_without_a_name_and_done_once(free):
    done = erase(free)
    entry = Entry.objects.of("maison").first()
    assert (entry.sentence, entry.by) == (
        f"a effacé les données d’une personne, désormais «\u00a0{done}\u00a0»",
        free.farid,
    )
    assert faults() == []
    with pytest.raises(Refusal, match="déjà effacées"):
        erase(free)


def test_sole_representative_of_a_committed_association_is_asked_who_takes_over(world):
    Participation.objects.filter(pk=world.denis_seat.pk).update(status="committed", committed_on=clock.today())
    with pytest.raises(Refusal, match="est seul·e à parler pour"):
        erase(world)
    assert Person.objects.get(pk=world.denis.person.pk).first_name == "Denis"
    successor = Person.objects.create(first_name="Lina", last_name="Suivante")
    Affiliation.objects.create(person=successor, organisation=world.denis_seat.organisation)
    erase(world)


def test_last_manager_of_a_team_is_asked_for_another(free):
    Membership.objects.filter(dla=free.lille, role="manager").exclude(user=free.farid).delete()
    with pytest.raises(Refusal, match="dernier·e responsable"):
        erase(free, "farid")
    Membership.objects.filter(user=free.alice, dla=free.lille).update(role="manager")
    erasure.erase_person(free.farid.person, by=free.alice, reason="Départ.")
    assert not Membership.objects.filter(user=free.farid).exists()
