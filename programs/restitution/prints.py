"""The papers of the restitution."""

from programs.journey.prints import single

from .composition.report import REPORT
from .digest.sheet import sheet_html

SHEET = single("fiche", "Fiche d’expérience", sheet_html)
PRINTS = [REPORT, SHEET]
