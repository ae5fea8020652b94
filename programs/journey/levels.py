"""What of the corridor has a level of its own."""

from django.urls import reverse

from .models import Document
from .readers import Levelled

LEVELS = [
    Levelled(
        "Documents",
        rows=lambda program: program.documents.order_by("number"),
        shown=lambda program, reader: Document.objects.visible_to(program),
        said=lambda row: f"N° {row.number} · {row.title}",
        url=lambda row: row.get_absolute_url(),
        change=lambda row: (
            reverse("journey:document_readers", args=[row.program.public_id, row.public_id])
            if row.possible_levels
            else ""
        ),
        changed_by="program.follow",
    ),
]
