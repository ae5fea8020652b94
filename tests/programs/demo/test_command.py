"""`manage.py demo`: refused elsewhere, stops where asked, undoes a story that breaks, prints links that open."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from dla_collectif.accounts.models import User
from dla_collectif.directory.models import Organisation
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from programs.demo import player
from programs.demo.acts import diagnosis
from programs.diagnosis import mails
from programs.diagnosis.answering import adding
from programs.diagnosis.models import Answer, Question, Response
from programs.journey.models import Program
from programs.meetings.models import Meeting
from tests.tampering import broken

pytestmark = pytest.mark.django_db


def test_demo_outside_a_demonstration_is_refused(settings):
    settings.DEMONSTRATION = settings.TESTING = False
    with pytest.raises(CommandError, match="n’est pas une démonstration"):
        call_command("demo")
    with pytest.raises(CommandError, match="n’est pas une démonstration"):
        call_command("demo", links=True)
    assert Program.objects.count() == 0


def test_until_a_phase_leaves_it_current():
    call_command("demo", story="lille", until="diagnosis")
    program = Program.objects.get(reference="lille")
    assert (program.phase, program.state) == ("diagnosis", "under_way")
    assert program.participations.committed().count() == 13
    assert program.documents.count() == 2
    assert not hasattr(program, "specification")


def test_story_that_breaks_leaves_nothing(monkeypatch):
    def refuse(*args):
        raise Refusal("Cela ne se fait pas.")

    monkeypatch.setattr(diagnosis, "send_questionnaire", refuse)
    with pytest.raises(CommandError, match="n’a pas pu être jouée\u00a0: Cela ne se fait pas."):
        call_command("demo", story="lille")
    rows = (Program, Organisation, User, Entry, Message)
    assert [model.objects.count() for model in rows] == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("day", [12, 13, 14])  # a Thursday, a Friday, a Saturday: meetings would fall on week-ends
def test_programme_under_way_is_in_its_diagnosis_whatever_the_day(day):
    with clock.set_to(datetime(2026, 11, day, 16, tzinfo=UTC)):
        program = player.play("cirque")
        program.refresh_from_db()
        responses = Response.objects.filter(participation__program=program)
        assert program.phase == "diagnosis"
        assert (responses.count(), responses.sent().count(), responses.filter(state="started").count()) == (12, 9, 1)
        meetings = Meeting.objects.filter(program=program)
        assert {meeting.day.weekday() < 5 for meeting in meetings} == {True}
        assert meetings.filter(state="planned", starts_at__gt=clock.now()).count() == 1
        assert Entry.objects.filter(at__gt=clock.now()).count() == 0
        assert broken(program.journal_scope) is None


def test_programme_under_way_changed_its_questionnaire_after_some_had_sent():
    program = player.play("cirque")
    questionnaire = program.questionnaire
    edition = questionnaire.editions.get()
    assert (questionnaire.edition, edition.number, len(edition.changes)) == (2, 2, 2)
    retired = Question.ever.get(questionnaire=questionnaire, key="lieux", retired_in=2)
    assert Answer.objects.filter(question=retired).count() == 3
    assert Answer.objects.filter(question__key="lieux", question__retired_in=None).count() == 5
    assert Answer.objects.filter(question__key="hauteur").count() == 5
    waiting = {str(response.participation) for response, _count in adding.waiting(program)}
    assert waiting == {"Les Culbutes de Wazemmes", "La Caravane de Moulins", "Le Petit Tremplin", "Piste et pavés"}
    assert Message.objects.filter(kind=mails.ADDED.key, scope=program.journal_scope).count() >= 6


def test_chairs_of_the_programme_under_way_answer_for_what_was_sent():
    program = player.play("cirque")
    rows = Response.objects.filter(participation__program=program).exclude(validated_at=None)
    assert sorted(rows.values_list("validated_how", flat=True)) == ["online", "online", "online", "paper"]
    assert {row.is_sent for row in rows} == {True}


def test_mails_of_past_days_do_not_leave_now():
    program = player.play("cirque")
    mails = Message.objects.filter(scope=program.journal_scope)
    assert mails.count() > 20
    assert [mail.created_at.date() for mail in mails.due() if mail.created_at.date() < clock.today()] == []


def test_links_open_for_each_person(client, capsys):
    player.play("tiers-lieux")
    call_command("demo", links=True)
    people = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {tuple(person) for person in people} == {("person", "role", "organisation", "url")}
    assert [person["role"] for person in people[:4]] == ["officer", "officer", "manager", "manager"]
    assert people[0] == {
        "person": "Alice Vandenbroucke",
        "role": "officer",
        "organisation": "DLA du CBE de Lille",
        "url": people[0]["url"],
    }
    path = people[0]["url"].removeprefix("http://127.0.0.1:8000")
    entry = client.get(path)
    assert entry.status_code == 200
    assert client.post(path).status_code == 302
    assert client.get("/").status_code in (200, 302)


def test_links_before_anything_is_played_say_what_to_do():
    with pytest.raises(CommandError, match="lancez d’abord"):
        call_command("demo", links=True)


def test_command_makes_a_shape_once_and_gives_a_link(capsys):
    call_command("demo", shape="minimal")
    assert "/entrer/" in capsys.readouterr().out
    call_command("demo", shape="minimal")
    assert "est déjà là" in capsys.readouterr().out
    assert (Program.objects.count(), User.objects.filter(email__startswith="forme-minimal").count()) == (1, 1)
