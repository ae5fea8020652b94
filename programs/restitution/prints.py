"""The papers of the restitution."""

from programs.journey.prints import single

from .composition.report import report_html
from .digest.prints import SHEET, SUMMARY

REPORT = single("rapport", "Rapport de restitution", report_html)
PRINTS = [REPORT, SHEET, SUMMARY]
