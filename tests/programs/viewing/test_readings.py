"""« Que lira la DRAC ? »: a preview goes the way of its readers, and says what is withheld and why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dla_collectif.services.visibility import Visibility
from programs.contributions.models import Contribution
from programs.viewing import actions
from tests import cast

from .test_viewing import seat_of

pytestmark = pytest.mark.django_db


def test_institution_reads_its_level_and_nothing_below(world, sign_in):
    for level in Visibility:
        Contribution.objects.create(
            program=world.program, phase="scoping", kind="need", text=f"mot-{level}", visibility=level
        )
    client = sign_in(world.alice)
    url = reverse("viewing:begin", args=[world.program.public_id])
    said = reverse("contributions:list", args=[world.program.public_id, "cadrage"])
    found = {}
    for name in ("groupe", "institutions", "public"):
        prefix = client.post(url, {"level": name})["Location"].partition("/accompagnements")[0]
        page = client.get(f"{prefix}{said}").content.decode()
        found[name] = [level.name for level in Visibility if f"mot-{level}" in page]
    assert found == {
        "groupe": ["GROUP", "INSTITUTIONS", "PUBLIC"],
        "institutions": ["INSTITUTIONS", "PUBLIC"],
        "public": ["PUBLIC"],
    }


def test_preview_by_name_is_what_the_institution_itself_reads(world, sign_in):
    drac = seat_of(world, world.hugo)
    for number, (organisation, level) in enumerate([(world.drac, 0), (world.cine, 1), (world.cine, 2), (None, 0)]):
        Contribution.objects.create(
            program=world.program, phase="scoping", kind="need", text=f"mot-{number}", visibility=level,
            organisation=organisation,
        )  # fmt: skip
    said = reverse("contributions:list", args=[world.program.public_id, "cadrage"])
    client = sign_in(world.alice)
    prefix = client.post(reverse("viewing:begin", args=[world.program.public_id]), {"seat": drac.public_id})["Location"]
    seen = client.get(f"{prefix.removesuffix('/espace/')}{said}").content.decode()
    own = sign_in(world.hugo).get(said).content.decode()
    told = [[number for number in range(4) if f"mot-{number}" in page] for page in (seen, own)]
    assert told == [[0, 2], [0, 2]]


def test_readings_page_says_what_is_withheld_and_why_and_where_it_changes(world, sign_in):
    row = Contribution.objects.create(
        program=world.program, phase="scoping", kind="need", text="Un secret", visibility=1
    )
    Contribution.objects.create(program=world.program, phase="scoping", kind="need", text="Un voeu", visibility=2)
    client = sign_in(world.alice)
    page = client.get(reverse("viewing:readers", args=[world.program.public_id])).content.decode()
    withheld = page[page.index('is-refused">non lu') :]
    assert "Un secret" in withheld and "Un voeu" not in withheld
    assert "le groupe" in withheld
    assert reverse("contributions:change", args=[world.program.public_id, row.public_id]) in withheld


def test_readings_page_counts_the_same_statements_for_one_and_for_thirty(world, sign_in):
    client, counts = sign_in(world.alice), []
    url = reverse("viewing:readers", args=[world.program.public_id])
    for more in (1, 29):
        for _ in range(more):
            Contribution.objects.create(program=world.program, phase="scoping", kind="need", text="x", visibility=2)
        with CaptureQueriesContext(connection) as made:
            client.get(url)
        counts.append(len(made))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_level_without_readers_of_its_own_is_refused(world):
    journey = cast.journey(world.program, world.alice)
    with pytest.raises(actions.Refusal):
        actions.see_as_level(journey, Visibility.OFFICERS, by=world.alice)
