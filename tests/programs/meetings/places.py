"""Addresses of the pages of meetings."""

from django.urls import reverse


def at(world, name="list", meeting=None):
    """A page of a meeting, or of the diagnosis's meetings."""
    if meeting:
        return meeting.path(world.program, name)
    return reverse(f"meetings:{name}", args=[world.program.public_id, "diagnostic-des-besoins"])
