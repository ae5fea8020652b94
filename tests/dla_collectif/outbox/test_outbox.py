"""Mails are rows first: never lost, never twice, links made at the moment of sending; over a real SMTP server."""

import socket
from datetime import timedelta
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from django.test import override_settings

from dla_collectif.accounts.models import PersonalLink
from dla_collectif.outbox import actions, delivery
from dla_collectif.outbox.kinds import one_line
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock

TEMPLATE = "accounts/mail/link.txt"


class Box:
    """What the SMTP server received; refuses what `refuse` names."""

    def __init__(self):
        self.mails, self.refuse = [], ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address == self.refuse:
            return "550 adresse inconnue"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.mails.append(SimpleNamespace(to=envelope.rcpt_tos, text=envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def smtp():
    """A real SMTP server on this machine, and the settings that lead to it."""
    box = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_USE_TLS=False,
        EMAIL_HOST_USER="",
    ):
        yield box
    controller.stop()


def queue(user, key="cle", **more):
    return actions.send(TEMPLATE, to=user, key=key, link="/espace/", **more)


def test_mail_of_one_cause_is_one_row(world):
    assert queue(world.denis) == queue(world.denis)
    assert Message.objects.count() == 1


def test_mail_holds_no_token_until_it_leaves(world, smtp):
    message = queue(world.denis)
    assert ("{lien}" in message.body, PersonalLink.objects.count()) == (True, 0)
    assert delivery.deliver_due() == 1
    assert "/entrer/" in smtp.mails[0].text
    assert "{lien}" not in smtp.mails[0].text
    assert "/entrer/" not in Message.objects.get().body


def test_mail_that_left_does_not_leave_again(world, smtp):
    queue(world.denis)
    assert [delivery.deliver_due(), delivery.deliver_due(), len(smtp.mails)] == [1, 0, 1]


def test_bad_address_does_not_hold_up_the_others(world, smtp):
    smtp.refuse = world.emma.email
    for user in (world.denis, world.emma, world.hugo):
        queue(user, key=user.email)
    assert delivery.deliver_due() == 2
    refused = Message.objects.get(to=world.emma)
    assert (refused.state, refused.attempts) == ("failed", 1)
    assert refused.error == "Cette adresse n’existe pas (réponse du serveur\u00a0: 550 adresse inconnue)."


def test_server_that_is_down_loses_nothing(world):
    message = queue(world.denis)
    queue(world.emma, key="autre")
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=9
    ):
        for _ in range(20):
            assert delivery.deliver_due() == 0
            Message.objects.update(due_at=clock.now())
        assert set(Message.objects.values_list("state", flat=True)) == {"queued"}
        Message.objects.update(queued_at=clock.now() - delivery.PATIENCE - timedelta(minutes=1))
        delivery.deliver_due()
    message.refresh_from_db()
    assert message.state == Message.State.FAILED
    assert message.error.startswith("Le serveur d’envoi ne répond pas")


def test_mail_left_in_the_middle_goes_again_and_says_so(world, smtp):
    message = queue(world.denis)
    Message.objects.update(state=Message.State.SENDING, due_at=clock.now() - timedelta(minutes=1))
    assert delivery.deliver_due() == 1
    message.refresh_from_db()
    assert message.state == Message.State.UNSURE
    assert message.message_id in smtp.mails[0].text


def test_subject_never_holds_a_line_break():
    assert one_line("Objet\r\nBcc: tous@example.org") == "Objet Bcc: tous@example.org"


def test_answers_go_to_the_officer(world, smtp):
    queue(world.denis, by=world.alice)
    delivery.deliver_due()
    assert f"Reply-To: {world.alice.email}" in smtp.mails[0].text


def test_officer_reads_their_own_messages_and_no_others(world, sign_in):
    queue(world.denis, by=world.alice)
    assert "Votre lien personnel" in sign_in(world.alice).get("/messages/").content.decode()
    assert "Votre lien personnel" not in sign_in(world.bruno).get("/messages/").content.decode()
