"""Fixtures of the room's tests."""

import pytest
from django.http import HttpResponse

from dla_collectif.services import printing


@pytest.fixture
def html_prints(monkeypatch):
    """Prints are read as the HTML they are made from."""
    monkeypatch.setattr(printing, "answer", lambda request, html, name: HttpResponse(html))
