"""The composition as officers work on it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dla_collectif.journal.models import Entry
from programs.restitution.models import Chapter, Plan, Sheet
from tests import cast

from .test_report import fill, walk

__all__ = ["walk"]


def url(world, name=""):
    return f"/accompagnements/{world.program.public_id}/restitution/rapport/{name}"


def typed(page, **changes):
    """What the form would send as it was drawn, with changes."""
    html = page.content.decode()
    html = html[html.index('<form method="post" novalidate') :]
    data = {"order": re.findall(r'name="order" value="([^"]+)"', html)}
    data |= dict.fromkeys(re.findall(r'<input type="checkbox" name="([^"]+)"[^>]* checked', html), "on")
    data |= dict(re.findall(r'<input type="hidden" name="(version)" value="([^"]+)"', html))
    data |= dict(re.findall(r'<input type="text" name="([^"]+)" value="([^"]*)"', html))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]+)" selected', options) or re.search(
            r'<option value="([^"]+)"', options
        )
        data[name] = chosen[1]
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def keys(world):
    """The chapters of the stored plan in their order."""
    return [row["key"] for row in Plan.objects.get(program=world.program).lines]


def row(world, key):
    """A chapter of the stored plan."""
    return next(each for each in Plan.objects.get(program=world.program).lines if each["key"] == key)


def test_plan_is_saved_as_one_act_and_told_in_the_journal(walk, sign_in):
    client = sign_in(walk.alice)
    data = typed(client.get(url(walk, "composer/")), **{"scoping-printed": None, "diagnosis-detail": "essential"})
    assert client.post(url(walk, "composer/"), data | {"workshops-readers": "3"}).url == url(walk)
    found = [row(walk, key) for key in ("scoping", "diagnosis", "workshops")]
    assert [each["printed"] for each in found] == [False, True, True]
    assert [each["detail"] for each in found] == ["whole", "essential", "whole"]
    assert [each["readers"] for each in found] == [2, 2, 3]
    assert "a composé le rapport de restitution" in Entry.objects.latest("pk").sentence


def test_chapter_goes_up_with_what_was_chosen_meanwhile(walk, sign_in):
    client = sign_in(walk.alice)
    data = typed(client.get(url(walk, "composer/")), move="fil:up", **{"fil-readers": "1"})
    answer = client.post(url(walk, "composer/"), data)
    assert answer.url == f"{url(walk, 'composer/')}#fil"
    assert (keys(walk)[7:9], row(walk, "fil")["readers"]) == (["fil", "restitution"], 1)


@pytest.mark.parametrize(
    "move", ["annexe-participants:up", "annexe-sources:down", "synthese:up", "inconnu:up", "fil:ailleurs"]
)
def test_move_out_of_its_place_changes_nothing(walk, sign_in, move):
    client = sign_in(walk.alice)
    page = client.get(url(walk, "composer/"))
    before = typed(page)["order"]
    client.post(url(walk, "composer/"), typed(page, move=move))
    assert keys(walk) == before


def test_chapter_is_added_where_it_was_wished_then_written_and_kept(walk, sign_in):
    client = sign_in(walk.alice)
    data = typed(client.get(url(walk, "composer/")), add="1", new_title="Introduction", new_after="synthese")
    assert client.post(url(walk, "composer/"), data).status_code == 302
    key = keys(walk)[1]
    assert key.startswith("libre-")
    assert client.post(url(walk, f"chapitres/{key}/"), {"text": "Bonjour.", "version": "0"}).status_code == 302
    page = client.get(url(walk, "composer/"))
    refused = client.post(url(walk, "composer/"), typed(page, remove=key))
    assert "contient un texte" in refused.content.decode()
    assert (key in keys(walk), Chapter.objects.get().text) == (True, "Bonjour.")
    Chapter.objects.update(text="")
    client.post(url(walk, "composer/"), typed(client.get(url(walk, "composer/")), remove=key))
    assert key not in keys(walk)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"add": "1", "new_title": " "}, "Donnez un titre à ce chapitre"),
        ({"add": "1", "new_title": "é" * 101}, "101"),
        ({"scoping-readers": "0"}, "scoping-readers"),
        ({"scoping-detail": "tout"}, "scoping-detail"),
    ],
)
def test_refused_plan_says_why_and_keeps_the_choices(walk, sign_in, changes, said):
    client = sign_in(walk.alice)
    data = typed(client.get(url(walk, "composer/")), **{"fil-printed": None}) | changes
    page = client.post(url(walk, "composer/"), data)
    html = page.content.decode()
    assert (page.status_code, said in html, "Un point à corriger" in html) == (200, True, True)
    assert 'name="fil-printed" class="form-check-input" id="id_fil-printed">' in html
    assert Plan.objects.count() == 0


def test_two_officers_who_compose_at_once_are_told(walk, sign_in):
    alice, bruno = sign_in(walk.alice), sign_in(walk.bruno)
    first, late = typed(alice.get(url(walk, "composer/"))), typed(bruno.get(url(walk, "composer/")))
    assert alice.post(url(walk, "composer/"), first | {"scoping-readers": "3"}).status_code == 302
    page = bruno.post(url(walk, "composer/"), late | {"fil-readers": "1"})
    html = page.content.decode()
    assert (page.status_code, "Deux personnes ont écrit en même temps" in html, "Alice Martin" in html) == (
        409,
        True,
        True,
    )
    assert ("lu par tout le monde" in html, row(walk, "fil")["readers"]) == (True, 3)
    again = bruno.post(url(walk, "composer/"), typed(page, **{"fil-readers": "1"}))
    assert (again.status_code, row(walk, "fil")["readers"]) == (302, 1)


def test_closed_step_is_composed_no_more(walk, sign_in):
    cast.at_phase(walk.program, "")
    type(walk.program).objects.filter(pk=walk.program.pk).update(state="finished")
    client = sign_in(walk.alice)
    assert client.get(url(walk, "composer/")).status_code == 403
    assert "Composer le rapport" not in client.get(url(walk)).content.decode()
    assert client.get(url(walk, "lire/institutions/")).status_code == 200


def test_report_page_says_what_to_do_next_and_what_does_not_print(walk, sign_in):
    client = sign_in(walk.alice)
    assert "Écrire l’essentiel" in client.get(url(walk)).content.decode()
    Sheet.objects.create(program=walk.program, summary="Un réseau est né.")
    html = client.get(url(walk)).content.decode().replace("\u00a0", " ")
    assert "Écrire votre texte dans « Cadrage »" in html
    assert "Ne s’imprime pas : Rien à y lire pour l’instant" in html
    for step in cast.journey(walk.program, walk.alice).steps:
        Chapter.objects.create(program=walk.program, phase=step.key, text="Des mots.")
    assert "Relire comme les institutions" in client.get(url(walk)).content.decode()


@pytest.mark.parametrize(("readers", "status"), [("groupe", 200), ("institutions", 200), ("public", 200), ("dla", 404)])
def test_report_is_read_as_each_reader(walk, sign_in, readers, status):
    fill(walk, 2)
    page = sign_in(walk.alice).get(url(walk, f"lire/{readers}/"))
    html = page.content.decode()
    assert page.status_code == status
    if status == 200:
        assert (html.count("<h1"), html.count("<main"), "Ce que ces lecteurs ne trouvent pas" in html) == (1, 1, True)


def test_twin_skips_no_heading_and_repeats_no_anchor(walk, sign_in):
    fill(walk, 3)
    Chapter.objects.create(program=walk.program, phase="scoping", text="# Titre\n\n### Trop bas\n\nTexte")
    html = sign_in(walk.alice).get(url(walk, "lire/groupe/")).content.decode()
    ranks = [int(rank) for rank in re.findall(r"<h([1-6])", html)]
    assert [pair for pair in zip(ranks, ranks[1:], strict=False) if pair[1] > pair[0] + 1] == []
    anchors = re.findall(r'\sid="([^"]+)"', html)
    assert sorted({one for one in anchors if anchors.count(one) > 1}) == []
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets - set(anchors) == set()


def test_print_of_unknown_readers_is_not_found(walk, sign_in):
    assert sign_in(walk.alice).get(url(walk, "imprimer/presse/")).status_code == 404


@pytest.mark.parametrize("phase", ["scoping", "restitution"])
@pytest.mark.parametrize("page", ["", "composer/"])
def test_page_takes_the_same_statements_with_3_and_30_associations(walk, sign_in, page, phase):
    cast.at_phase(walk.program, phase)
    client, counts = sign_in(walk.alice), []
    for size in (3, 30):
        fill(walk, size)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(walk, page)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_twin_takes_the_same_statements_with_3_and_30_associations(walk, sign_in):
    client, counts = sign_in(walk.alice), []
    for size in (3, 30):
        fill(walk, size)
        with CaptureQueriesContext(connection) as queries:
            client.get(url(walk, "lire/groupe/"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
