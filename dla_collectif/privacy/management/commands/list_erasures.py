"""The list of erasures, without any name: what a restored backup is replayed from."""

from django.core.management.base import BaseCommand

from dla_collectif.privacy.erasure import line_of
from dla_collectif.privacy.models import Erasure


class Command(BaseCommand):
    """`manage.py list_erasures`: a line each, as `var/erasures.jsonl` holds them."""

    help = "Prints who was erased, by identifier and day, without any name."

    def handle(self, *args, **options):
        for done in Erasure.objects.select_related("person").order_by("at", "pk"):
            self.stdout.write(line_of(done))
