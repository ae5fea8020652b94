"""The walk of a shape, room by room, until it stops or is over; a bare one does what nothing can pass over."""

from . import delivering, preparing

ROOMS = (  # a room, its day of closing, what is done there
    ("scoping", 30, preparing.scope),
    ("consultation", 60, preparing.consult),
    ("diagnosis", 150, preparing.diagnose),
    ("specification", 190, delivering.specify),
    ("selection", 260, delivering.select),
    ("workshops", 480, delivering.deliver),
    ("restitution", 540, delivering.render),
)


def walk(shape):
    """The programme of a shape, as it stands when it ends."""
    ground = preparing.arrive(shape)
    for key, day, act in ROOMS:
        act(ground, shape)
        ground.close(key, day)
        if shape.stops and key == "diagnosis":
            preparing.stop(ground, day + 12)
            break
    ground.program.refresh_from_db()
    return ground.program
