"""Diagnostic des besoins: what this room declares."""

from programs.journey.phases import Phase

phase = Phase(
    __package__,
    title="Diagnostic des besoins",
    aim="Recueillir les besoins de chaque association, les mettre en commun et constituer le groupe.",
)
