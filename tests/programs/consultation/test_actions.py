"""The verbs of the consultation: hearings, the committee's opinion."""

from datetime import timedelta

import pytest

from dla_collectif.directory.models import Affiliation
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.refusals import Conflict, Refusal
from programs.consultation import actions
from programs.consultation.models import CommitteeOpinion, Hearing
from programs.journey.models import Participation
from programs.journey.participations import seat_organisation
from tests import cast


@pytest.fixture
def step(world):
    """The consultation of Alice's programme."""
    return cast.step(world.program, "consultation", world.alice)


def hear(world, step, *organisations, kind="interview", in_hours=-48, **data):
    start = clock.now() + timedelta(hours=in_hours)
    facts = {"kind": kind, "organisations": organisations, "starts_at": start, "ends_at": start + timedelta(hours=1)}
    return actions.plan_hearing(step, {**facts, **data}, by=world.alice)


def test_past_hearing_is_held_with_those_heard(world, step):
    region = cast.organisation("Région", "institution")
    hearing = hear(world, step, region, mode="phone", role_accepted="Participer à la restitution")
    seat = Participation.objects.get(organisation=region)
    assert (hearing.meeting.state, hearing.meeting.kind, hearing.meeting.title) == (
        "held",
        "interview",
        "Entretien : Région",
    )
    assert (seat.role, seat.status, hearing.mode, hearing.role_accepted) == (
        "institution",
        "invited",
        "phone",
        "Participer à la restitution",
    )
    assert [(row.participation, row.state) for row in hearing.meeting.attendances.all()] == [(seat, "present")]
    assert Message.objects.count() == 0


def test_hearing_to_come_is_planned(world, step):
    hearing = hear(world, step, world.multi, world.rival, kind="consultants", in_hours=48)
    assert (hearing.meeting.state, hearing.meeting.title) == ("planned", "Rencontre avec les consultants")
    assert {row.state for row in hearing.meeting.attendances.all()} == {"expected"}
    assert {row.participation for row in hearing.meeting.attendances.all()} == {world.gaelle_seat, world.rita_seat}


def test_hearing_names_the_people_met(world, step):
    gaelle = Affiliation.objects.get(person=world.gaelle.person)
    hearing = hear(world, step, world.multi, world.rival, kind="consultants", people=[gaelle])
    lines = hearing.meeting.attendances.order_by("id")
    assert [(row.participation, row.person) for row in lines] == [
        (world.gaelle_seat, world.gaelle.person),
        (world.rita_seat, None),
    ]


def test_partner_is_heard_in_its_own_seat(world, step):
    house = cast.organisation("Maison de l’Emploi", "partner")
    seat = seat_organisation(step, house, Participation.Role.PARTNER, by=world.alice)
    hear(world, step, house)
    assert list(Participation.objects.filter(organisation=house)) == [seat]


def test_hearing_that_ends_before_it_starts_is_refused(world, step):
    with pytest.raises(Refusal, match="La fin doit suivre le début"):
        hear(world, step, world.drac, ends_at=clock.now() - timedelta(days=9))


def test_complete_hearing_made_from_the_common_page(world, step):
    meeting = cast.meeting(world.program, "consultation", "interview", present=[world.hugo_seat], state="held")
    actions.complete_hearing(
        step, meeting, {"mode": "video", "view_of_field": "Il connaît cinq d’entre elles"}, by=world.alice
    )
    assert Hearing.objects.get(meeting=meeting).mode == "video"


def test_complete_hearing_with_an_old_version_is_a_conflict(world, step):
    hearing = hear(world, step, world.drac, mode="phone")
    actions.complete_hearing(step, hearing.meeting, {"mode": "video", "version": 1}, by=world.alice)
    with pytest.raises(Conflict):
        actions.complete_hearing(step, hearing.meeting, {"mode": "written", "version": 1}, by=world.bruno)


def test_opinion_is_noted_then_changed(world, step):
    data = {"given_on": clock.today(), "opinion": "remarks", "text": "Garder une place aux bénévoles"}
    opinion = actions.add_opinion(step, data, by=world.alice)
    actions.change_opinion(step, opinion, {"opinion": "favourable", "version": 1}, by=world.bruno)
    stored = CommitteeOpinion.objects.get()
    assert (stored.opinion, stored.text, stored.version) == ("favourable", "Garder une place aux bénévoles", 2)
    sentences = Entry.objects.filter(scope=world.program.journal_scope).order_by("number")
    assert [entry.sentence for entry in sentences] == [
        "a noté l’avis du comité d’appui\u00a0: favorable, avec remarques",
        "a modifié l’avis du comité d’appui\u00a0: favorable",
    ]
