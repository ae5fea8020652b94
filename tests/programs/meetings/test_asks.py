"""Those expected at a meeting to come find it among their gestures."""

from datetime import timedelta

from dla_collectif.services import clock
from tests import cast


def planned(world, **more):
    return cast.meeting(
        world.program,
        title="Se connaître",
        expected=[world.denis_seat],
        starts_at=clock.now() + timedelta(days=9),
        **more,
    )


def test_meeting_to_come_is_asked_of_those_expected_alone(world, sign_in):
    planned(world)
    assert "Se connaître" in sign_in(world.denis).get("/espace/").content.decode()
    assert "Se connaître" not in sign_in(world.dora).get("/espace/").content.decode()


def test_meeting_that_is_over_or_cancelled_is_not_asked(world, sign_in):
    cast.meeting(world.program, title="Se connaître", expected=[world.denis_seat])
    planned(world, state="cancelled", cancel_reason="Neige")
    assert "Se connaître" not in sign_in(world.denis).get("/espace/").content.decode()


def test_meeting_excused_is_not_asked_again(world, sign_in):
    planned(world).attendances.update(state="excused")
    assert "Se connaître" not in sign_in(world.denis).get("/espace/").content.decode()
