"""Cahier des charges: what this room declares."""

from programs.journey.phases import Phase

phase = Phase(
    __package__,
    title="Cahier des charges",
    aim="Écrire ce que le groupe attend, pourquoi, et comment les propositions seront jugées.",
)
