"""Kill the worker at random while it sends, and count what arrived: nothing lost, nothing twice but in the one window.

    .venv/bin/python script/mail_kills.py                        200 kills, 500 mails
    .venv/bin/python script/mail_kills.py --kills 5 --mails 50   what the tests run
    .venv/bin/python script/mail_kills.py --control              without the « sending » state: must fail

A real SMTP server on this machine answers slowly enough for kills to fall everywhere. The database is one of its own
(or that of DATABASE_URL, which must be empty). Ends with 1 when a mail is lost, or doubled outside the window.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
NURSERY = """
import os
import sys
from datetime import timedelta
import django
django.setup()
from django.core.management import call_command
from dla_collectif.outbox import delivery
from dla_collectif.outbox.models import Message
delivery.STUCK = timedelta(seconds=0)  # one worker at a time here: what is leaving was left by a dead one
if "--control" in sys.argv:  # as if nothing were noted before the dialogue
    def deliver(message, connection):
        connection.open()
        connection.send_messages([delivery.compose(message)])
        delivery.note(message, state=Message.State.SENT)
        return True
    delivery.deliver = deliver
for line in sys.stdin:  # one worker after the other, each born at once from what is loaded already
    pid = os.fork()
    if not pid:
        call_command("work")
        os._exit(0)
    print(pid, flush=True)
    os.waitpid(pid, 0)
    print("over", flush=True)
"""


class Box:
    """What the server took: the Message-ID of every mail, noted before it says so."""

    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        import asyncio

        await asyncio.sleep(random.uniform(0, 0.01))  # noqa: S311
        lines = envelope.content.decode("utf-8", "replace").splitlines()
        self.taken.append(
            next(line.partition(":")[2].strip() for line in lines if line.lower().startswith("message-id"))
        )
        await asyncio.sleep(random.uniform(0, 0.01))  # noqa: S311
        return "250 OK"


def campaign(kills: int, mails: int, *, control=False, seed=None) -> dict:
    """Queue `mails`, kill the worker `kills` times while it sends, let the last one finish; the counts."""
    import django

    django.setup()
    from aiosmtpd.controller import Controller
    from django.core.management import call_command
    from django.db import connection

    from dla_collectif.accounts.models import User
    from dla_collectif.outbox import actions
    from dla_collectif.outbox.models import Message

    dice = random.Random(seed)  # noqa: S311
    call_command("migrate", verbosity=0)
    users = [User.objects.create_user(f"personne{number}@example.org") for number in range(mails)]
    for number, user in enumerate(users):
        actions.send("accounts/mail/link.txt", to=user, key=f"kill:{number}", link="/espace/")
    connection.close()
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=int(os.environ["DLA_SMTP_PORT"]))
    controller.start()
    nursery = Nursery(control)
    killed = idle = 0
    pace = threading.Event()
    try:
        while killed < kills:
            if waiting(Message) == 0:
                break
            before = len(box.taken)
            worker = nursery.start()
            share = max(1, waiting(Message) // max(1, kills - killed))  # so that kills last as long as mails do
            wanted = before + dice.randint(0, share - 1)
            deadline = time.monotonic() + 20
            while len(box.taken) <= wanted and time.monotonic() < deadline:
                pace.wait(0.001)
            pace.wait(dice.uniform(0, 0.03))
            nursery.end(worker, signal.SIGKILL)
            killed += 1
            idle += len(box.taken) == before
        worker = nursery.start()
        patience = time.monotonic() + 120
        while waiting(Message) and time.monotonic() < patience:
            pace.wait(0.1)
        nursery.end(worker, signal.SIGTERM)
    finally:
        nursery.close()
        controller.stop()
    ids = set(Message.objects.values_list("message_id", flat=True))
    arrived = Counter(box.taken)
    doubled = {each for each, count in arrived.items() if count > 1}
    unsure = set(Message.objects.filter(state=Message.State.UNSURE).values_list("message_id", flat=True))
    return {
        "kills": killed,
        "kills_before_a_mail": idle,
        "mails": mails,
        "lost": len(ids - set(arrived)),
        "unknown_ids": len(set(arrived) - ids),
        "extra_copies": sum(arrived.values()) - len(arrived),
        "doubled_and_not_shown": len(doubled - unsure),
        "shown_as_maybe_twice": len(unsure),
        "most_copies_of_one": max(arrived.values(), default=0),
    }


class Nursery:
    """A process that gives birth to workers, one at a time."""

    def __init__(self, control):
        flags = ["--control"] if control else []
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(
            [sys.executable, "-c", NURSERY, *flags], cwd=ROOT, stderr=subprocess.DEVNULL, **pipes
        )

    def start(self) -> int:
        """A new worker: its process."""
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self, pid, name):
        """Send a worker a signal, and wait until it is no more."""
        os.kill(pid, name)
        self.process.stdout.readline()

    def close(self):
        """No more workers."""
        self.process.stdin.close()
        self.process.wait()


def waiting(model) -> int:
    """How many mails did not leave yet; asked on a connection that sees what the workers wrote."""
    from django.db import connection

    count = model.objects.filter(state__in=[model.State.QUEUED, model.State.SENDING]).count()
    connection.close()
    return count


def holds(counts: dict) -> bool:
    """None lost; copies no more than kills, all under the same Message-ID and shown."""
    return (
        counts["lost"] == counts["unknown_ids"] == counts["doubled_and_not_shown"] == 0
        and counts["extra_copies"] <= counts["kills"]
    )


def main() -> int:
    """Run a campaign and print its counts as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--mails", type=int, default=500)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--control", action="store_true")
    wanted = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3")
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "dla_collectif.settings",
            "DLA_DEMO": "1",
            "DLA_VAR": folder,
            "DLA_SMTP_HOST": "127.0.0.1",
            "DLA_SMTP_PORT": str(port),
            "DLA_SMTP_TLS": "0",
        }
        counts = campaign(wanted.kills, wanted.mails, control=wanted.control, seed=wanted.seed)
    print(json.dumps(counts, indent=2))
    return 0 if holds(counts) else 1


if __name__ == "__main__":
    sys.exit(main())
