"""No page waits for a PDF: it is asked for, the worker prints it, and equal pages are printed once."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import RequestFactory, override_settings

from dla_collectif.services import clock, pdf, pdf_speed, printing

HTML = "<!DOCTYPE html><html lang='fr'><title>Essai</title><body><h1>Essai</h1></body></html>"


@pytest.fixture
def waiting_room(monkeypatch):
    """As on a site: pages do not print; on a slow machine too, one turn of the worker prints all that waits."""
    monkeypatch.setattr(printing, "TURN", 600)
    with override_settings(PRINT_INLINE=False):
        yield


@pytest.fixture
def request_of(rf: RequestFactory, world):
    """A page asked for by Alice."""
    request = rf.get("/accompagnements/essai.pdf")
    request.user = world.alice
    return request


def test_print_asked_for_twice_waits_once(waiting_room, request_of):
    first, second = (printing.answer(request_of, HTML, "essai") for _ in range(2))
    assert (first.status_code, second.status_code, first["Refresh"]) == (202, 202, "2")
    assert len(list(printing.folder().glob("*.html"))) == 1


def test_print_is_handed_out_once_the_worker_made_it(waiting_room, request_of):
    printing.answer(request_of, HTML, "essai")
    assert printing.print_wanted() == 1
    answer = printing.answer(request_of, HTML, "essai")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    answer.close()
    assert list(printing.folder().iterdir()) == []
    assert sorted(path.suffix for path in (settings.VAR_DIR / "pdf").rglob("*") if path.is_file()) == ["", "", ".pdf"]


def test_worker_waits_longer_for_a_print_than_a_page_does(waiting_room, request_of, monkeypatch):
    """A child that gives way to the pages of a busy machine is not cut while it still has CPU to spend."""
    given = []
    monkeypatch.setattr(pdf, "html_to_pdf", lambda html, timeout: given.append(timeout) or b"%PDF-1.7")
    printing.answer(request_of, HTML, "essai")
    printing.print_wanted()
    with override_settings(PRINT_INLINE=True):
        printing.answer(request_of, HTML + "<!-- -->", "essai").close()
    worker, page = given
    assert page <= 60
    assert worker >= 5 * page


def test_print_that_fails_says_so_and_does_not_come_back(waiting_room, request_of, monkeypatch):
    def fail(html, timeout):
        raise pdf.PdfError("Ce document est trop long.")

    printing.answer(request_of, HTML, "essai")
    monkeypatch.setattr(pdf, "cached_pdf", fail)
    assert printing.print_wanted() == 0
    answer = printing.answer(request_of, HTML, "essai")
    assert (answer.status_code, "Ce document est trop long." in answer.content.decode()) == (503, True)


def page(number):
    """A page of its own."""
    return HTML.replace("Essai", f"Essai {number}")


def test_print_that_failed_is_tried_again_by_its_button(waiting_room, rf, world, monkeypatch):
    printing.ask(HTML)
    with monkeypatch.context() as broken:
        broken.setattr(
            pdf, "html_to_pdf", lambda html, timeout: (_ for _ in ()).throw(pdf.PdfError("Trop de mémoire."))
        )
        printing.print_wanted()
    asked, pushed = rf.get("/essai.pdf?format=a3"), rf.post("/essai.pdf?format=a3")
    asked.user = pushed.user = world.alice
    assert "Essayer de nouveau" in printing.answer(asked, HTML, "essai").content.decode()
    sent_on = printing.answer(pushed, HTML, "essai")
    assert (sent_on.status_code, sent_on["Location"]) == (302, "/essai.pdf?format=a3")
    assert printing.answer(asked, HTML, "essai").status_code == 202
    assert printing.print_wanted() == 1


def test_print_that_failed_is_made_once_its_facts_changed(waiting_room, request_of):
    printing.folder().joinpath(f"{printing.name_of(HTML)}.failed").write_text("Trop long.")
    assert printing.answer(request_of, HTML, "essai").status_code == 503
    assert printing.answer(request_of, page(2), "essai").status_code == 202


def test_waiting_page_says_the_place_and_the_usual_time(waiting_room, request_of):
    first = printing.answer(request_of, page(1), "essai").content.decode()
    second = printing.answer(request_of, page(2), "essai").content.decode()
    assert ("C’est le prochain." in first, "1 document se prépare avant lui." in second) == (True, True)
    assert ("d’ordinaire" in first, 'role="status"' in first) == (False, True)
    assert printing.print_wanted() == 2
    third = printing.answer(request_of, page(3), "essai")
    assert "Un document de cette taille prend d’ordinaire environ" in third.content.decode()
    assert 2 <= int(third["Refresh"]) <= 10


def test_usual_time_is_that_of_prints_of_the_same_size(tmp_path):
    (tmp_path / "pdf").mkdir()
    for size, seconds in ((1000, 0.6), (1100, 0.7), (900, 0.8), (1000, 0.7), (950, 0.6), *[(900_000, 11.2)] * 5):
        pdf_speed.note(size, seconds)
    assert (pdf_speed.usual(1000), pdf_speed.usual(800_000)) == (1, 12)


def test_prints_of_one_person_let_those_of_another_pass(waiting_room):
    for number in range(3):
        printing.ask(page(number), 7)
    assert printing.ask(page(9), 8).place == 2
    assert printing.ask(page(2), 7).place == 4


def test_queue_is_bounded_for_one_and_for_all(waiting_room, monkeypatch):
    for number in range(printing.MOST_EACH):
        printing.ask(page(number), 7)
    more = printing.ask(page(99), 7)
    assert (more.place, more.full.startswith("10 documents se préparent déjà pour vous")) == (0, True)
    assert printing.ask(page(98), 8).full == ""
    monkeypatch.setattr(printing, "MOST", 11)
    assert printing.ask(page(97), 9).full.startswith("Beaucoup de documents")
    assert len(printing.queue()) == 11


def test_two_workers_never_print_the_same_thing_twice(waiting_room, monkeypatch):
    made, real = [], pdf.html_to_pdf

    def slowly(html, timeout):
        made.append(html)
        time.sleep(0.3)
        return real(html, timeout=timeout)

    monkeypatch.setattr(pdf, "html_to_pdf", slowly)
    for number in range(3):
        printing.ask(page(number), number)
    counts = []
    workers = [threading.Thread(target=lambda: counts.append(printing.print_wanted())) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (sorted(made), sum(counts)) == ([page(0), page(1), page(2)], 3)


def test_print_thrown_away_while_it_was_made_is_kept_by_nobody(waiting_room, monkeypatch):
    def meanwhile(html, timeout):
        printing.forget()
        return b"%PDF-1.7"

    monkeypatch.setattr(pdf, "html_to_pdf", meanwhile)
    printing.ask(HTML)
    assert (printing.print_wanted(), pdf.is_cached(HTML), printing.queue()) == (0, False, [])


WORKER = """
import sys, time
from pathlib import Path
import django
from django.conf import settings
django.setup()
settings.VAR_DIR = Path(sys.argv[1])
from dla_collectif.services import pdf, printing
def never(path, content):
    (path.parent / "half.part").write_bytes(content[:100])
    Path(sys.argv[1], "there").touch()
    time.sleep(60)
