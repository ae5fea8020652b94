"""The story of Lille, played once for a whole module."""

import pytest
from django.db import transaction
from django.test import override_settings

from programs.demo import player
from programs.journey.models import Program
from programs.journey.progress import Journey


@pytest.fixture(scope="module")
def lille(django_db_setup, django_db_blocker, tmp_path_factory):
    """The finished programme as its officer walks it; all is undone at the end of the module."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        player.play("lille")
        yield Journey(Program.objects.get(reference="lille"))
        transaction.set_rollback(True)
