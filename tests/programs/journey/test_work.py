"""The background worker: what fails is told, and holds up nothing else."""

import pytest
from django.core.management import call_command

from dla_collectif.accounts.links import request_link
from dla_collectif.accounts.models import LinkRequest
from programs.journey.management.commands import work

pytestmark = pytest.mark.django_db


def broken():
    raise ValueError("une tâche qui casse")


def test_job_that_fails_is_told_and_holds_up_no_other(world, monkeypatch, caplog, mailoutbox):
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    monkeypatch.setattr(work, "print_wanted", broken)
    monkeypatch.setattr(work, "erase_accepted", broken)
    request_link(world.denis.email)
    call_command("work", once=True)
    assert (len(mailoutbox), LinkRequest.objects.count()) == (1, 0)
    told = [record.getMessage() for record in caplog.records if record.name == work.__name__]
    assert [sentence.endswith("broken failed; it is tried again") for sentence in told] == [True, True]
