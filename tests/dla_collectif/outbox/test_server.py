"""Against servers that refuse, cut and hang, and a worker killed while it sends: nothing is lost."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from dla_collectif.outbox import delivery
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from tests import cast

from .test_outbox import queue, smtp  # noqa: F401

SMTP = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1"}


def test_one_bad_address_among_eighty_fails_alone_and_at_once(world, smtp):  # noqa: F811
    users = [cast.person(f"Personne{number}", "Nom") for number in range(80)]
    for user in users:
        queue(user, key=user.email, by=world.alice)
    smtp.refuse = users[40].email
    assert delivery.deliver_due(limit=100) == 79
    assert (len(smtp.mails), Message.objects.filter(state="sent").count()) == (79, 79)
    assert list(Message.objects.failed().values_list("address", flat=True)) == [users[40].email]
    assert delivery.deliver_due(limit=100) == 0


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        ("550 5.1.1 no such user", "failed", "Cette adresse n’existe pas"),
        ("552 5.2.2 mailbox full", "failed", "La boîte de cette personne est pleine"),
        ("451 4.7.1 greylisted", "queued", "La messagerie de cette personne demande d’attendre"),
        ("421 closing", "queued", "Le serveur d’envoi ne répond pas"),
    ],
)
def test_answer_of_the_server_is_said_in_french(world, smtp, answer, state, reason):  # noqa: F811
    async def say(*args):
        return answer

    smtp.handle_RCPT = say
    queue(world.denis)
    delivery.deliver_due()
    message = Message.objects.get()
    assert (message.state, message.error.startswith(reason)) == (state, True)


def test_temporary_refusal_ends_after_so_many_attempts(world, smtp):  # noqa: F811
    async def later(*args):
        return "451 later"

    smtp.handle_RCPT = later
    queue(world.denis)
    for _ in range(delivery.ATTEMPTS):
        Message.objects.update(due_at=clock.now())
        delivery.deliver_due()
    assert (Message.objects.get().state, Message.objects.get().attempts) == ("failed", delivery.ATTEMPTS)


def test_server_that_hangs_is_left_after_the_time_out(world):
    for user in (world.denis, world.emma):
        queue(user, key=user.email)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen(5)
        with override_settings(**SMTP, EMAIL_PORT=mute.getsockname()[1], EMAIL_USE_TLS=False, EMAIL_TIMEOUT=0.2):
            assert delivery.deliver_due() == 0
    assert set(Message.objects.values_list("state", "maybe_twice")) == {("queued", False)}
    assert not Message.objects.due().exists()


def test_dialogue_cut_after_the_text_is_shown_as_maybe_twice(world, smtp):  # noqa: F811
    taken = smtp.handle_DATA

    async def cut(server, session, envelope):
        await taken(server, session, envelope)
        server.transport.abort()

    smtp.handle_DATA = cut
    queue(world.denis)
    assert delivery.deliver_due() == 0
    smtp.handle_DATA = taken
    Message.objects.update(due_at=clock.now())
    assert delivery.deliver_due() == 1
    message = Message.objects.get()
    assert message.state == Message.State.UNSURE
    assert [message.message_id in mail.text for mail in smtp.mails] == [True, True]


def test_mail_without_a_server_is_a_file(world, tmp_path):
    queue(world.denis)
    with override_settings(EMAIL_BACKEND="dla_collectif.outbox.folder.EmailBackend", EMAIL_FILE_PATH=tmp_path / "mail"):
        assert delivery.deliver_due() == 1
    files = list((tmp_path / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml"]
    assert b"/entrer/" in files[0].read_bytes()


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """A folder with an empty database for each campaign to copy: making one takes longer than a campaign."""
    folder = tmp_path_factory.mktemp("blank")
    own = {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "DLA_VAR": str(folder), "DLA_DEMO": "1"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=os.environ | own, check=True)
    return folder


@pytest.mark.parametrize(("control", "code"), [(False, 0), (True, 1)])
def test_worker_killed_at_random_loses_nothing(blank, tmp_path, control, code, monkeypatch):
    shutil.copytree(blank, tmp_path / "campaign")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/campaign/db.sqlite3")
    script = Path(settings.BASE_DIR) / "script" / "mail_kills.py"
    flags = ["--control", "--kills", "12"] if control else ["--kills", "5"]
    run = subprocess.run([sys.executable, script, "--mails", "50", *flags], capture_output=True, text=True, check=False)
    counts = json.loads(run.stdout)
    assert (run.returncode, counts["lost"], counts["kills"] > 0) == (code, 0, True), counts
