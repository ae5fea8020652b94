"""What was said has a level of its own."""

from django.urls import reverse

from programs.journey.readers import Levelled

from .models import Contribution

LEVELS = [
    Levelled(
        "Ce qui a été dit",
        rows=lambda program: program.contributions.order_by("id"),
        shown=lambda program, reader: Contribution.objects.visible_to(program, reader),
        said=lambda row: f"{row.get_kind_display().capitalize()} : {row.text}",
        url=lambda row: row.get_absolute_url(),
        change=lambda row: reverse("contributions:change", args=[row.program.public_id, row.public_id]),
    ),
]
