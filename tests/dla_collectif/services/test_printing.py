"""No page waits for a PDF: it is asked for, the worker prints it, and equal pages are printed once."""

import pytest
from django.test import RequestFactory, override_settings

from dla_collectif.services import pdf, printing

HTML = "<!DOCTYPE html><html lang='fr'><title>Essai</title><body><h1>Essai</h1></body></html>"


@pytest.fixture
def waiting_room():
    """As on a site: pages do not print."""
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


def test_print_that_fails_says_so_and_does_not_come_back(waiting_room, request_of, monkeypatch):
    def fail(html):
        raise pdf.PdfError("Ce document est trop long.")

    printing.answer(request_of, HTML, "essai")
    monkeypatch.setattr(pdf, "cached_pdf", fail)
    assert printing.print_wanted() == 0
    answer = printing.answer(request_of, HTML, "essai")
    assert (answer.status_code, "Ce document est trop long." in answer.content.decode()) == (503, True)
