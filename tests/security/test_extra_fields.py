"""A form takes its own fields: whatever else is sent under the name of a column changes nothing."""

import pytest
from django.db import models
from django.urls import reverse

from programs.journey.models import Program
from programs.scoping.models import ScopingNote
from tests import cast

pytestmark = pytest.mark.django_db
OF_THE_HOUSE = {"version", "edited_at", "edited_by_id", "search"}  # what each change writes besides


def hostile(model, but) -> dict[str, str]:
    """A value for every column that the form does not have."""
    values = {models.BooleanField: "on", models.DateField: "2020-01-01", models.DateTimeField: "2020-01-01T00:00"}
    values |= {models.CharField: "pirate", models.TextField: "pirate", models.EmailField: "pirate@example.org"}
    columns = [column for column in model._meta.concrete_fields if column.name not in but]
    sent = {column.name: values.get(type(column), "1") for column in columns}
    return sent | {column.attname: "1" for column in columns if column.is_relation}


def columns_of(row) -> dict:
    """A row as the database has it."""
    return type(row).objects.filter(pk=row.pk).values().get()


def identity(world):
    return world.denis, reverse("privacy:correct"), {"first_name": "Denys", "last_name": "Wattel"}, world.denis.person


def account(world):
    return world.denis, reverse("privacy:correct"), {"first_name": "Denys", "last_name": "Wattel"}, world.denis


def organisation(world):
    sent = {"kind": "association", "name": "Ciné-Club de Lille"}
    return world.alice, reverse("associations:change", args=[world.cine.public_id]), sent, world.cine


def note(world):
    step = cast.step(world.program, "scoping", world.alice)
    row = ScopingNote.objects.get_or_create(program=world.program)[0]
    return world.alice, step.reverse("scoping:write_note"), {"finding": "Chacune projette seule."}, row


def programme(world):
    sent = {"title": "Théâtre", "dla": world.lille.pk}
    return world.alice, reverse("journey:open"), sent, world.program


@pytest.mark.parametrize("case", [identity, account, organisation, note, programme])
def test_fields_that_a_form_has_not_are_ignored(world, sign_in, case):
    user, path, sent, row = case(world)
    client, before = sign_in(user), columns_of(row)
    form = client.get(path).context["form"]
    extra = hostile(type(row), but={*form.fields, *sent})
    assert len(extra) > 1
    answer = client.post(path, {**sent, "version": form.initial.get("version", ""), **extra})
    assert answer.status_code == 302, answer.context["form"].errors
    after = columns_of(row)
    assert {name for name in after if after[name] != before[name]} <= {*form.fields} | OF_THE_HOUSE


def test_programme_that_is_opened_begins_at_the_beginning(world, sign_in):
    user, path, sent, _ = programme(world)
    extra = hostile(Program, but={*sent, "theme", "sector", "territory"})
    sign_in(user).post(path, {**sent, **extra, "phase": "restitution", "state": "ended"})
    opened = Program.objects.get(title="Théâtre")
    assert (opened.phase, opened.state) == (world.program.phase, Program.State.UNDER_WAY)
    assert opened.public_id != "pirate"
