"""Bulk mails are reread first: count, sample on real data, who is left out; then one button."""

import pytest
from django.urls import reverse

from dla_collectif.outbox.models import Message, Text
from programs.diagnosis.questionnaire import sources
from programs.journey.models import Participation
from tests import cast


@pytest.fixture
def ready(world):
    """Denis and Dora can be invited to answer; one association has no address."""
    Participation.objects.filter(pk__in=[world.denis_seat.pk, world.dora_seat.pk]).update(status="spotted")
    cast.seat(world.program, cast.organisation("Sans adresse"), status="spotted")
    step = cast.step(cast.at_phase(world.program, "diagnosis"), "diagnosis", world.alice)
    sources.choose_questionnaire(step, "culture", by=world.alice)
    world.url = reverse("diagnosis:send_invitations", args=[world.program.public_id])
    return world


def test_batch_is_shown_before_it_leaves(ready, sign_in):
    page = sign_in(ready.alice).get(ready.url).text
    people = ["denis.leroy@example.org", "Ciné-Club des Lilas", "Sans adresse"]
    seen = ["Envoyer les 2 messages", "[lien personnel]", *people]
    assert [words for words in seen if words not in page] == []
    assert Message.objects.count() == 0


def test_sample_is_that_of_the_person_chosen(ready, sign_in):
    shown = sign_in(ready.alice).get(ready.url, {"pour": "1"})
    assert "les besoins de Vidéo Quartier" in shown.context["sample"].subject


@pytest.mark.parametrize("place", ["-1", "x", "99999999999", "²"])
def test_odd_choice_shows_somebody(ready, sign_in, place):
    assert sign_in(ready.alice).get(ready.url, {"pour": place}).status_code == 200


def test_words_of_the_batch_leave_with_it_and_only_then(ready, sign_in):
    client, text = sign_in(ready.alice), f"{ready.url}?texte=diagnostic-invitation"
    data = {"subject": "Pour vous, {structure}", "body": "Bonjour\n\n{lien}", "version": "0"}
    assert client.post(text, data).status_code == 302
    page = client.get(ready.url)
    assert page.context["sample"].subject == "Pour vous, Ciné-Club des Lilas"
    client.post(ready.url, {"relu": page.context["relu"]})
    assert sorted(Message.objects.values_list("subject", flat=True)) == [
        "Pour vous, Ciné-Club des Lilas",
        "Pour vous, Vidéo Quartier",
    ]
    assert not Text.objects.exists()


def test_batch_that_changed_since_it_was_read_waits(ready, sign_in):
    client = sign_in(ready.alice)
    read = client.get(ready.url).context["relu"]
    organisation = cast.organisation("Nouvelle venue")
    cast.person("Nina", "Neuve", organisation)
    cast.seat(ready.program, organisation, status="spotted")
    answer = client.post(ready.url, {"relu": read}, follow=True)
    assert ("relisez avant d’envoyer" in answer.text, Message.objects.count()) == (True, 0)


def test_batch_is_the_carriers_alone(ready, sign_in):
    assert sign_in(ready.hugo).get(ready.url).status_code == 403
    assert sign_in(ready.chloe).get(ready.url).status_code == 404


def test_page_costs_the_same_with_two_letters_and_with_thirty(ready, sign_in, django_assert_num_queries):
    client = sign_in(ready.alice)
    for number in range(28):
        organisation = cast.organisation(f"Association {number}")
        cast.person(f"Personne{number}", "Nom", organisation)
        cast.seat(ready.program, organisation, status="spotted")
    with django_assert_num_queries(8):
        shown = client.get(ready.url)
    assert len(shown.context["choices"]) == 30
