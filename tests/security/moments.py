"""The moments of a programme when most can be sent, made from the finished one; all is undone afterwards."""

from contextlib import contextmanager, nullcontext
from datetime import timedelta

from django.db import connection, transaction

from dla_collectif.accounts.models import User
from dla_collectif.services import clock
from dla_collectif.services.visibility import Visibility
from programs.diagnosis.models import Response
from programs.journey import phases
from programs.journey.models import Participation, Program
from programs.retention.models import Destruction
from programs.retention.rules import Lot
from programs.selection.models import Ballot, Call, Choice
from programs.specification.models import Specification
from programs.workshops.models import Adoption, Charter
from tests import stage, tampering

CLOSED = (Call, Ballot, Choice)


@contextmanager
def undone():
    """What happens inside leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def at_moment(played, moment) -> Program:
    """A programme where everything may be written: proposals sealed, then opened; or one in its diagnosis."""
    if moment == "under_way":
        return played.programs["cirque"]
    program = Program.objects.get(pk=played.programs["lille"].pk)
    Program.objects.filter(pk=program.pk).update(phase=phases.keys()[0], state=Program.State.UNDER_WAY, ended_on=None)
    Specification.objects.filter(program=program).update(frozen_at=None)
    Adoption.objects.filter(charter__program=program).delete()
    note_destruction(program)
    with lifted_here():  # the database lets nobody open again what is closed
        Choice.objects.filter(call__program=program).delete()
        Ballot.objects.filter(call__program=program).delete()
        call = Call.objects.filter(program=program)
        call.update(scoring_ended_at=None)
        if moment == "sealed":
            call.update(opened_at=None, opened_by=None, deadline=clock.now() + timedelta(days=3))
    if moment == "sealed":
        Participation.objects.filter(program=program, role=Participation.Role.CONSULTANT).update(
            level=Visibility.PUBLIC
        )
        Charter.objects.filter(program=program).update(offered_at=None)
        Response.objects.filter(participation__program=program).update(state=Response.State.STARTED)
    return program


def lifted_here():
    """Without the triggers of what is closed. In SQLite the demonstration stands without (`conftest.play`).

    Where the schema changed in a transaction, each undoing there reads all of it anew.
    """
    stands = connection.vendor == "sqlite" and stage.demonstration.is_on
    return nullcontext() if stands else tampering.lifted(*CLOSED)


def note_destruction(program):
    """A certificate to read; nothing is destroyed."""
    Destruction.objects.get_or_create(
        program=program,
        lot=Lot.WORKING,
        kept_until=clock.today(),
        defaults={
            "rule": "règle de l’essai",
            "validated_by": User.objects.get(email="farid@example.org"),
            "emptied_at": clock.now(),
        },
    )
