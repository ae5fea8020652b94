"""The papers of the restitution."""

from .composition.report import REPORT
from .digest.prints import SHEET, SUMMARY

PRINTS = [REPORT, SHEET, SUMMARY]
