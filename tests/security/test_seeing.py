"""« Voir comme »: nothing above the officer's own level, nothing above the person's, and nothing written."""

import hashlib

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from dla_collectif.accounts.models import User
from dla_collectif.services.visibility import Visibility
from programs.journey.models import Participation
from programs.selection.models import Score
from programs.viewing.models import Viewing
from tests import cast

from .crawl import ROWS, Walker, addresses, asked_by, fillings, visits
from .moments import at_moment, undone
from .test_canaries import Aviary, everything, text_of

pytestmark = pytest.mark.django_db
SEEN = {"denis": "association", "gaelle": "consultant", "hugo": "institution", "mathilde": "rival"}


class Viewer(Walker):
    """Alice, who looks as somebody else: each path is asked under her viewing."""

    def __post_init__(self):
        super().__post_init__()
        self.client = Client(raise_request_exception=False)
        cast.force_login(self.client, User.objects.get(email="alice@example.org"))
        self.session = self.client.cookies["sessionid"].value

    def look_in(self, program):
        """Begin to look."""
        seat = Participation.objects.held_by(self.user).filter(program=program).first()
        alice = User.objects.get(email="alice@example.org")
        viewing = Viewing.objects.create(program=program, viewer=alice, seen=self.user, seat=seat)
        self.prefix = f"/comme/{viewing.public_id}"
        return self

    def ask(self, method, path, *args, **kwargs):
        return super().ask(method, f"{self.prefix}{path}", *args, **kwargs)


def looked_at(aviary, rooms=("",)):
    """(name, path, canary) that the officer reads through somebody and must not; and those that were seen."""
    found, seen, shown = [], set(), 0
    for name, role in SEEN.items():
        viewer = Viewer(User.objects.get(email=f"{name}@example.org"), name).look_in(aviary.program)
        for path, answer in everything(viewer, aviary.program, aviary.ids, rooms):
            text = text_of(answer)
            shown += answer.status_code == 200
            for canary in aviary.canaries:
                if canary.word in text:
                    seen.add(canary.word)
                    if not {role, "officer"} <= canary.readers:
                        found.append((name, path, canary.word))
        assert viewer.faults == []
    return found, seen, shown


def test_looking_shows_nothing_above_the_officer_nor_above_the_person(played):
    with undone():
        aviary = Aviary(at_moment(played, "sealed"))
        aviary.plant_levels()
        aviary.plant_answers()
        aviary.plant_proposals()
        found, seen, shown = looked_at(aviary)
    assert found == []
    assert shown > 50
    assert {word.split("-")[1] for word in seen} >= {"parole", "compte"}  # the looking is not blind


def test_grid_that_is_not_told_stays_shut_and_opens_with_the_others(played):
    with undone():
        program = at_moment(played, "opened")
        seat = Participation.objects.held_by(User.objects.get(email="denis@example.org")).get(program=program)
        Score.objects.filter(participation=seat).update(comment="canari-grille")
        viewer = Viewer(User.objects.get(email="denis@example.org"), "denis").look_in(program)
        path = reverse("selection:grid", args=[program.public_id, seat.public_id])
        answer = viewer.ask("get", path)
        assert (answer.status_code, "canari-grille" in text_of(answer)) == (403, False)
    finished = played.programs["lille"]
    viewer = Viewer(User.objects.get(email="denis@example.org"), "denis").look_in(finished)
    results = viewer.ask("get", reverse("selection:results", args=[finished.public_id, seat.public_id]))
    assert results.status_code == 200


def fingerprint() -> dict[str, str]:
    """What every table holds."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = connection.ops.quote_name(model._meta.db_table)
            key = connection.ops.quote_name(model._meta.pk.column)
            cursor.execute(f"SELECT * FROM {table} ORDER BY {key}")  # noqa: S608, our own tables
            found[model._meta.label] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


@pytest.mark.parametrize("name, moment", [("denis", "opened"), ("gaelle", "sealed")])
def test_no_address_and_no_method_changes_anything_while_looking(played, name, moment):
    with undone():
        program = at_moment(played, moment)
        viewer = Viewer(User.objects.get(email=f"{name}@example.org"), name).look_in(program)
        asked_by("denis@example.org")  # what addresses are about is there before
        before, refused = fingerprint(), []
        for _, path, _ in visits(viewer, program):
            codes = {viewer.ask(method, path).status_code for method in ("post", "delete")}
            refused += [(path, codes)] if codes != {403} else []
        assert refused == []
        assert fingerprint() == before


def test_only_addresses_of_this_programme_are_shown(played):
    with undone():
        program, other = played.programs["lille"], played.programs["cirque"]
        viewer = Viewer(User.objects.get(email="denis@example.org"), "denis").look_in(program)
        for name, names in addresses():
            for filled in fillings(name, names, other):
                if "pid" in names and not {*ROWS} & set(names):
                    answer = viewer.ask("get", reverse(name, kwargs=filled))
                    assert (name, answer.status_code) == (name, 403)


def test_levels_are_previewed_as_their_readers_find_them(played):
    with undone():
        aviary = Aviary(at_moment(played, "sealed"))
        aviary.plant_levels()
        alice = User.objects.get(email="alice@example.org")
        found = {}
        for level in (Visibility.GROUP, Visibility.INSTITUTIONS, Visibility.PUBLIC):
            viewer = Viewer(alice, "alice")
            viewing = Viewing.objects.create(program=aviary.program, viewer=alice, level=level)
            viewer.prefix = f"/comme/{viewing.public_id}"
            text = "".join(
                text_of(answer) for _, answer in everything(viewer, aviary.program, aviary.ids, ("contrib",))
            )
            found[level.name] = [canary.word for canary in aviary.canaries if canary.word in text]
    assert {name: sorted(word[:15] for word in words) for name, words in found.items()} == {
        "GROUP": ["canari-parole-1", "canari-parole-2"],
        "INSTITUTIONS": ["canari-parole-2"],
        "PUBLIC": [],
    }
