"""The number of statements of each page, whatever the number of proposals, associations and criteria."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from programs.journey.models import Participation
from programs.selection.models import Ballot, Call, Choice, Proposal, Score, SealedContent
from programs.specification.models import Criterion
from tests import cast
from tests.programs.selection import matter
from tests.programs.selection.matter import url

TYPED = {name: str(value) for name, value in matter.BID.items()}
DURING = matter.DEADLINE - timedelta(hours=5)


@pytest.fixture(autouse=True)
def here(world):
    """The walk has come to this room."""
    cast.at_phase(world.program, "selection")


def grow(world, associations, providers, criteria):
    """A consultation of any size, all grids in."""
    specification = matter.specify(world, points=[10] * criteria)
    step = matter.step_of(world)
    call = Call.objects.create(
        program=world.program,
        deadline=matter.DEADLINE,
        sent_at=matter.START,
    )
    bids = []
    for number in range(providers):
        seat = cast.seat(world.program, cast.organisation(f"Cabinet {number}", "consultancy"), "consultant", "invited")
        facts = {"invited_at": matter.START, "submitted_at": DURING, "submitted_by": world.alice, "sha256": "0" * 64}
        bids.append(Proposal.objects.create(call=call, participation=seat, **facts))
    SealedContent.objects.bulk_create(
        SealedContent(proposal=bid, summary="x", team="y", day_rate=700, price=9000 + bid.pk) for bid in bids
    )
    Call.objects.filter(pk=call.pk).update(opened_at=matter.AFTER, opened_by=world.alice)
    seats = [world.denis_seat, world.dora_seat]
    seats += [cast.seat(world.program, cast.organisation(f"Association {n}")) for n in range(associations - 2)]
    rows = Criterion.objects.filter(specification=specification, kind="points")
    Score.objects.bulk_create(
        Score(proposal=bid, criterion=row, participation=seat, points=(bid.pk + seat.pk + row.pk) % 11)
        for bid in bids
        for row in rows
        for seat in seats
    )
    Ballot.objects.bulk_create(Ballot(call=call, participation=seat) for seat in seats)
    assert Participation.objects.committed().filter(program=world.program).count() == associations
    return step


MOST = dict.fromkeys(["call", "opening", "proposals", "choice", "answers"], 8) | dict.fromkeys(
    ["board", "results", "minutes_pdf"], 10
)


def test_pages_take_the_same_few_statements_whatever_the_size(world, sign_in, html_prints):
    measured = []
    for providers, associations in ((2, 13), (10, 30)):
        before = transaction.savepoint()
        grow(world, associations, providers, 6)
        Choice.objects.create(call=Call.objects.get(), proposal=Proposal.objects.first(), decided_on=matter.AFTER)
        officer, association = sign_in(world.alice), sign_in(world.denis)
        results = url(world, "results", world.denis_seat.public_id)
        measured.append({name: statements(officer, url(world, name)) for name in MOST if name != "results"})
        measured[-1]["results"] = statements(association, results)
        transaction.savepoint_rollback(before)
    assert measured[0] == measured[1]
    assert {name: count for name, count in measured[0].items() if count > MOST[name]} == {}


def statements(client, address):
    """How many statements a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