pdf._write = never
printing.print_wanted()
"""


def test_worker_killed_in_the_middle_loses_nothing(waiting_room, request_of, tmp_path):
    printing.answer(request_of, HTML, "essai")
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "dla_collectif.settings", "DLA_DEMO": "1"}
    with subprocess.Popen([sys.executable, "-c", WORKER, str(tmp_path)], env=environment) as worker:
        until = time.monotonic() + 60
        while not (tmp_path / "there").exists() and time.monotonic() < until:
            time.sleep(0.05)
        told = printing.answer(request_of, HTML, "essai").content.decode()
        worker.send_signal(signal.SIGKILL)
    assert "Sa mise en page est en cours" in told
    assert [path.name for path in (tmp_path / "pdf").rglob("*.part")] == ["half.part"]
    assert "C’est le prochain." in printing.answer(request_of, HTML, "essai").content.decode()
    assert printing.print_wanted() == 1
    assert [path.name for path in tmp_path.rglob("*") if path.suffix in (".part", ".begun", ".html")] == []


def test_what_nobody_wants_any_more_is_swept(waiting_room, monkeypatch):
    pdf.cached_pdf(HTML)
    store = next((settings.VAR_DIR / "pdf").glob("*/*.pdf")).parent
    left = [printing.folder() / "a.failed", printing.folder() / "b.9.part", store / "c.part"]
    for path in left:
        path.touch()
    printing.forget_prints()
    assert [path.exists() for path in left] == [True] * 3
    today = clock.now()
    monkeypatch.setattr(clock, "now", lambda: today + timedelta(days=2))
    assert (printing.forget_prints(), [path.exists() for path in left]) == (0, [False] * 3)
    assert pdf.is_cached(HTML)
    monkeypatch.setattr(clock, "now", lambda: today + timedelta(days=31))
    assert (printing.forget_prints(), pdf.is_cached(HTML)) == (1, False)
