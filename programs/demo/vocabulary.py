"""The stories' own words, in French, to the vocabulary that the product stores."""

from dla_collectif.services.visibility import Visibility

THEMES = {
    "cooperation": "pooling",
    "partenariats": "partnerships",
    "visibilite": "communication",
    "publics": "territory",
    "gouvernance": "governance",
    "emploi": "employer",
    "moyens": "premises",
    "economie": "economic_model",
}
SECTORS = {"Culture": "culture", "Développement local": "development"}


def theme(told: str) -> str:
    """A theme of the stories as the directory counts it."""
    return THEMES[told]


def sector(told: str) -> str:
    """A sector of the stories as the directory counts it."""
    return SECTORS[told]


def visibility(told: str) -> Visibility:
    """Who may read: officers, group, institutions, public."""
    return Visibility[told.upper()]


def half_days(days) -> int:
    """Days are counted by halves in the product."""
    return round(days * 2)
