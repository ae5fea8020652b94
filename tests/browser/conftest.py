"""What the browser tests share: visitors, the letters they receive, and a watch that can be put forward."""

import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.utils import timezone
from playwright.sync_api import expect

from dla_collectif.accounts.models import Dla, Membership, User
from dla_collectif.directory.models import Affiliation, Organisation, Person
from dla_collectif.outbox.delivery import deliver_due
from dla_collectif.services import clock
from programs.diagnosis.actions import send_invitations
from programs.diagnosis.questionnaire.sources import choose_questionnaire
from tests import cast
from tests.browser.visitors import PASSWORD, Visitor

CALM = 0.4  # seconds without a request
expect.set_options(timeout=15_000)  # what is expected comes in time on a machine that does other things too


class Watch:
    """Stands in for the clock's own setting: the true time, or later. The server of the test lives by it too."""

    def __init__(self):
        self.ahead = timedelta()

    def get(self):
        """The moment that the clock tells."""
        return timezone.now() + self.ahead

    def forward(self, **length):
        """Let time pass at once."""
        self.ahead += timedelta(**length)


@pytest.fixture
def watch(monkeypatch):
    """The product's clock in the hand of the test."""
    held = Watch()
    monkeypatch.setattr(clock, "_set_to", held)
    return held


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch):
    """The server's threads share one connection to a database in memory: they answer in turn."""
    turn, ask = threading.RLock(), WSGIHandler.__call__

    def alone(handler, environ, start_response):
        with turn:
            return ask(handler, environ, start_response)

    monkeypatch.setattr(WSGIHandler, "__call__", alone)


@pytest.fixture
def calm(transactional_db):
    """Pages save and tell that they are there by themselves: the tables are emptied once nobody asks any more."""
    asked, running = [time.monotonic()], Counter()

    def begin(**told):
        asked[0] = time.monotonic()
        running.update(["now"])

    def end(**told):
        asked[0] = time.monotonic()
        running.subtract(["now"])

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    for _ in range(100):
        if running["now"] <= 0 and time.monotonic() - asked[0] > CALM:
            break
        time.sleep(0.05)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def welcome(calm, new_context, live_server, settings):
    """`welcome(width=360)`: a visitor with a browser of their own."""
    settings.PUBLIC_URL = live_server.url

    def make(width=1280, **options):
        context = new_context(viewport={"width": width, "height": 800}, base_url=live_server.url, **options)
        context.set_default_timeout(20_000)
        return Visitor(context.new_page())

    return make


@pytest.fixture
def letters():
    """`letters(address)`: the mails that leave now for an address, as texts, the latest last."""

    def read(address):
        deliver_due()
        return [f"{letter.subject}\n\n{letter.body}" for letter in mail.outbox if letter.to == [address]]

    return read


@pytest.fixture
def officer(transactional_db):
    """The one thing that is there before anybody opens a browser: a DLA, and its officer with a password."""
    host = Organisation.objects.create(name="Maison des associations", kind=Organisation.Kind.DLA, town="Lille")
    alice = Person.objects.create(first_name="Alice", last_name="Martin", email="alice@example.org")
    Affiliation.objects.create(person=alice, organisation=host, function="chargée de mission")
    user = User.objects.create_user(alice.email, alice, PASSWORD)
    Membership.objects.create(user=user, dla=Dla.objects.create(organisation=host))
    return user


@pytest.fixture
def asked(world):
    """The cast, its programme in the diagnosis, its associations invited to answer: the address where they do."""
    step = cast.step(cast.at_phase(world.program, "diagnosis"), "diagnosis", world.alice)
    choose_questionnaire(step, "culture", by=world.alice)
    send_invitations(step, by=world.alice)
    return step.reverse("diagnosis:answer")
