"""What the settings promise: SQLite that bears several writers, and no start with unsafe values."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

SAFE = {
    "DLA_SECRET_KEY": "une clé de plus de cinquante signes, tous différents ou presque 0123456789",
    "DLA_HOSTS": "dla.example.org",
    "DLA_DEMO": "0",
}


def environment_of(tmp_path, **changed) -> dict[str, str]:
    """The environment of a real installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DLA_", "DATABASE_", "DJANGO_"))}
    return kept | {"DLA_VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", **SAFE, **changed}


def start(tmp_path, **changed):
    """Start with production settings; returns (exit status, what it said)."""
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = environment_of(tmp_path, **changed)
    run = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    return run.returncode, run.stderr


def test_production_settings_pass_the_deployment_check(tmp_path):
    code, said = start(tmp_path)
    assert (code, said) == (0, "")


@pytest.mark.parametrize(
    ("unsafe", "sentence"),
    [
        ({"DLA_SECRET_KEY": "short"}, "DLA_SECRET_KEY"),
        ({"DLA_HOSTS": ""}, "DLA_HOSTS"),
        ({"DLA_HOSTS": "*"}, "DLA_HOSTS"),
        ({"DLA_DEBUG": "yes"}, "DLA_DEBUG"),
        ({"DLA_PROXIES": "10.0.0.1,chez-nous"}, "DLA_PROXIES"),
    ],
)
def test_unsafe_settings_do_not_start(tmp_path, unsafe, sentence):
    code, said = start(tmp_path, **unsafe)
    assert (code != 0, sentence in said) == (True, True)


def test_sqlite_begins_by_taking_the_lock():
    if connection.vendor == "sqlite":
        options = connection.settings_dict["OPTIONS"]
        assert (options["transaction_mode"], options["timeout"] >= 20) == ("IMMEDIATE", True)
        assert "journal_mode=WAL" in options["init_command"]
    assert connection.settings_dict["CONN_MAX_AGE"] == 600


WRITERS = """
import threading, django
django.setup()
from django.db import connection, transaction
from dla_collectif.services.models import FormReceipt
with connection.schema_editor() as editor:
    editor.create_model(FormReceipt)
failures = []
def write(name):
    try:
        for number in range(10):
            with transaction.atomic():
                FormReceipt.objects.count()
                FormReceipt.objects.create(key=f"{name}-{number}", path="/")
    except Exception as problem:
        failures.append(problem)
writers = [threading.Thread(target=write, args=[name]) for name in range(8)]
[writer.start() for writer in writers], [writer.join() for writer in writers]
print(failures, FormReceipt.objects.count())
"""


def test_many_writers_at_once_lose_nothing(tmp_path):
    environment = {
        **os.environ,
        "DLA_VAR": str(tmp_path),
        "DLA_DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "dla_collectif.settings",
    }
    environment["DATABASE_URL"] = f"sqlite:///{tmp_path}/db.sqlite3"
    run = subprocess.run(
        [sys.executable, "-c", WRITERS], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    assert run.stdout.strip() == "[] 80"
