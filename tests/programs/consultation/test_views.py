"""The pages of the consultation: who may open them, what they answer, what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from associations.models import PastSupport
from dla_collectif.services import printing
from programs.consultation.models import CommitteeOpinion, Hearing
from programs.contributions.models import Contribution
from programs.journey.models import Participation
from programs.meetings.models import Meeting
from tests import cast

READ, WRITTEN = ["hearings", "guide", "opinions"], ["hear_consultants", "hear_partner", "add_opinion"]


@pytest.fixture
def alice(world, sign_in):
    """Alice's browser."""
    return sign_in(world.alice)


@pytest.fixture(autouse=True)
def no_printing(monkeypatch):
    """The guide's HTML instead of its print: rendering is tested elsewhere."""
    monkeypatch.setattr(
        printing,
        "answer",
        lambda request, html, name: printing.render(request, "print/sheet.html", {"paper": {"kind": html}}),
    )


def address(world, name, *args):
    return reverse(f"consultation:{name}", args=[world.program.public_id, *args])


def led(world, consultancy, association):
    return PastSupport.objects.create(
        association=association.association, dla=world.lille, year=2005, theme="skills", consultancy=consultancy
    )


def typed(**data):
    return {"mode": "meeting", "day": "2006-05-18", "start": "9 h 30", "end": "11 h", **data}


@pytest.mark.parametrize("name", READ + WRITTEN)
def test_page_answers(alice, world, name):
    assert alice.get(address(world, name)).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("chloe", 404), ("denis", 403), ("gaelle", 403), ("hugo", 403)])
def test_page_is_for_those_who_carry(world, sign_in, who, status):
    browser = sign_in(getattr(world, who))
    assert {browser.get(address(world, name)).status_code for name in READ + WRITTEN} == {status}


def test_closed_step_is_read_and_not_written(alice, world):
    cast.at_phase(world.program, "diagnosis")
    opinion = CommitteeOpinion.objects.create(program=world.program, given_on="2006-06-22", opinion="remarks")
    meeting = cast.meeting(world.program, "consultation", "interview")
    assert [alice.get(address(world, name)).status_code for name in READ] == [200] * 3
    assert [alice.get(address(world, name)).status_code for name in WRITTEN] == [403] * 3
    assert alice.get(address(world, "opinion", opinion.public_id)).status_code == 403
    assert alice.get(address(world, "hearing", meeting.public_id)).status_code == 403


def test_hearings_suggest_who_led_the_past_supports(alice, world):
    led(world, world.multi, world.cine)
    led(world, cast.organisation("Ailleurs Conseil", "consultancy"), world.cirque)
    context = alice.get(address(world, "hearings")).context
    assert [consultancy for consultancy, _ in context["to_hear"]] == [world.multi]


def test_hear_consultants_ticks_those_who_led_the_past_supports(alice, world):
    led(world, world.multi, world.cine)
    form = alice.get(address(world, "hear_consultants")).context["form"]
    assert form.initial["organisations"] == [world.multi.pk]
    assert set(form.fields["organisations"].queryset) == {world.multi, world.rival}
    assert set(form.fields["another"].queryset) == set()


def test_past_hearing_is_held_and_nobody_is_suggested_any_more(alice, world):
    led(world, world.multi, world.cine)
    response = alice.post(address(world, "hear_consultants"), typed(organisations=[world.multi.pk]))
    meeting = Meeting.objects.get()
    assert (response.url, meeting.state, meeting.hearing.mode) == (meeting.path(world.program), "held", "meeting")
    context = alice.get(address(world, "hearings")).context
    assert (context["to_hear"], [row for row, _ in context["hearings"]]) == ([], [meeting])


def test_partner_of_the_directory_gets_a_seat(alice, world):
    region = cast.organisation("Région", "institution")
    assert alice.post(address(world, "hear_partner"), typed(another=region.pk)).status_code == 302
    assert Participation.objects.get(organisation=region).role == "institution"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("day", "", "Remplissez ce champ pour continuer."),
        ("end", "9 h", "La fin doit suivre le début."),
        ("start", "midi", "Écrivez l’heure comme 14"),
        ("organisations", [], "Choisissez au moins un organisme."),
        ("organisations", ["x"], "x"),
        ("mode", "pigeon", "choix"),
        ("online", "pas une adresse", "URL"),
    ],
)
def test_hearing_bad_input_is_kept_and_said(alice, world, field, value, sentence):
    data = typed(organisations=[world.drac.pk], view_of_field="Texte gardé")
    response = alice.post(address(world, "hear_partner"), {**data, field: value})
    assert response.status_code == 200
    assert sentence in response.context["form"].errors[field][0]
    assert "Texte gardé" in response.content.decode()
    assert Meeting.objects.count() == 0


