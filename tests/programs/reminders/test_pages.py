"""The page of reminders: dates beside each name, rules, switches that work."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dla_collectif.journal.models import Entry
from dla_collectif.services import clock
from dla_collectif.services.templatetags.house import short_day
from programs.diagnosis import actions as diagnosis
from programs.diagnosis.models import Questionnaire
from programs.diagnosis.questionnaire import sources
from programs.journey.models import Participation
from programs.reminders.models import Silence
from tests import cast


@pytest.fixture
def asked(world):
    """Denis and Dora are asked to answer within twenty days."""
    Participation.objects.filter(pk__in=[world.denis_seat.pk, world.dora_seat.pk]).update(status="spotted")
    step = cast.step(cast.at_phase(world.program, "diagnosis"), "diagnosis", world.alice)
    sources.choose_questionnaire(step, "culture", by=world.alice)
    Questionnaire.objects.update(closes_on=clock.today() + timedelta(days=20))
    diagnosis.send_invitations(step, by=world.alice)
    return world


def page(world, name="followed", *args):
    return reverse(f"reminders:{name}", args=[world.program.public_id, *args])


def test_next_date_stands_beside_each_name(asked, sign_in):
    shown = sign_in(asked.alice).get(page(asked))
    lines = [(str(line.person), line.ask.gesture) for line in shown.context["lines"]]
    assert lines == [("Denis Leroy", "questionnaire"), ("Dora Blin", "questionnaire")]
    following = short_day(shown.context["lines"][0].next)
    assert (following in shown.text, "7 et 2 jours avant la date" in shown.text) == (True, True)
    followup = sign_in(asked.alice).get(reverse("diagnosis:followup", args=[asked.program.public_id]))
    assert f"prochaine le {following}" in followup.text


def test_reminder_sent_by_hand_stands_beside_the_name_too(asked, sign_in, monkeypatch):
    later = clock.now() + timedelta(days=4)
    monkeypatch.setattr(clock, "now", lambda: later)
    step = cast.step(cast.at_phase(asked.program, "diagnosis"), "diagnosis", asked.alice)
    diagnosis.send_reminders(step, by=asked.alice)
    lines = sign_in(asked.alice).get(page(asked)).context["lines"]
    assert [(str(line.person), line.last, line.count) for line in lines] == [
        ("Denis Leroy", clock.today(), 1),
        ("Dora Blin", clock.today(), 1),
    ]


def test_switch_works_and_is_in_the_journal(asked, sign_in):
    client = sign_in(asked.alice)
    assert client.post(page(asked, "switch")).status_code == 302
    shown = client.get(page(asked))
    assert "Les rappels de cet accompagnement sont arrêtés" in shown.text
    assert {line.next for line in shown.context["lines"]} == {None}
    client.post(page(asked, "switch"), {"reprendre": "1"})
    assert not Silence.objects.exists()
    sentences = [entry.sentence for entry in Entry.objects.filter(sentence__contains="rappels").order_by("id")]
    assert sentences == ["a arrêté les rappels", "a repris les rappels"]


def test_switch_of_one_person(asked, sign_in):
    client, person = sign_in(asked.alice), asked.denis.person
    client.post(page(asked, "switch_person", person.public_id))
    silent = [line.silence for line in client.get(page(asked)).context["lines"]]
    assert silent == ["person", ""]
    assert client.post(page(asked, "switch_person", asked.emma.person.public_id)).status_code == 404


def test_participants_do_not_see_the_page_nor_turn_the_switch(asked, sign_in):
    assert sign_in(asked.denis).get(page(asked)).status_code == 403
    assert sign_in(asked.denis).post(page(asked, "switch")).status_code == 403
    assert sign_in(asked.chloe).get(page(asked)).status_code == 404


def test_everybody_has_their_own_switch(asked, sign_in):
    client = sign_in(asked.denis)
    assert "Ne plus recevoir de rappels" in client.get(reverse("reminders:own")).text
    client.post(reverse("reminders:own"))
    assert "Recevoir de nouveau" in client.get(reverse("reminders:own")).text
    shown = sign_in(asked.alice).get(page(asked))
    assert "n’en veut plus" in shown.text


def test_page_costs_the_same_with_two_names_and_with_thirty(asked, sign_in):
    client = sign_in(asked.alice)
    client.get(page(asked))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(page(asked))
    step = cast.step(asked.program, "diagnosis", asked.alice)
    for number in range(28):
        organisation = cast.organisation(f"Association {number}")
        cast.person(f"Personne{number}", "Nom", organisation)
        cast.seat(asked.program, organisation, status="spotted")
    diagnosis.send_invitations(step, by=asked.alice)
    with CaptureQueriesContext(connection) as many:
        shown = client.get(page(asked))
    assert (len(shown.context["lines"]), len(many)) == (30, len(few))
