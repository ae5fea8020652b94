"""The calendar file, the sign-in sheet and the minutes."""

import pytest
from django.http import HttpResponse
from icalendar import Calendar

from dla_collectif.services import clock
from programs.contributions.models import Contribution
from programs.meetings import prints
from programs.meetings.models import Attendance, Minutes
from tests import cast
from tests.programs.meetings.places import at


def test_calendar_file_holds_the_meeting_and_no_list_of_the_others(world, sign_in, to_come):
    answer = sign_in(world.denis).get(at(world, "calendar", to_come))
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (event.decoded("dtstart"), event["dtstart"].params["TZID"]) == (to_come.starts_at, "Europe/Paris")
    assert (str(event["status"]), event["sequence"]) == ("CONFIRMED", 0)
    text = answer.content.decode()
    assert [word for word in ("ATTENDEE", "Cabinet Rival", "Rita", "Ciné-Club", "@example") if word in text] == []


def test_calendar_file_of_a_cancelled_meeting_keeps_its_identifier(world, sign_in, to_come):
    client = sign_in(world.alice)
    before = Calendar.from_ical(client.get(at(world, "calendar", to_come)).content).walk("VEVENT")[0]
    client.post(at(world, "cancel", to_come), {"reason": "Grève"})
    after = Calendar.from_ical(client.get(at(world, "calendar", to_come)).content).walk("VEVENT")[0]
    assert before["uid"] == after["uid"]
    assert (str(after["status"]), after["sequence"]) == ("CANCELLED", 1)


@pytest.fixture
def printed(monkeypatch):
    """What would be printed."""
    monkeypatch.setattr("dla_collectif.services.printing.answer", lambda request, html, name: HttpResponse(html))


def test_sheet_is_blank_with_lines_for_guests(world, sign_in, held, printed):
    held.attendances.filter(participation=world.denis_seat).update(person=world.denis.person)
    page = sign_in(world.alice).get(at(world, "sheet", held)).content.decode()
    assert page.count("<tr>") == 2 + 6  # two heads, then those expected and as many blank rows as the page holds
    assert ("Denis Leroy" in page, "présidente" in page, "is-landscape" in page) == (True, True, True)
    assert ("<td>présente" in page, "DLA de Roubaix" in page, "cinema" in page) == (False, True, True)


def test_sheet_filled_in_says_what_was_noted_and_when(world, sign_in, held, printed):
    held.attendances.update(noted_at=clock.now())
    page = sign_in(world.alice).get(f"{at(world, 'sheet', held)}?remplie=1").content.decode()
    assert (page.count("<td>présente"), page.count("<tr>")) == (2, 2 + 2)


@pytest.mark.parametrize(("hour", "columns"), [(8, 1), (10, 2), (14, 1)])
def test_sheet_has_a_signature_for_each_half_day(world, sign_in, printed, hour, columns):
    starts_at = clock.now().replace(month=1, hour=hour)  # winter: an hour later in Paris
    meeting = cast.meeting(world.program, starts_at=starts_at)
    page = sign_in(world.alice).get(at(world, "sheet", meeting)).content.decode()
    assert page.count('class="sign"') == columns


@pytest.mark.parametrize(("expected", "rows"), [(0, 6), (4, 6), (5, 20), (18, 20), (19, 34), (80, 90)])
def test_blank_rows_fill_the_last_page_and_leave_room_for_guests(expected, rows):
    assert expected + prints.blank_rows(expected) == rows


def said(world, meeting, text, level):
    common = {"program": world.program, "phase": "diagnosis", "kind": "need", "organisation": world.video}
    Contribution.objects.create(meeting=meeting, text=text, visibility=level, **common)


def test_minutes_are_printed_for_the_group_with_names_and_decisions(world, sign_in, held, printed):
    held.attendances.filter(participation=world.denis_seat).update(person=world.denis.person)
    said(world, held, "Un local commun", 1)
    said(world, held, "Secret du DLA", 0)
    page = sign_in(world.denis).get(at(world, "minutes_pdf", held)).content.decode()
    assert "<strong>Étaient présents</strong> (2 organismes)" in page
    assert "Ciné-Club des Lilas (Denis Leroy)" in page
    assert ("<strong>réunir</strong>" in page, "Écrire à la mairie" in page) == (True, True)
    assert ("Un local commun" in page, "sans nom d’auteur" in page, "Vidéo Quartier" in page) == (True, True, False)
    assert "Secret du DLA" not in page
    assert "non renseigné" not in page


def test_minutes_for_institutions_count_those_who_came_and_name_nobody(world, sign_in, held, printed):
    Minutes.objects.filter(meeting=held).update(visibility=2)
    said(world, held, "Un local commun", 1)
    page = sign_in(world.hugo).get(at(world, "minutes_pdf", held)).content.decode()
    assert "<strong>Étaient présents</strong> (2 organismes)." in page
    assert "<strong>réunir</strong>" in page
    assert ("Ciné-Club des Lilas" in page.split("Présences")[1].split("Décisions")[0], "Un local commun" in page) == (
        False,
        False,
    )


@pytest.mark.parametrize(
    ("level", "who", "status"), [(0, "denis", 404), (1, "denis", 200), (1, "hugo", 404), (2, "hugo", 200)]
)
def test_minutes_are_printed_for_whom_they_may_be_read_by(world, sign_in, held, printed, level, who, status):
    Minutes.objects.filter(meeting=held).update(visibility=level)
    browser = sign_in(getattr(world, who))
    assert browser.get(at(world, "minutes_pdf", held)).status_code == status
    assert ("compte-rendu.pdf" in browser.get(at(world, "meeting", held)).content.decode()) == (status == 200)


def test_organisation_of_which_one_came_and_one_did_not_was_there(world, sign_in, held, printed):
    Attendance.objects.create(meeting=held, participation=world.denis_seat, person=world.dora.person, state="excused")
    page = sign_in(world.alice).get(at(world, "minutes_pdf", held)).content.decode()
    assert "<strong>Étaient présents</strong> (2 organismes)" in page
    assert f"<strong>Étaient excusés</strong> : Ciné-Club des Lilas ({world.dora.person})." in page
    Minutes.objects.filter(meeting=held).update(visibility=2)
    assert "Étaient excusés" not in sign_in(world.hugo).get(at(world, "minutes_pdf", held)).content.decode()


def test_agenda_is_printed_once(world, sign_in, held, printed):
    address, client = at(world, "minutes_pdf", held), sign_in(world.alice)
    for agenda, headed in (("Lire la synthèse", True), ("Le groupe veut", False), ("", False)):
        type(held).objects.filter(pk=held.pk).update(agenda=agenda)
        assert ("Ordre du jour" in client.get(address).content.decode()) == headed


def test_meeting_without_minutes_prints_none(world, sign_in, to_come):
    assert sign_in(world.alice).get(at(world, "minutes_pdf", to_come)).status_code == 404
