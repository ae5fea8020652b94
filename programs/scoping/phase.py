"""Cadrage: what this room declares."""

from programs.journey.phases import Phase

phase = Phase(
    __package__,
    title="Cadrage",
    aim="Poser le constat, le territoire et le secteur, et repérer les associations.",
)
