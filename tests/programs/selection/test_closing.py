"""What is opened, closed or chosen stays so, whatever is asked of the database itself."""

import pytest
from django.db import connection

from dla_collectif.journal.redaction import close_redactions, open_redactions
from dla_collectif.services import clock, triggers
from programs.selection import grid_actions
from programs.selection.models import Call, Score
from tests import cast, tampering

from . import matter

pytestmark = pytest.mark.django_db
AFTER_SCORING = {
    "points are changed": "UPDATE selection_score SET points = 60 WHERE proposal_id = {bid}",
    "points change hands": "UPDATE selection_score SET participation_id = {hugo} WHERE participation_id = {denis}",
    "points are removed": "DELETE FROM selection_score WHERE proposal_id = {bid}",
    "points are added": """
        INSERT INTO selection_score (proposal_id, criterion_id, participation_id, points, comment, at)
        SELECT DISTINCT proposal_id, {price}, participation_id, 10, '', at FROM selection_score""",
    "a grid becomes an abstention": "UPDATE selection_ballot SET abstains = {true}",
    "a grid is removed": "DELETE FROM selection_ballot",
    "a grid is added": """INSERT INTO selection_ballot (call_id, participation_id, abstains, sent_at)
        SELECT call_id, {hugo}, {true}, sent_at FROM selection_ballot LIMIT 1""",
    "scoring opens again": "UPDATE selection_call SET scoring_ended_at = NULL",
    "scoring closed at another hour": "UPDATE selection_call SET scoring_ended_at = sent_at",
}
AFTER_OPENING = {
    "a proposal changes": "UPDATE selection_sealedcontent SET price = 1",
    "what a proposal says is removed": "DELETE FROM selection_sealedcontent",
    "a receipt changes": "UPDATE selection_proposal SET sha256 = 'x' WHERE id = {bid}",
    "a proposal was handed in at another hour": "UPDATE selection_proposal SET submitted_at = invited_at",
    "a proposal is no longer handed in": "UPDATE selection_proposal SET submitted_at = NULL",
    "a proposal is removed": "DELETE FROM selection_proposal WHERE id = {bid}",
    "seals are put back": "UPDATE selection_call SET opened_at = NULL",
    "the deadline moves": "UPDATE selection_call SET deadline = sent_at",
    "the consultation is removed": "DELETE FROM selection_call",
}
AFTER_CHOICE = {
    "a tie is declared": "UPDATE selection_interest SET is_tied = {true}, text = 'x'",
    "a declaration is removed": "DELETE FROM selection_interest",
    "points are changed": AFTER_SCORING["points are changed"],
    "a grid is removed": AFTER_SCORING["a grid is removed"],
}
AFTER_ANSWERS = {
    "another is chosen": "UPDATE selection_choice SET proposal_id = {other}",
    "the choice is removed": "DELETE FROM selection_choice",
}
TABLES = ["score", "ballot", "call", "proposal", "sealedcontent", "interest", "choice"]
EMPTYING = {f"{name} is emptied": f"TRUNCATE selection_{name} CASCADE" for name in TABLES}
if connection.vendor != "postgresql":
    EMPTYING = {}


@pytest.fixture(autouse=True)
def here(world):
    """The walk has come to this room."""
    cast.at_phase(world.program, "selection")


def closed(world):
    """Both grids are in, and scoring was declared over."""
    matter.scored(world)
    with clock.set_to(matter.AFTER):
        grid_actions.end_scoring(matter.step_of(world), {"reason": "Tout est là."}, by=world.alice)


def filled(world, statement):
    """A statement about the programme's own rows."""
    first, second = matter.bids(world)
    price = world.program.specification.criteria.get(kind="price").pk
    true = "TRUE" if connection.vendor == "postgresql" else "1"
    seats = {"hugo": world.hugo_seat.pk, "denis": world.denis_seat.pk}
    return statement.format(bid=first.pk, other=second.pk, price=price, true=true, **seats)


