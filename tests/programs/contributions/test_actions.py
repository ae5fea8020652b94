"""What happens to contributions, and what is refused."""

import pytest

from dla_collectif.journal.models import Entry
from dla_collectif.services.refusals import Conflict, Refusal
from programs.contributions import actions
from programs.contributions.models import Contribution
from programs.specification.models import Citation, Objective, Specification
from tests import cast


@pytest.fixture
def step(world):
    return cast.step(world.program, "diagnosis", world.alice)


def contribute(world, step, **fields):
    data = {"kind": "need", "text": "Un local commun", "organisation": world.cine} | fields
    return actions.contribute(step, data, by=world.alice)


def cite(world, row):
    specification = Specification.objects.create(program=world.program)
    objective = Objective.objects.create(specification=specification, number=1, title="Se réunir")
    return Citation.objects.create(objective=objective, contribution=row)


def test_contribute_keeps_what_was_said_and_opens_it_to_nobody_else(world, step):
    row = contribute(world, step)
    assert (row.program, row.phase, row.text, row.visibility, row.quotable) == (
        world.program,
        "diagnosis",
        "Un local commun",
        0,
        False,
    )
    entry = Entry.objects.get(scope=world.program.journal_scope)
    assert entry.sentence == "a noté ce qu’a dit Ciné-Club des Lilas (besoin)"


def test_change_of_an_older_version_is_a_conflict(world, step):
    row = contribute(world, step)
    actions.change_contribution(step, row, {"text": "Deux locaux", "version": 1}, by=world.alice)
    with pytest.raises(Conflict):
        actions.change_contribution(step, row, {"text": "Aucun local", "version": 1}, by=world.bruno)
    assert Contribution.objects.get().text == "Deux locaux"


def test_remove_takes_away_what_nothing_cites(world, step):
    actions.remove_contribution(step, contribute(world, step), by=world.alice)
    assert Contribution.objects.count() == 0
    assert Entry.objects.order_by("number").last().sentence.startswith("a retiré ce qu’avait dit Ciné-Club des Lilas")


def test_remove_is_refused_while_an_objective_cites_it(world, step):
    row = contribute(world, step)
    citation = cite(world, row)
    with pytest.raises(Refusal) as refusal:
        actions.remove_contribution(step, row, by=world.alice)
    assert refusal.value.sentence.endswith("une ligne du cahier des charges\u00a0: retirez d’abord la citation.")
    citation.delete()
    actions.remove_contribution(step, row, by=world.alice)
    assert Contribution.objects.count() == 0


def test_signature_names_only_those_who_agreed(world, step):
    said = [
        contribute(world, step, quotable=quotable, organisation=who)
        for quotable, who in ((True, world.cine), (False, world.cine), (False, None))
    ]
    assert [row.signature for row in said] == ["Ciné-Club des Lilas", "sans nom d’auteur", "le groupe"]
