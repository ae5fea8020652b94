"""What this floor does when the site starts: its checks, and the triggers that `migrate` lifts and puts back."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate


class ServicesConfig(AppConfig):
    name = "dla_collectif.services"

    def ready(self):
        from . import triggers
        from .checks import pdf_libraries

        checks.register(pdf_libraries)  # Django takes its list before any finder is imported: only here is early enough
        pre_migrate.connect(triggers.before_migrating, sender=self)
        post_migrate.connect(triggers.after_migrating, sender=self)
