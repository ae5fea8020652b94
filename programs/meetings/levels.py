"""Minutes have a level of their own."""

from django.db.models import Q
from django.urls import reverse

from programs.journey.readers import Levelled

from .models import Meeting, Minutes


def shown(program, reader):
    """The minutes that a reader finds on the pages of the meetings to which they are expected."""
    here = Q(meeting__in=Meeting.objects.visible_to(program, reader).values("pk"))
    return Minutes.objects.filter(here, visibility__gte=program.reading_level)


LEVELS = [
    Levelled(
        "Comptes rendus",
        rows=lambda program: Minutes.objects.filter(meeting__program=program).select_related("meeting").order_by("id"),
        shown=shown,
        said=lambda row: row.meeting.title,
        url=lambda row: row.meeting.path(row.program),
        change=lambda row: reverse("meetings:minutes", args=[row.program.public_id, row.meeting.public_id]),
        phase=lambda row: row.meeting.phase,
        otherwise="lu par les seuls organismes attendus à cette réunion",
    ),
]
