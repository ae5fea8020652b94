"""Concertation des partenaires: what this room declares."""

from programs.journey.phases import Phase

phase = Phase(
    __package__,
    title="Concertation des partenaires",
    aim="Entendre les consultants qui connaissent les associations et les attentes des institutions.",
)
