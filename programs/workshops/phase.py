"""Ateliers: what this room declares."""

from programs.journey.phases import Phase

phase = Phase(
    __package__,
    title="Ateliers",
    aim="Conduire les rendez-vous, les ateliers et les entretiens, et recueillir ce qu’ils produisent.",
)
