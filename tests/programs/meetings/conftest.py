"""Two meetings: one to come, one held."""

from datetime import timedelta

import pytest

from dla_collectif.services import clock
from programs.meetings.models import Decision, Minutes
from tests import cast


@pytest.fixture
def to_come(world):
    starts_at = (clock.now() + timedelta(days=3)).replace(hour=13, minute=0, second=0, microsecond=0)
    return cast.meeting(
        world.program,
        title="Réunion à venir",
        starts_at=starts_at,
        expected=[world.denis_seat, world.gaelle_seat, world.rita_seat],
        agenda="Lire le **diagnostic**",
    )


@pytest.fixture
def held(world):
    meeting = cast.meeting(
        world.program, title="Réunion tenue", present=[world.denis_seat, world.hugo_seat], state="held"
    )
    Minutes.objects.create(meeting=meeting, text="Le groupe veut se **réunir**", visibility=1)
    Decision.objects.create(meeting=meeting, text="Écrire à la mairie", owner=world.cine)
    return meeting
