"""The short papers of the restitution."""

from programs.journey.prints import single

from .sheet import sheet_html
from .summary import summary_html

SHEET = single("fiche", "Fiche d’expérience", sheet_html)
SUMMARY = single("synthese", "Synthèse pour les élus", summary_html)
