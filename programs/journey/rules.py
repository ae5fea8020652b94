"""The figures that a programme reads in the rules of the day it was opened, as measures."""

from django.db.models import F
from django.db.models.functions import Coalesce

from dla_collectif.teams.models import RuleSet


def rule(name: str) -> Coalesce:
    """A figure of a programme's rules, for the measures of a room; the house's where its DLA had written none."""
    return Coalesce(F(f"rules__{name}"), RuleSet._meta.get_field(name).default)
