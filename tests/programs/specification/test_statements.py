"""Pages take the same number of statements however much was said and written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.specification import actions
from programs.specification.models import Objective

from . import matter

PATHS = ["articles", "objectifs", "criteres", "couverture", "envoi", "textes", "objectifs/ajout"]


def count(client, path):
    """How many statements a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def fill(world, step, need):
    """29 more of everything."""
    for number in range(29):
        source = matter.said(world.program, f"Besoin {number}", organisation=world.cine)
        matter.objective(step, f"Objectif {number}", by=world.alice, cited=[need, source])
        actions.add_article(step, {"title": f"Article {number}", "text": "…"}, by=world.alice)
        actions.add_criterion(step, {"kind": "points", "label": f"Critère {number}", "weight": 1}, by=world.alice)
        aside = matter.said(world.program, f"Écarté {number}", organisation=world.drac)
        actions.set_aside(step, aside, {"reason": "Hors du champ"}, by=world.alice)


@pytest.mark.parametrize("path", [*PATHS, "objectifs/un"])
def test_page_takes_the_same_statements_with_1_and_30_lines(world, sign_in, path):
    step, need = matter.ready(world)
    aside = matter.said(world.program, "Un local", organisation=world.drac)
    actions.set_aside(step, aside, {"reason": "Hors du champ"}, by=world.alice)
    matter.said(world.program, "Du temps", organisation=world.drac)
    client, page = sign_in(world.alice), path.replace("un", Objective.objects.get().public_id)
    address = f"/accompagnements/{world.program.public_id}/cahier-des-charges/{page}/"
    with_one = count(client, address)
    fill(world, step, need)
    assert count(client, address) == with_one
    assert with_one <= (10 if path == "couverture" else 8)
