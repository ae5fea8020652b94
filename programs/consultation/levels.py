"""The support committee's opinions have a level of their own."""

from django.urls import reverse

from programs.journey.readers import Levelled

from .models import CommitteeOpinion

LEVELS = [
    Levelled(
        "Avis du comité d’appui",
        rows=lambda program: program.committee_opinions.all(),
        shown=lambda program, reader: CommitteeOpinion.objects.none(),  # printed in reports, on no page of a reader
        said=str,
        url=lambda row: reverse("consultation:opinions", args=[row.program.public_id]),
        change=lambda row: reverse("consultation:opinion", args=[row.program.public_id, row.public_id]),
        phase=lambda row: "consultation",
        otherwise="imprimé dans les comptes rendus qui leur sont remis, sur aucune de leurs pages",
    ),
]
