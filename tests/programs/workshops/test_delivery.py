"""Agreement, sessions, state of play, outputs: the delivery as its officer follows it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dla_collectif.services import clock
from programs.journey.models import Document
from programs.meetings.models import Meeting
from programs.workshops import actions, readings
from programs.workshops.models import Agreement, Baseline, Output, Workshop
from tests import cast

AGREEMENT = {
    "number": "2026-1",
    "signed_on": "2026-01-10",
    "starts_on": "2026-02-01",
    "ends_on": "2026-10-31",
    "half_days": "9,5",
    "day_rate": "800",
    "price": "7600",
    "vat_rate": "20",
    "payment": "",
    "version": "0",
}


@pytest.fixture
def walk(world):
    """The programme at its workshops."""
    cast.at_phase(world.program, "workshops")
    return world


def url(world, name):
    return f"/accompagnements/{world.program.public_id}/ateliers/{name}"


def step(world):
    return cast.step(world.program, "workshops", world.alice)


def missing(world):
    return [line.label for line in step(world).missing]


PAGES = [
    "convention/",
    "convention/ecrire/",
    "seances/",
    "seances/atelier/",
    "etat-des-lieux/",
    "productions/",
    "productions/nouvelle/",
    "charte/",
]


@pytest.mark.parametrize("page", PAGES)
def test_page_is_open_to_carriers_and_unknown_to_strangers(walk, sign_in, page):
    visitors = (walk.alice, walk.bruno, walk.denis, walk.chloe)
    assert [sign_in(user).get(url(walk, page)).status_code for user in visitors] == [200, 200, 403, 404]


def test_agreement_is_noted_in_half_days(walk, sign_in):
    form = {**AGREEMENT, "participation": walk.gaelle_seat.pk}
    assert sign_in(walk.alice).post(url(walk, "convention/ecrire/"), form).status_code == 302
    assert Agreement.objects.get().half_days == 19


def test_agreement_whose_price_is_not_days_by_rate_says_the_sum_and_keeps_what_was_typed(walk, sign_in):
    form = {**AGREEMENT, "participation": walk.gaelle_seat.pk, "price": "9000"}
    page = sign_in(walk.alice).post(url(walk, "convention/ecrire/"), form).content.decode()
    assert ("7600.00" in page, 'value="9000"' in page, Agreement.objects.count()) == (True, True, 0)


def test_agreement_that_ends_before_its_start_is_refused(walk, sign_in):
    form = {**AGREEMENT, "participation": walk.gaelle_seat.pk, "ends_on": "2026-01-31"}
    assert "doit suivre son début" in sign_in(walk.alice).post(url(walk, "convention/ecrire/"), form).content.decode()


def test_agreement_written_by_two_at_once_shows_both(walk, sign_in):
    form = {**AGREEMENT, "participation": walk.gaelle_seat.pk}
    sign_in(walk.alice).post(url(walk, "convention/ecrire/"), form)
    late = sign_in(walk.bruno).post(url(walk, "convention/ecrire/"), {**form, "number": "2026-B"})
    assert (late.status_code, "2026-1" in late.content.decode()) == (409, True)


def test_workshop_expects_the_group_and_the_provider(walk, sign_in):
    actions.sign_agreement(
        step(walk),
        {
            "participation": walk.gaelle_seat,
            "number": "1",
            "signed_on": clock.today(),
            "starts_on": clock.today(),
            "ends_on": clock.today(),
            "half_days": 4,
            "day_rate": 800,
            "price": 1600,
        },
        by=walk.alice,
    )
    form = {"title": "Se connaître", "starts_at": "2027-03-12T14:00", "ends_at": "2027-03-12T17:00", "half_days": "0,5"}
    assert sign_in(walk.alice).post(url(walk, "seances/atelier/"), form).status_code == 302
    workshop = Workshop.objects.get()
    expected = {row.participation for row in workshop.meeting.attendances.all()}
    assert (workshop.number, expected) == (1, {walk.denis_seat, walk.dora_seat, walk.gaelle_seat})


def test_session_without_attendance_does_not_count_as_done(walk):
    cast.meeting(walk.program, "workshops", "workshop", expected=[walk.denis_seat], half_days=2)
    assert "Tenir au moins un atelier" in missing(walk)
    assert "Noter les présences des séances passées" in missing(walk)
    assert readings.days_of(readings.delivered_by(walk.program), None).done == 0
    Meeting.objects.update(state="held")
    assert "Tenir au moins un atelier" not in missing(walk)
    assert readings.days_of(readings.delivered_by(walk.program), None).done == 2


def test_session_to_come_is_not_asked_for_its_attendance(walk):
    cast.meeting(walk.program, "workshops", "workshop", starts_at=clock.now() + timedelta(days=2))
    assert "Noter les présences des séances passées" not in missing(walk)


def test_every_association_is_to_be_met(walk):
    cast.meeting(walk.program, "workshops", "individual", present=[walk.denis_seat], state="held")
    line = next(each for each in step(walk).missing if each.label == "Rencontrer chaque association")
    assert line.detail == "1 sur 2"


def test_state_of_play_is_of_the_group_alone(walk, sign_in):
    client = sign_in(walk.alice)
    assert (
        client.post(
            url(walk, f"etat-des-lieux/{walk.denis_seat.public_id}/"), {"activities": "Projections"}
        ).status_code
        == 302
    )
    assert Baseline.objects.get().activities == "Projections"
    assert client.get(url(walk, f"etat-des-lieux/{walk.gaelle_seat.public_id}/")).status_code == 404
    assert client.get(url(walk, f"etat-des-lieux/{walk.emma_seat.public_id}/")).status_code == 404


def test_output_keeps_its_file_as_a_document(walk, sign_in):
    file = SimpleUploadedFile("carte.pdf", b"%PDF-1.7 carte")
    form = {"kind": "document", "title": "Carte de l’offre", "file": file}
    assert sign_in(walk.alice).post(url(walk, "productions/nouvelle/"), form).status_code == 302
    assert Output.objects.get().document == Document.objects.get(filename="carte.pdf")


def test_output_with_a_disguised_file_is_refused_and_kept(walk, sign_in):
    file = SimpleUploadedFile("carte.pdf", b"<script>alert(1)</script>")
    form = {"kind": "document", "title": "Carte de l’offre", "file": file}
    page = sign_in(walk.alice).post(url(walk, "productions/nouvelle/"), form).content.decode()
    assert ("n’est pas celui d’un document PDF" in page, "Carte de l’offre" in page) == (True, True)
    assert Output.objects.count() == 0


def test_sessions_take_the_same_statements_with_1_and_30(walk, sign_in):
    client, counts = sign_in(walk.alice), []
    for number in range(30):
        meeting = cast.meeting(walk.program, "workshops", "workshop", f"Atelier {number}", present=[walk.denis_seat])
        Workshop.objects.create(meeting=meeting, number=number)
        if number in (0, 29):
            with CaptureQueriesContext(connection) as queries:
                client.get(url(walk, "seances/"))
            counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_closed_step_is_frozen(walk, sign_in):
    cast.at_phase(walk.program, "restitution")
    client = sign_in(walk.alice)
    assert client.get(url(walk, "productions/")).status_code == 200
    answer = client.post(url(walk, "productions/nouvelle/"), {"kind": "document", "title": "Trop tard"})
    assert (answer.status_code, Output.objects.count()) == (403, 0)
    assert "Cette étape est close" in answer.content.decode()
