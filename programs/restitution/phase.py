"""Restitution: what this room declares."""

from programs.journey.phases import Phase

phase = Phase(
    __package__,
    title="Restitution",
    aim="Rendre compte devant le groupe et les institutions, et noter les effets.",
)