CASES = [
    *((closed, name, statement) for name, statement in (AFTER_SCORING | EMPTYING).items()),
    *((matter.opened, name, statement) for name, statement in AFTER_OPENING.items()),
    *((matter.chosen, name, statement) for name, statement in AFTER_CHOICE.items()),
    *((matter.answered, name, statement) for name, statement in AFTER_ANSWERS.items()),
]


@pytest.mark.parametrize(("moment", "name", "statement"), CASES, ids=[f"{m.__name__}-{n}" for m, n, _ in CASES])
def test_database_refuses(world, moment, name, statement):
    moment(world)
    assert tampering.is_refused(filled(world, statement))


@pytest.mark.parametrize("name", AFTER_SCORING)
def test_without_its_triggers_the_database_refuses_nothing(world, name):
    closed(world)
    triggers.lift(connection)
    assert not tampering.is_refused(filled(world, AFTER_SCORING[name]))


@pytest.mark.parametrize("name", ["points are changed", "points are removed", "a grid is removed"])
def test_before_closing_the_database_lets_grids_change(world, name):
    matter.scored(world)
    assert not tampering.is_refused(filled(world, AFTER_SCORING[name]))


def test_tie_declared_after_closing_leaves_points_where_they_are_and_counts_without_them(world):
    closed(world)
    before = Score.objects.count()
    with clock.set_to(matter.AFTER):
        matter.declare(world, world.denis_seat, "denis", tied=[world.multi])
        register = matter.choice_actions.read(world.program)
    first = next(one for one in register.ranked if one.proposal == matter.bids(world)[0].pk)
    assert Score.objects.count() == before
    assert set(first.by_association) == {world.dora_seat.pk}


def test_consultation_not_yet_opened_can_still_be_prepared_and_dropped(world):
    matter.prepare(world)
    assert not tampering.is_refused("DELETE FROM selection_proposal")
    assert Call.objects.get(program=world.program).is_sent is False


WORDS = {  # moment, table, a column of words, one that no erasure may touch
    "a remark beside points": (closed, "selection_score", "comment", "points = 60"),
    "the team of a proposal": (matter.opened, "selection_sealedcontent", "team", "price = 1"),
    "a declared tie": (matter.chosen, "selection_interest", "text", "is_tied = {true}"),
    "the reasons of a choice": (matter.answered, "selection_choice", "reasons", "proposal_id = {other}"),
}


FIRST = "SELECT MIN(id) FROM {table}"
REWRITTEN = "UPDATE {table} SET {change} WHERE id = {row}"
REMOVED = "DELETE FROM {table} WHERE id = {row}"


@pytest.mark.parametrize("name", WORDS)
def test_erasure_rewrites_the_words_of_one_row_and_nothing_else(world, name):
    moment, table, column, other = WORDS[name]
    moment(world)
    with connection.cursor() as cursor:
        cursor.execute(FIRST.format(table=table))
        row = cursor.fetchone()[0]
    words = REWRITTEN.format(table=table, change=f"{column} = 'x'", row=row)
    more = [REWRITTEN.format(table=table, change=change, row=row) for change in (other, f"{column} = 'x', {other}")]
    more.append(REMOVED.format(table=table, row=row))
    assert tampering.is_refused(words)
    open_redactions(table, {row: "x"})
    assert not tampering.is_refused(words)
    assert [statement for statement in more if not tampering.is_refused(filled(world, statement))] == []
    close_redactions(by=world.alice)
    assert tampering.is_refused(words)


def test_redaction_of_a_row_opens_no_other(world):
    closed(world)
    first, second = Score.objects.order_by("pk").values_list("pk", flat=True)[:2]
    open_redactions("selection_score", {first: "x"})
    open_redactions("selection_interest", {second: "x"})
    assert tampering.is_refused(REWRITTEN.format(table="selection_score", change="comment = 'x'", row=second))
