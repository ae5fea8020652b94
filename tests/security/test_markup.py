"""What people type is shown as they typed it: markup in every text of the database is text in every page and print."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat

from dla_collectif.accounts.models import User
from dla_collectif.directory.models import Affiliation
from programs.diagnosis.models import Answer
from tests import tampering

from .crawl import Walker, visits
from .moments import at_moment, undone

pytestmark = pytest.mark.django_db
READERS = ["farid", "denis", "gaelle"]  # a manager, an association, a provider
MARKUP = '<canari onclick="x">\''
SHORTEST = 30  # of the columns that can hold it, and a number
UNTYPED = {  # columns that hold no words of anybody: keys, choices, addresses, fingerprints, what was handed out
    *("public_id", "key", "batch", "scope", "phase", "kind", "theme", "sector", "gesture", "reference", "search"),
    *("path", "link", "location", "message_id", "content_type", "html", "password", "session_key", "session_data"),
    *("hash", "previous", "sha256", "file_sha256", "digest", "seed", "salt"),
}
ADDRESSES = (models.EmailField, models.URLField)  # of a form that nothing else has


def typed_columns():
    """Every column that holds words: (model, column)."""
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            is_text = isinstance(column, models.CharField | models.TextField) and not isinstance(column, ADDRESSES)
            if (
                is_text
                and not column.choices
                and column.name not in UNTYPED
                and (column.max_length or SHORTEST) >= SHORTEST
            ):
                yield model, column.name


def plant():
    """Write markup in all of them, as whoever holds the database could; returns how many columns have some."""
    tampering.lift()
    count = 0
    for model, name in typed_columns():
        number = Cast("pk", models.CharField())
        count += bool(model.objects.exclude(**{name: ""}).update(**{name: Concat(Value(MARKUP), number)}))
    Answer.objects.filter(question__kind__in=["short", "long"]).update(value=MARKUP)
    return count


def test_markup_that_people_type_is_text_wherever_it_is_read(played):
    with undone():
        program = at_moment(played, "opened")
        gaelle, denis = (User.objects.get(email=f"{name}@example.org").person for name in ("gaelle", "denis"))
        ours = denis.affiliations.get(organisation__participations__program=program).organisation
        Affiliation.objects.create(person=gaelle, organisation=ours)  # a tie, told where ties are declared
        assert plant() > 60
        found, shown, faults = [], 0, []
        for reader in READERS:
            walker = Walker(User.objects.get(email=f"{reader}@example.org"), reader)
            for _, path, answer in visits(walker, program):
                if "text/html" in answer.headers.get("Content-Type", ""):
                    page = answer.content.decode()
                    shown += "&lt;canari" in page
                    if "<canari" in page:
                        found.append((reader, path, page[page.index("<canari") - 60 :][:100]))
            faults += walker.faults
    assert (found, faults) == ([], [])
    assert shown > 100  # the control: the pages do show what was typed
