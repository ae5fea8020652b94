"""Whole files are made by the worker, taken by those who carry the programme, and go in time."""

import hashlib
import os
from datetime import timedelta

import pytest
from django.core.management import call_command

from dla_collectif.journal.models import Entry
from dla_collectif.privacy import erasure
from dla_collectif.services import archives, clock
from programs.restitution.archive import background
from programs.restitution.models import Archive
from tests import cast

from .test_archive import parts_of, upload


def url(walk, name=""):
    return f"/accompagnements/{walk.program.public_id}/restitution/dossier/{name}"


@pytest.fixture(autouse=True)
def one_long_turn(monkeypatch):
    """On a slow machine too, one turn makes the whole file, unless a test shortens it."""
    monkeypatch.setattr(background, "AT_ONCE", 600)


# The worker, a few seconds at a time ---------------------------------------------------------------------------------
def asked(walk):
    return Archive.objects.create(program=walk.program, asked_by=walk.alice)


def test_worker_makes_it_and_the_journal_keeps_its_fingerprint(walk):
    row = asked(walk)
    assert background.work() > 5
    row.refresh_from_db()
    assert (row.is_there, row.done, row.sha256) == (True, row.total, hashlib.sha256(row.path.read_bytes()).hexdigest())
    entry = Entry.objects.of(walk.program.journal_scope).first()
    assert (row.sha256 in entry.sentence, entry.who) == (True, str(walk.alice))
    assert (row.path.stat().st_mode & 0o777, archives.folder().stat().st_mode & 0o777) == (0o600, 0o700)
    assert background.work() == 0


def test_worker_stops_after_some_seconds_and_goes_on_at_its_next_turn(walk, monkeypatch):
    monkeypatch.setattr(background, "AT_ONCE", -1)
    row = asked(walk)
    counts = []
    while not Archive.objects.get(pk=row.pk).made_at:
        counts.append(background.work())
    row.refresh_from_db()
    assert (set(counts), len(counts)) == ({1}, row.total)


def test_what_came_meanwhile_is_in_the_file(walk, monkeypatch):
    monkeypatch.setattr(background, "AT_ONCE", -1)
    row = asked(walk)
    background.work()
    upload(walk)
    while not Archive.objects.get(pk=row.pk).made_at:
        background.work()
    assert "fichiers/001 note.pdf" in parts_of(row.path.read_bytes())


def test_failure_is_told_once_and_holds_up_no_other(walk, monkeypatch):
    def broken(journey):
        raise RuntimeError

    row = asked(walk)
    with monkeypatch.context() as patch:
        patch.setattr(background, "items", broken)
        assert background.work() == 0
    row.refresh_from_db()
    assert ("demandez de nouveau" in row.problem, row.is_waiting) == (True, False)
    assert asked(walk).is_waiting
    assert background.work() > 5


def test_worker_command_makes_what_waits(walk):
    row = asked(walk)
    call_command("work", once=True)
    row.refresh_from_db()
    assert row.is_there


def test_file_goes_after_some_days_and_with_its_row(walk):
    first, second = asked(walk), asked(walk)
    background.work()
    background.work()
    old = (clock.now() - archives.KEPT - timedelta(hours=1)).timestamp()
    os.utime(first.path, (old, old))
    background.work()
    assert (first.path.exists(), second.path.exists()) == (False, True)
    Archive.objects.filter(pk=second.pk).delete()
    background.work()
    assert not second.path.exists()


def test_erasure_of_somebody_throws_every_file_away(walk, django_capture_on_commit_callbacks):
    row = asked(walk)
    background.work()
    (archives.folder() / "x.parts").mkdir()
    with django_capture_on_commit_callbacks(execute=True):
        erasure.anonymise(walk.denis.person, mark="ABCD", by=walk.alice, reason="Demandé par lettre")
    assert (row.path.exists(), list(archives.folder().iterdir())) == (False, [])


# The page ------------------------------------------------------------------------------------------------------------
def test_page_asks_shows_progress_and_hands_the_file_to_carriers(walk, sign_in):
    client = sign_in(walk.alice)
    assert client.post(url(walk)).status_code == 302
    assert client.post(url(walk)).status_code == 302
    row = Archive.objects.get()
    Archive.objects.update(done=12, total=34)
    page = client.get(url(walk))
    assert ("12 documents sur 34" in page.content.decode(), page["Refresh"]) == (True, "3")
    background.work()
    page = client.get(url(walk))
    row.refresh_from_db()
    assert (row.sha256 in page.content.decode(), "Refresh" in page) == (True, False)
    answer = client.get(url(walk, f"{row.public_id}/"))
    content = b"".join(answer.streaming_content)
    answer.close()
    assert hashlib.sha256(content).hexdigest() == row.sha256
    assert "attachment" in answer["Content-Disposition"]


def test_worker_that_does_not_run_is_told(walk, sign_in):
    row, told = asked(walk), "le service qui prépare les documents est sans doute arrêté"
    client = sign_in(walk.alice)
    assert told not in client.get(url(walk)).content.decode()
    Archive.objects.update(asked_at=row.asked_at - timedelta(minutes=11))
    assert told in client.get(url(walk)).content.decode()
    Archive.objects.update(total=34)
    assert told not in client.get(url(walk)).content.decode()


def test_page_and_file_are_shut_to_everybody_else(walk, sign_in):
    row = asked(walk)
    background.work()
    region = cast.regional_reader("Rita", "Ré", walk.lille)
    for name in ("", f"{row.public_id}/"):
        codes = [sign_in(user).get(url(walk, name)).status_code for user in (walk.denis, walk.hugo, region, walk.chloe)]
        assert codes == [403, 403, 403, 404]


def test_file_of_another_programme_is_not_found(walk, sign_in):
    row = Archive.objects.create(program=walk.emma_seat.program, asked_by=walk.chloe, made_at=clock.now())
    row.path.write_bytes(b"PK")
    assert sign_in(walk.alice).get(url(walk, f"{row.public_id}/")).status_code == 404


def test_file_that_was_removed_is_told_so(walk, sign_in):
    row = asked(walk)
    background.work()
    archives.forget()
    client = sign_in(walk.alice)
    assert client.get(url(walk, f"{row.public_id}/")).status_code == 404
    assert "Retiré" in client.get(url(walk)).content.decode()


def test_page_takes_the_same_statements_with_1_and_10_files(walk, sign_in, django_assert_max_num_queries):
    client = sign_in(walk.alice)
    asked(walk)
    client.get(url(walk))
    for _ in range(9):
        asked(walk)
    with django_assert_max_num_queries(8):
        client.get(url(walk))
