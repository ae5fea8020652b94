"""Erasure from the first question to the end: who asks, who answers by name, what is told, what holds it back."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dla_collectif.accounts.models import Membership
from dla_collectif.directory.models import Affiliation, Person
from dla_collectif.journal.checking import faults
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.privacy import erasure, requests
from dla_collectif.privacy.models import Erasure, ErasureRequest
from dla_collectif.services import clock
from programs.contributions.models import Contribution
from programs.journey.models import Carrier
from tests import cast

pytestmark = pytest.mark.django_db
ASK = {"words": "Lina prend la suite.", "understood": "on"}


@pytest.fixture
def free(world):
    """Two speak for Denis’s association; Lille and Roubaix know him, each with its manager."""
    world.lina = Person.objects.create(first_name="Lina", last_name="Suivante")
    Affiliation.objects.create(person=world.lina, organisation=world.cine)
    world.rose = cast.officer("Rose", "Lambert", world.roubaix, Membership.Role.MANAGER)
    return world


@pytest.fixture
def asked(free, sign_in):
    """Denis asked."""
    assert sign_in(free.denis).post(reverse("privacy:ask_erasure"), ASK).status_code == 302
    return ErasureRequest.objects.get(person=free.denis.person)


def accept(client, asked):
    """The button of the page of acceptance."""
    return client.post(reverse("privacy:accept_erasure", args=[asked.public_id]), {"checked": "on"})


def test_person_asks_knowingly_and_each_manager_who_knows_them_is_told(free, sign_in):
    client = sign_in(free.denis)
    page = client.get(reverse("privacy:ask_erasure")).content.decode()
    assert ("Ce qui disparaît" in page, "Ce qui reste" in page, "À régler d’abord" in page) == (True, True, False)
    assert reverse("privacy:ask_erasure") in client.get(reverse("privacy:mine")).content.decode()
    unread = client.post(reverse("privacy:ask_erasure"), {"words": "Vite."})
    assert ("Cochez cette case" in unread.content.decode(), ErasureRequest.objects.count()) == (True, 0)
    client.post(reverse("privacy:ask_erasure"), ASK)
    told = Message.objects.filter(key__startswith="erasure-asked:")
    assert set(told.values_list("to", flat=True)) == {free.farid.pk, free.rose.pk}
    waiting = client.get(reverse("privacy:ask_erasure")).content.decode()
    assert ("Retirer ma demande" in waiting, "Ce qui disparaît" in waiting) == (True, False)
    assert Entry.objects.filter(by=free.denis, sentence="a demandé l’effacement de ses données").count() == 1


def test_request_is_read_by_those_who_know_the_person_alone(free, asked, sign_in):
    address = asked.get_absolute_url()
    who = {"alice": 200, "bruno": 200, "farid": 200, "chloe": 404, "emma": 403, "denis": 403}
    assert {name: sign_in(getattr(free, name)).get(address).status_code for name in who} == who
    lists = {name: sign_in(getattr(free, name)).get(reverse("privacy:requests")).content.decode() for name in who}
    assert {name for name, page in lists.items() if address in page} == {"alice", "bruno", "farid"}


def test_plan_says_what_happens_to_each_kind_of_row(free, asked, sign_in):
    words = {"program": free.program, "phase": "scoping", "kind": "need"}
    Contribution.objects.create(**words, text="Un gymnase.", person=free.denis.person)
    Contribution.objects.create(**words, text=f"{free.denis} le dit aussi.")
    free.denis.issue_link()
    page = sign_in(free.farid).get(asked.get_absolute_url()).content.decode()
    for told in ("Ce que vous avez dit", "Liens personnels envoyés", "Supprimé", "Contribution"):
        assert told in page
    assert "Accepter l’effacement" in page
    assert "Accepter l’effacement" not in sign_in(free.alice).get(asked.get_absolute_url()).content.decode()


def test_plan_takes_the_same_statements_with_1_and_30_rows(free, asked, sign_in):
    client, counts = sign_in(free.farid), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(asked.get_absolute_url())
        counts.append(len(queries))
        for number in range(30):
            words = {"program": free.program, "phase": "scoping", "kind": "need", "person": free.denis.person}
            Contribution.objects.create(**words, text=f"Besoin {number} de {free.denis}")
    assert counts[0] == counts[1]


def test_each_dla_agrees_by_name_and_the_answer_leaves_before_the_address_goes(free, asked, sign_in):
    assert accept(sign_in(free.alice), asked).status_code == 403
    assert accept(sign_in(free.farid), asked).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.voices.exclude(by=None).get().by) == ("waiting", free.farid)
    again = accept(sign_in(free.farid), asked)
    assert "Votre DLA a déjà accepté" in again.content.decode()
    accept(sign_in(free.rose), asked)
    asked.refresh_from_db()
    answer = Message.objects.get(key=requests.key_of(asked))
    assert (asked.state, answer.to, "acceptée" in answer.body) == ("accepted", free.denis, True)
    assert requests.erase_accepted() == 0  # the answer waits to leave
    Message.objects.filter(pk=answer.pk).update(state="sent")
    assert requests.erase_accepted() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.person.first_name, Erasure.objects.get().by) == ("done", "Personne", free.rose)
    page = sign_in(free.farid).get(asked.get_absolute_url()).content.decode()
    assert ("Personne effacée" in page, "Denis" in page) == (True, False)


def test_answer_that_never_leaves_does_not_hold_for_ever(free, asked, sign_in):
    accept(sign_in(free.farid), asked)
    accept(sign_in(free.rose), asked)
    late = clock.now() - requests.MAIL_WAITED_FOR
    ErasureRequest.objects.update(answered_at=late)
    assert requests.erase_accepted() == 1
    assert Message.objects.get(key=requests.key_of(asked)).state == "dropped"


def test_refusal_is_told_with_its_reason(free, asked, sign_in):
    client, address = sign_in(free.rose), reverse("privacy:refuse_erasure", args=[asked.public_id])
    assert "Dites pourquoi" in client.post(address, {"reason": ""}).content.decode()
    assert client.post(address, {"reason": "Une action en justice est en cours."}).status_code == 302
    asked.refresh_from_db()
    mail = Message.objects.get(key=requests.key_of(asked))
    assert (asked.state, "Une action en justice" in mail.body, mail.address) == ("refused", True, free.denis.email)
    assert "Une action en justice" in sign_in(free.denis).get(reverse("privacy:ask_erasure")).content.decode()
    assert "n’attend plus de réponse" in accept(sign_in(free.farid), asked).content.decode()


def test_person_changes_their_mind_until_it_is_done(free, asked, sign_in):
    accept(sign_in(free.farid), asked)
    accept(sign_in(free.rose), asked)
    client = sign_in(free.denis)
    assert "encore changer d’avis" in client.get(reverse("privacy:ask_erasure")).content.decode()
    client.post(reverse("privacy:withdraw_erasure"))
    Message.objects.update(state="sent")
    assert (requests.erase_accepted(), Person.objects.get(pk=free.denis.person.pk).first_name) == (0, "Denis")


def test_manager_does_not_answer_for_themselves(free, sign_in):
    second = cast.officer("Paul", "Second", free.lille, Membership.Role.MANAGER)
    asked = requests.ask_erasure(free.farid.person, "", by=free.farid)
    page = accept(sign_in(free.farid), asked).content.decode()
    assert "votre propre demande" in page
    accept(sign_in(second), asked)
    accept(sign_in(free.rose), asked)
    asked.refresh_from_db()
    assert asked.state in ("accepted", "waiting")  # Roubaix answers only if it knows them


def test_what_must_be_settled_first_is_told_to_both_and_holds_the_acceptance(free, asked, sign_in):
    Affiliation.objects.filter(person=free.lina).delete()
    sentence = "est seul·e à parler pour"
    assert sentence in accept(sign_in(free.farid), asked).content.decode()
    assert sentence in sign_in(free.farid).get(asked.get_absolute_url()).content.decode()
    requests.withdraw_erasure(asked, by=free.denis)
    assert sentence in sign_in(free.denis).get(reverse("privacy:ask_erasure")).content.decode()


def test_what_comes_between_the_agreement_and_the_erasure_is_noted(free, asked, sign_in):
    accept(sign_in(free.farid), asked)
    accept(sign_in(free.rose), asked)
    Message.objects.update(state="sent")
    Affiliation.objects.filter(person=free.lina).delete()
    assert requests.erase_accepted() == 0
    asked.refresh_from_db()
    assert (asked.state, "est seul·e à parler pour" in asked.held_back) == ("accepted", True)


def test_dla_that_knows_nothing_of_them_is_not_asked(free):
    asked = requests.ask_erasure(free.emma.person, "", by=free.emma)
    assert set(asked.voices.values_list("dla", flat=True)) == {free.arras.pk}
    assert Carrier.objects.filter(program=free.foreign).get().dla == free.arras


def test_list_of_erasures_is_replayed_on_an_old_backup(free, capsys, tmp_path, django_capture_on_commit_callbacks):
    public_id, mark = free.denis.person.public_id, ""
    sentence = Contribution.objects.create(
        program=free.program, phase="scoping", kind="need", text=f"Demandé par {free.denis}."
    )
    from django.db import transaction

    with transaction.atomic():  # what is undone is the database; the list stays, as a file outside of it does
        with django_capture_on_commit_callbacks(execute=True):
            mark = erasure.erase_person(free.denis.person, by=free.farid, reason="Demande.").mark
        call_command("list_erasures")
        printed = capsys.readouterr().out
        transaction.set_rollback(True)
    kept = erasure.register_file().read_text()
    assert (printed, "Denis" in kept, public_id in kept) == (kept, False, True)
    assert Person.objects.get(public_id=public_id).first_name == "Denis"  # the old backup
    other = tmp_path / "elsewhere.jsonl"
    other.write_text(kept + '{"person": "zzzzzzzzzzzzzz", "mark": "0000", "at": ""}\n')
    with django_capture_on_commit_callbacks(execute=True):
        call_command("replay_erasures", str(other))
    assert "rejoués\u00a0: 1." in capsys.readouterr().out
    sentence.refresh_from_db()
    assert sentence.text == f"Demandé par Personne effacée {mark}."
    assert (faults(), erasure.register_file().read_text()) == ([], kept)
    call_command("replay_erasures")
    assert "Déjà faits\u00a0: 1." in capsys.readouterr().out


@pytest.mark.parametrize("line", ["pas du JSON", "[]", '{"mark": "7F3A"}', "null"])
def test_line_that_cannot_be_read_is_told_and_the_others_are_done(free, line, tmp_path, capsys):
    path = tmp_path / "list.jsonl"
    path.write_text(f'{line}\n{{"person": "{free.denis.person.public_id}", "mark": "7F3A"}}\n')
    with pytest.raises(CommandError, match="illisibles\u00a0: 1"):
        call_command("replay_erasures", str(path))
    assert str(Person.objects.get(pk=free.denis.person.pk)) == "Personne effacée 7F3A"


def test_list_that_is_not_there_is_told(free):
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("replay_erasures", "nowhere.jsonl")
