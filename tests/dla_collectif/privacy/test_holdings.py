"""Every column that names somebody is declared, and a person finds all of theirs, and nobody else's."""

import json

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dla_collectif.directory.models import Person
from dla_collectif.journal.actions import record
from dla_collectif.journal.models import Entry
from dla_collectif.privacy import export
from dla_collectif.services import holdings, origin
from programs.contributions.models import Contribution
from tests import cast

TOLD_OTHERWISE = {"edited_by"}  # counted by kind in the export


def naming_columns():
    """Every column of the house that names a person or an account."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model._meta.label in (holdings.PERSON, "accounts.User"):
                yield model, field.name


def test_every_column_that_names_somebody_is_declared():
    declared = {(holding.model, holding.names) for holding in holdings.declared()}
    named = {column for column in naming_columns() if column[1] not in TOLD_OTHERWISE}
    assert {f"{model._meta.label}.{name}" for model, name in named - declared} == set()
    assert declared - named == set()


@pytest.mark.parametrize("holding", holdings.declared(), ids=lambda holding: holding.title)
def test_every_declared_fact_is_a_column(holding):
    for path in holding.facts.values():
        model = holding.model
        for name in path.split("__"):
            model = model._meta.get_field(name).related_model  # raises for what is no column


def test_network_of_an_act_is_told_while_it_is_kept(world, sign_in):
    with origin.coming_from(origin.Channel.WEB, "192.0.2.0/24"):
        record(None, "a fait un geste d’ici", by=world.denis)
    record(None, "a fait un geste d’ailleurs", by=world.denis)
    lines = {line["acte"]: line["depuis le réseau"] for line in acts_of(world.denis)}
    assert (lines["a fait un geste d’ici"], lines["a fait un geste d’ailleurs"]) == ("192.0.2.0/24", None)


def acts_of(user):
    """What the export tells of somebody's acts."""
    return next(section.lines for section in export.sections(user) if section.holding.model is Entry)


@pytest.fixture
def said(world):
    """Something said by Denis, something said by Emma."""
    words = {"program": world.program, "phase": "scoping", "kind": "need"}
    Contribution.objects.create(**words, text="Un gymnase assez haut.", person=world.denis.person)
    Contribution.objects.create(**words, text="Un secret d’Emma.", person=world.emma.person)
    cast.meeting(world.program, "workshops", "workshop", expected=[world.denis_seat])


def test_person_reads_and_takes_away_what_is_held(world, sign_in, said):
    client = sign_in(world.denis)
    page = client.get(reverse("privacy:mine")).content.decode()
    answer = client.get(reverse("privacy:mine_json"))
    data = json.loads(answer.content)
    assert ("Un gymnase assez haut." in page, "Un secret d’Emma." in page) == (True, False)
    assert ("Un gymnase assez haut." in answer.content.decode(), "secret" in answer.content.decode()) == (True, False)
    assert data["identité"]["prénom"] == "Denis"
    assert "attachment" in answer["Content-Disposition"]
    assert {"Votre compte", "Ce que vous avez dit"} <= {section["titre"] for section in data["rubriques"]}


def test_export_prints(world, sign_in, said, settings):
    settings.PRINT_INLINE = True
    answer = sign_in(world.denis).get(reverse("privacy:mine_pdf"))
    assert (answer.status_code, b"".join(answer.streaming_content)[:5]) == (200, b"%PDF-")


def test_export_takes_the_same_statements_with_1_and_30_rows(world, sign_in, said):
    client, counts = sign_in(world.denis), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("privacy:mine"))
        counts.append(len(queries))
        for number in range(30):
            words = {"program": world.program, "phase": "scoping", "kind": "need", "person": world.denis.person}
            Contribution.objects.create(**words, text=f"Besoin {number}")
    assert counts[0] == counts[1]


def test_person_corrects_her_identity_and_it_is_journaled(world, sign_in):
    client = sign_in(world.denis)
    form = {"first_name": "Denys", "last_name": "Wattel", "phone": "03 20 00 00 01", "version": "1"}
    assert client.post(reverse("privacy:correct"), form).status_code == 302
    assert str(Person.objects.get(pk=world.denis.person.pk)) == "Denys Wattel"
    assert Entry.objects.filter(sentence="a corrigé son identité", by=world.denis).count() == 1
    late = client.post(reverse("privacy:correct"), {**form, "first_name": "Denise"})
    assert (late.status_code, "Denise" in late.content.decode()) == (409, True)


def test_notice_is_public_and_shown_at_the_first_entry(world, client):
    page = client.get(f"/entrer/{world.denis.issue_link()}/").content.decode()
    notice = client.get(reverse("privacy:notice"))
    assert reverse("privacy:notice") in page
    assert (notice.status_code, "mission d’intérêt public" in notice.content.decode()) == (200, True)


def test_register_lists_every_holding_for_officers_alone(world, sign_in):
    page = sign_in(world.alice).get(reverse("privacy:register")).content.decode()
    assert [holding.title for holding in holdings.declared() if holding.title not in page] == []
    assert sign_in(world.denis).get(reverse("privacy:register")).status_code == 403
    assert reverse("privacy:register") in sign_in(world.alice).get(reverse("privacy:notice")).content.decode()
