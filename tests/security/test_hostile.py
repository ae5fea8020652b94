"""Whatever is sent by whomever, no page breaks, and a programme that is not theirs does not exist for them."""

from itertools import cycle, islice
from urllib.parse import urlsplit

import pytest
from django.urls import resolve, reverse

from programs.journey import views
from programs.journey.models import Program

from .crawl import KINDS, ROWS, PageReader, Walker, addresses, fillings, public_ids, visits
from .moments import at_moment, undone
from .values import VALUES, file, foreign_ids

pytestmark = pytest.mark.django_db
ROLES = ["officer", "association", "consultant", "institution", "stranger"]  # the officer first: she finds most rows
MOST, SENT = 11_000, []  # requests of the crawl: at most, and by each walker
ATTACKED = set()  # (role, address, fields): the same form at another moment is the same form
TURN = 2  # values of the turn that each form meets
MOMENTS = ["sealed", "opened", "under_way"]


def forms_met(pages, program):
    """{path: fields} of every form that writes, and {path: names} of what the addresses of the pages ask."""
    forms, queries = {}, {}
    for path, answer in pages:
        if answer.status_code not in {200, 409} or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        page = PageReader()
        page.feed(answer.content.decode())
        for method, action, fields in page.forms:
            target = urlsplit(action).path or path
            (forms if method == "post" else queries).setdefault(target, {}).update(fields)
        for link in map(urlsplit, page.links):
            if link.path.startswith("/") and link.query:
                queries.setdefault(link.path, {}).update(
                    dict.fromkeys(part.split("=")[0] for part in link.query.split("&"))
                )
    return forms, queries


def send(walker, path, data):
    """One POST; what it did is undone."""
    with undone():
        return walker.ask("post", path, data)


def attack(walker, path, fields, values):
    """What breaks most everywhere at once; then, among answers of good faith, a few values of the endless turn."""
    send(walker, path, {})
    send(walker, path, fields)
    for value in ("un\0deux", "9" * 5000):
        send(walker, path, {**dict.fromkeys(fields, value), "form_key": value})
    for name in islice(cycle(fields or ["inattendu"]), TURN):
        send(walker, path, {**fields, name: next(values)})
    send(walker, path, {name: [next(values), "un\0deux"] for name in fields})
    send(walker, path, {**fields, **{name: file() for name in list(fields)[:3]}})


@pytest.mark.parametrize("moment", MOMENTS)
def test_hostile_values_break_nothing(played, moment):
    with undone():
        program = at_moment(played, moment)
        values = cycle([*VALUES.values(), *foreign_ids(played.programs["tiers-lieux"]).values()])
        faults = []
        for role in ROLES if moment == "sealed" else ROLES[:3]:
            walker = Walker(played.people[role], role)
            pages = [(path, answer) for _, path, answer in visits(walker, program)]
            forms, queries = forms_met(pages, program)
            for path, answer in pages:
                if answer.status_code == 405:
                    forms.setdefault(path, {})
            for path, fields in forms.items():
                kind = (role, resolve(path).view_name, *sorted(fields))
                if kind not in ATTACKED:
                    ATTACKED.add(kind)
                    attack(walker, path, fields, values)
            for path, names in queries.items():
                for name in names:
                    for value in ("un\0deux", "9" * 5000, next(values), next(values)):
                        walker.ask("get", path, {name: value})
            faults += walker.faults
            SENT.append(walker.count)
    assert faults == []
    assert sum(SENT) < MOST


def ids_of(program, user, name):
    """The id of a row of a programme for an address, of the kind that it is about; none where there is none."""
    return public_ids(program, user)[KINDS[name]][:1]


def strange_paths(own, foreign, user):
    """Every address of a foreign programme, and of one's own with rows of the foreign one."""
    ways = {name: {"pid", *ROWS} & {*names} for name, names in addresses() if name not in OF_ORGANISATIONS}
    rows = {name: ids_of(foreign, user, name) for name, way in ways.items() if "pid" in way and len(way) > 1}
    for name, names in addresses():
        if "pid" not in names:
            continue
        number = {"number": 1} if "number" in names else {}
        if not {*ROWS} & {*names}:
            yield from (reverse(name, kwargs=filled) for filled in fillings(name, names, foreign))
        for public_id in rows.get(name, ()):
            row = dict.fromkeys(ways[name] - {"pid"}, public_id)
            for program in (own, foreign):
                yield reverse(name, kwargs={"pid": program.public_id, **row, **number})


OF_ORGANISATIONS = {"journey:remove_carrier"}  # an organisation belongs to no programme
UNOPENED = {302, 403, 404, 405}  # at home, the address of a button says nothing of the row that it names
STRANGE = [  # who, where they are at home, and what must not exist for them
    ("officer", "lille", "foreign"),
    ("association", "lille", "tiers-lieux"),
    ("consultant", "lille", "foreign"),
    ("institution", "lille", "foreign"),
    ("stranger", "foreign", "lille"),
]


@pytest.mark.parametrize(("role", "home", "elsewhere"), STRANGE)
def test_programme_of_others_does_not_exist(played, role, home, elsewhere):
    walker, found = Walker(played.people[role], role), []
    own, foreign = played.programs[home], played.programs[elsewhere]
    assert not Program.objects.visible_to(walker.user).filter(pk=foreign.pk).exists()
    for path in strange_paths(own, foreign, walker.user):
        is_foreign = path.startswith(f"/accompagnements/{foreign.public_id}/")
        opened, sent = walker.ask("get", path).status_code, send(walker, path, {"text": "x"}).status_code
        if opened not in ({404} if is_foreign else UNOPENED) or sent not in ({404} if is_foreign else {403, 404}):
            found.append((path, opened, sent))
    assert (found, walker.faults) == ([], [])


def test_rows_of_another_programme_of_ours_are_not_found_either(played):
    walker, found = Walker(played.people["officer"], "officer"), []
    own, other = played.programs["cirque"], played.programs["lille"]
    for path in strange_paths(own, other, walker.user):
        if own.public_id in path and walker.ask("get", path).status_code not in UNOPENED:
            found.append(path)
    assert (found, walker.faults) == ([], [])


def test_walker_sees_a_page_that_breaks(played, monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("une page qui casse")

    monkeypatch.setattr(views, "render", broken)
    walker = Walker(played.people["officer"], "officer")
    walker.ask("get", reverse("journey:desk"))
    assert [fault[:4] for fault in walker.faults] == [("officer", "get", "/bureau/", 500)]