def test_hearing_twice_the_same_form_has_one_effect(alice, world):
    data = typed(organisations=[world.drac.pk], form_key="k3")
    answers = [alice.post(address(world, "hear_partner"), data).url for _ in range(2)]
    assert (answers[0] == answers[1], Hearing.objects.count()) == (True, 1)


def test_hearing_facts_lost_race_shows_both_texts(alice, world):
    alice.post(address(world, "hear_partner"), typed(organisations=[world.drac.pk]))
    page = address(world, "hearing", Meeting.objects.get().public_id)
    assert alice.post(page, {"mode": "phone", "role_accepted": "Premier", "version": 1}).status_code == 302
    late = alice.post(page, {"mode": "video", "role_accepted": "Second", "version": 1})
    text = late.content.decode()
    assert (late.status_code, "Premier" in text, "Second" in text, "téléphone" in text) == (409, True, True, True)


def test_hearing_of_another_programme_is_unknown(alice, world):
    meeting = cast.meeting(world.foreign, "consultation", "interview")
    assert alice.get(address(world, "hearing", meeting.public_id)).status_code == 404


def test_hearing_of_another_kind_is_unknown(alice, world):
    meeting = cast.meeting(world.program, "consultation", "working")
    assert alice.get(address(world, "hearing", meeting.public_id)).status_code == 404


def test_opinion_is_noted_and_shown(alice, world):
    data = {"given_on": "2006-06-22", "opinion": "remarks", "text": "Prévoir une restitution", "visibility": "1"}
    assert alice.post(address(world, "add_opinion"), data).status_code == 302
    text = alice.get(address(world, "opinions")).content.decode()
    assert ("Prévoir une restitution" in text, "Avis favorable, avec remarques" in text) == (True, True)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("given_on", "2999-01-01", "Cette date est à venir"),
        ("given_on", "", "Remplissez ce champ pour continuer."),
        ("opinion", "", "Remplissez ce champ pour continuer."),
        ("visibility", "9", "choix"),
    ],
)
def test_opinion_bad_input_is_kept_and_said(alice, world, field, value, sentence):
    data = {"given_on": "2006-06-22", "opinion": "remarks", "text": "Texte gardé", "visibility": "0", field: value}
    response = alice.post(address(world, "add_opinion"), data)
    assert sentence in response.context["form"].errors[field][0]
    assert "Texte gardé" in response.content.decode()
    assert CommitteeOpinion.objects.count() == 0


def test_opinion_lost_race_shows_both_texts(alice, world):
    row = CommitteeOpinion.objects.create(program=world.program, given_on="2006-06-22", opinion="remarks")
    page, data = address(world, "opinion", row.public_id), {"given_on": "2006-06-22", "visibility": "0", "version": 1}
    assert alice.post(page, {**data, "opinion": "favourable", "text": "Premier"}).status_code == 302
    late = alice.post(page, {**data, "opinion": "unfavourable", "text": "Second"})
    text = late.content.decode()
    assert (late.status_code, "Premier" in text, "Second" in text, ">favourable<" in text) == (409, True, True, False)


def test_opinion_of_another_programme_is_unknown(alice, world):
    row = CommitteeOpinion.objects.create(program=world.foreign, given_on="2006-06-22", opinion="remarks")
    assert alice.get(address(world, "opinion", row.public_id)).status_code == 404


def test_hearings_same_statements_with_1_and_30(alice, world):
    counts = []
    for number in (1, 29):
        for place in range(number):
            row = cast.organisation(f"Institution {number} {place}", "institution")
            seat = cast.seat(world.program, row, Participation.Role.INSTITUTION, "invited")
            meeting = cast.meeting(world.program, "consultation", "interview", present=[seat], state="held")
            Hearing.objects.create(meeting=meeting)
            Contribution.objects.create(
                program=world.program, phase="consultation", kind="advice", text="x", meeting=meeting
            )
            led(world, cast.organisation(f"Cabinet {number} {place}", "consultancy"), world.cine)
        with CaptureQueriesContext(connection) as queries:
            alice.get(address(world, "hearings"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
