"""Choix du prestataire: what this room declares."""

from programs.journey.phases import Phase

phase = Phase(
    __package__,
    title="Choix du prestataire",
    aim="Consulter les prestataires, les entendre et choisir avec les associations.",
)
