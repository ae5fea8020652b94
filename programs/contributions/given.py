"""What the contributions keep of a seat: what its organisation said, as it was noted."""

from django.urls import reverse

from programs.journey.phases import Given

from .models import Contribution

MOST = 100


def given(seat) -> list[Given]:
    """What a seat's organisation said in its programme; one statement."""
    rows = Contribution.objects.filter(program=seat.program, organisation=seat.organisation_id).order_by(
        "said_on", "id"
    )
    return [
        Given(
            f"{row.get_kind_display().capitalize()}\u00a0: {row.text}",
            row.said_on,
            reverse("contributions:contribution", args=[seat.program.public_id, row.public_id]),
        )
        for row in rows[:MOST]
    ]
