"""The literal matrix: every address of the site, asked by everybody, answers as the table says."""

from functools import partial

import pytest
from django.apps import apps
from django.http import HttpResponseForbidden, HttpResponseNotFound
from django.template.base import Template
from django.test import Client
from django.urls import reverse
from django.utils.safestring import mark_safe

from dla_collectif import urls
from dla_collectif.accounts.models import Dla, Membership, User
from dla_collectif.entrance.arrivals import LINK, PASSWORD
from dla_collectif.outbox.models import Message
from dla_collectif.services.models import Public
from dla_collectif.services.visibility import Visibility
from programs.journey.models import Participation
from programs.viewing.models import Viewing
from tests import cast

from .crawl import ROWS, addresses, fillings, public_ids
from .matrix import CAST, MATRIX
from .moments import at_moment, undone

pytestmark = pytest.mark.django_db
LETTERS = {200: ".", 201: ".", 202: ".", 204: "n", 302: ">", 400: "?", 401: "k", 403: "x", 404: "-", 405: "b"}
LETTERS |= {409: "c", 422: "v"}
ROOMS = sorted({name.partition(":")[0] for name in MATRIX})


def letter(answer) -> str:
    """An answer in one letter; a redirect to the sign-in page is `s`."""
    if answer.streaming:
        b"".join(answer)  # a file that is read to its end is closed
    if answer.status_code == 302 and answer["Location"].startswith("/connexion/?"):
        return "s"
    return LETTERS.get(answer.status_code, str(answer.status_code))


@pytest.fixture(autouse=True)
def undrawn_pages(monkeypatch):
    """Letters alone are read here: pages, and those that refuse, are drawn in `test_hostile`, by role."""
    for kind in (HttpResponseForbidden, HttpResponseNotFound):
        handler = f"handler{kind.status_code}"
        monkeypatch.setattr(urls, handler, lambda request, exception, kind=kind: kind(), raising=False)
    monkeypatch.setattr(Template, "render", lambda *_: mark_safe("<html></html>"))


class Everybody:
    """The whole cast at its browsers, in a programme where proposals are open and nothing is closed."""

    def __init__(self, played):
        self.program = at_moment(played, "opened")
        self.invite("alice", cast.regional_reader, "Renée", "Regard")
        self.invite("bruno", partial(cast.officer, role=Membership.Role.MANAGER), "Odile", "Chef")
        self.clients = [self.sign_in(name) for name in CAST]
        denis = User.objects.get(email="denis@example.org")
        seat = Participation.objects.held_by(denis).get(program=self.program)
        self.rows = {kind: ids[0] for kind, ids in public_ids(self.program, denis).items() if ids}
        self.rows |= {"Participation": seat.public_id, "Association": seat.organisation.public_id}
        alice = User.objects.get(email="alice@example.org")
        viewing = Viewing.objects.create(program=self.program, viewer=alice, level=Visibility.INSTITUTIONS)
        self.rows |= {
            "Viewing": viewing.public_id,
            "Person": denis.person.public_id,
            "Message": self.failed_mail().public_id,
        }

    @staticmethod
    def invite(colleague, made, first_name, last_name):
        """Somebody whom the story does not have, in the DLA of somebody whom it has."""
        made(first_name, last_name, Dla.objects.get(memberships__user__email=f"{colleague}@example.org"))

    @staticmethod
    def failed_mail():
        """A mail that an officer wrote and that did not arrive: all that can be done with one is offered."""
        mail = Message.objects.written_by(User.objects.get(email="alice@example.org")).order_by("pk").first()
        Message.objects.filter(pk=mail.pk).update(state=Message.State.FAILED)
        return mail

    @staticmethod
    def sign_in(name):
        """A browser, as each comes in: by password for those of a DLA, by link for the others; nobody's is empty."""
        client = Client()
        if name:
            user = User.objects.get(email=f"{name}@example.org")
            cast.force_login(client, user, PASSWORD if user.is_in_team else LINK)
        return client

    def path(self, name, names, about) -> str:
        """An address of the programme, about the row that the table names."""
        filled = fillings(name, names, self.program)[0]
        one = next((each for each in ROWS if each in names and each not in filled), "")
        return reverse(name, kwargs=filled | ({one: self.rows[about]} if one else {}))

    def ask(self, method, path) -> str:
        """What each answers, in one letter each; whatever it did is undone."""
        letters = ""
        for client in self.clients:
            before = {name: morsel.value for name, morsel in client.cookies.items()}
            with undone():
                letters += letter(getattr(client, method)(path))
            client.cookies.clear()
            client.cookies.load(before)
        return letters


def test_every_address_has_its_row_and_every_row_its_address():
    assert {name for name, _ in addresses()} == set(MATRIX)


@pytest.mark.parametrize("room", ROOMS)
def test_everybody_finds_the_doors_as_the_table_says(played, room):
    names = dict(addresses())
    expected, found = {}, {}
    with undone():
        everybody = Everybody(played)
        for name, (about, *row) in MATRIX.items():
            if name.partition(":")[0] == room:
                path = everybody.path(name, names[name], about)
                expected[name], found[name] = row, [everybody.ask("get", path), everybody.ask("post", path)]
    assert found == expected


def test_programme_of_others_is_nothing_to_anybody(played):
    """Whatever stands in the table, an address of a programme that nobody here has a part in does not exist."""
    names, found = dict(addresses()), {}
    with undone():
        everybody = Everybody(played)
        everybody.program = played.programs["foreign"]
        for name, (about, *_) in MATRIX.items():
            if "pid" in names[name]:
                path = everybody.path(name, names[name], about)
                found[name] = everybody.ask("get", path), everybody.ask("post", path)
    nothing = "-" * (len(CAST) - 1)
    assert {name: row for name, row in found.items() if row != (f"s{nothing}", f"k{nothing}")} == {}
    assert len(found) > 150


def test_rows_of_the_table_are_about_kinds_that_exist():
    kinds = {model.__name__ for model in apps.get_models() if issubclass(model, Public)} | {"Association", ""}
    assert {about for about, *_ in MATRIX.values()} - kinds - {"Organisation"} == set()
