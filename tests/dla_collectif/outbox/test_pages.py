"""The officer's pages: failed mails sent again, addresses corrected, the words of the DLA."""

import pytest
from django.urls import reverse

from dla_collectif.outbox import actions
from dla_collectif.outbox.kinds import kinds
from dla_collectif.outbox.models import Message, Text
from dla_collectif.services import clock

KEY = "diagnostic-engagement"
WORDS = {"subject": "Engagez {structure}", "body": "Lisez : {lien}\n\n{signature}", "version": "0"}


def post(world, key="cle", to=None):
    words = {"structure": "Ciné-Club", "accompagnement": "Cinéma"}
    return actions.post(kinds()[KEY], to=to or world.denis, key=key, words=words, link="/espace/", by=world.alice)


@pytest.fixture
def failed(world):
    message = post(world)
    Message.objects.update(state=Message.State.FAILED, error="Cette adresse n’existe pas.", attempts=1)
    return message


def test_failure_is_told_with_its_reason(world, sign_in, failed):
    page = sign_in(world.alice).get(reverse("outbox:list")).text
    assert ("1 message" in page, "Cette adresse n’existe pas." in page, "Renvoyer" in page) == (True, True, True)
    assert "1 message" in sign_in(world.alice).get(reverse("journey:desk")).text


def test_failed_mail_is_sent_again_once(world, sign_in, failed):
    client, url = sign_in(world.alice), reverse("outbox:again", args=[failed.public_id])
    client.post(url)
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.error) == ("queued", 0, "")
    assert "ne se renvoie pas" in client.post(url, follow=True).text


def test_address_is_corrected_everywhere_and_the_mail_leaves(world, sign_in, failed):
    url = reverse("outbox:address", args=[failed.public_id])
    sign_in(world.alice).post(url, {"address": "denis.leroy.2@example.org"})
    failed.refresh_from_db()
    world.denis.refresh_from_db()
    world.denis.person.refresh_from_db()
    assert {failed.address, world.denis.email, world.denis.person.email} == {"denis.leroy.2@example.org"}
    assert failed.state == "queued"


@pytest.mark.parametrize("reason", ["came in", "officer", "taken", "same", "broken"])
def test_address_that_must_not_be_corrected_stays(world, sign_in, failed, reason):
    address = {"taken": world.dora.email, "same": world.denis.email, "broken": "denis@"}.get(reason, "moi@example.org")
    if reason == "came in":
        world.denis.last_login = clock.now()
        world.denis.save()
    elif reason == "officer":
        Message.objects.update(to=world.bruno)
    page = sign_in(world.alice).post(reverse("outbox:address", args=[failed.public_id]), {"address": address})
    world.denis.refresh_from_db()
    assert (page.status_code, world.denis.email, Message.objects.get().state) == (
        200,
        "denis.leroy@example.org",
        "failed",
    )


def test_mails_of_another_officer_are_out_of_reach(world, sign_in, failed):
    for name in ("again", "address"):
        assert sign_in(world.bruno).post(reverse(f"outbox:{name}", args=[failed.public_id])).status_code == 404


def test_words_of_a_dla_are_those_of_its_mails(world, sign_in):
    client, url = sign_in(world.alice), reverse("outbox:text", args=[KEY])
    preview = client.post(url, {**WORDS, "apercu": "1"})
    assert ("Engagez Ciné-Club des Lilas" in preview.text, Text.objects.count()) == (True, 0)
    client.post(url, WORDS)
    assert post(world).subject == "Engagez Ciné-Club"
    assert actions.texts_of([kinds()[KEY]], by=world.chloe)[KEY] == kinds()[KEY].own_words
    assert "Tel que Denis Leroy le lirait" in client.get(url).text
    client.post(url, {"reprendre": "1"})
    assert not Text.objects.exists()


def test_words_changed_by_two_are_shown_to_the_second(world, sign_in):
    url = reverse("outbox:text", args=[KEY])
    sign_in(world.alice).post(url, WORDS)
    late = sign_in(world.farid).post(url, {**WORDS, "subject": "Autre objet"})
    assert (late.status_code, Text.objects.get().subject) == (409, WORDS["subject"])


def test_unknown_variable_is_refused_on_the_page(world, sign_in):
    page = sign_in(world.alice).post(reverse("outbox:text", args=[KEY]), {**WORDS, "subject": "{prénom}"})
    assert "n’est pas une variable de ce message" in page.text


def test_list_costs_the_same_with_one_and_with_sixty(world, sign_in, django_assert_num_queries):
    client, url = sign_in(world.alice), reverse("outbox:list")
    client.get(url)
    for count in (1, 60):
        for number in range(count):
            post(world, key=f"{count}-{number}")
        with django_assert_num_queries(4):
            client.get(url)
