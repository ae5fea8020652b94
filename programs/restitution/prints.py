"""The papers of the restitution."""

from programs.journey.prints import single

from .composition.report import report_html
from .digest.sheet import sheet_html

REPORT = single("rapport", "Rapport de restitution", report_html)
SHEET = single("fiche", "Fiche d’expérience", sheet_html)
PRINTS = [REPORT, SHEET]
