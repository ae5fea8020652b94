"""What the worker does for viewings: note the end of those that nobody ended."""

from django.db import transaction

from .actions import close_left_open


def work() -> None:
    """Called once an hour."""
    with transaction.atomic():
        close_left_open()
