"""Registers the checks: Django takes its list before any finder is imported, so only an app's start is early enough."""

from django.apps import AppConfig
from django.core import checks


class ServicesConfig(AppConfig):
    name = "dla_collectif.services"

    def ready(self):
        from .checks import pdf_libraries

        checks.register(pdf_libraries)
