"""Measures read by the kept statement are those that the ORM would read, whatever the rows and the moment."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dla_collectif.services import clock
from programs.journey import phases
from programs.journey.models import Participation, Program
from tests import cast


def by_annotation(rows, kind):
    """The same measures, put into words anew."""
    return list(rows.order_by("pk").annotate(**phases.named_measures(kind)).values(*phases.named_measures(kind)))


def kept(rows, kind):
    """As pages read them."""
    return [{name: vars(row)[name] for name in phases.named_measures(kind)} for row in rows.order_by("pk").measured()]


@pytest.mark.parametrize(("model", "kind"), [(Program, "measures"), (Participation, "seat_measures")])
def test_kept_statement_reads_what_annotations_read(world, model, kind):
    cast.meeting(world.program, "workshops", "workshop", expected=[world.denis_seat])
    assert kept(model.objects.all(), kind) == by_annotation(model.objects.all(), kind)
    cast.meeting(world.foreign, "workshops", "workshop", present=[world.emma_seat], state="held")
    assert kept(model.objects.all(), kind) == by_annotation(model.objects.all(), kind)


def test_kept_statement_asks_the_clock_each_time(world):
    cast.meeting(world.program, "workshops", "workshop", starts_at=clock.now() + timedelta(days=1))
    rows = Program.objects.filter(pk=world.program.pk).measured()
    assert rows.get().workshops__unfilled == 0
    with clock.set_to(clock.now() + timedelta(days=2)):
        assert rows.get().workshops__unfilled == 1


def test_measures_cost_one_statement_for_any_number_of_rows(world):
    for number in range(120):
        cast.program(f"Programme {number}", world.lille)
    with CaptureQueriesContext(connection) as queries:
        found = list(Program.objects.measured())
    assert (len(found), len(queries)) == (122, 2)


def test_no_row_costs_no_measure(db):
    with CaptureQueriesContext(connection) as queries:
        assert list(Program.objects.measured()) == []
    assert len(queries) == 1
