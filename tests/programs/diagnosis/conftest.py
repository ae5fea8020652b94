"""A diagnosis under way: the questionnaire chosen, Ciné-Club and Vidéo Quartier invited to answer."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dla_collectif.services import clock
from programs.diagnosis import actions
from programs.diagnosis.answering import actions as answering
from programs.diagnosis.models import Response, Synthesis, needs_to_weigh
from programs.diagnosis.questionnaire import sources
from programs.diagnosis.shared import actions as shared_diagnosis
from programs.diagnosis.voting import actions as votes
from programs.journey.models import Participation
from programs.meetings.models import Meeting
from tests import cast, scenes

Status = Participation.Status
PRIORITIES = "Par quoi commencer ?"
ENDED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


@pytest.fixture(scope="module")
def standing_diagnosis(request, standing_cast, django_db_blocker):
    """The diagnosis in a scene of the module's own, within that of the cast (`tests.scenes`)."""
    yield from scenes.stand(request, django_db_blocker, "asked", lambda: under_way(standing_cast()))


@pytest.fixture
def asked(standing_diagnosis, world):
    """The cast, with `step`, `cine_response` and `video_response`: the responses of the two associations."""
    vars(world).update(vars(standing_diagnosis() if standing_diagnosis else under_way(world)))
    world.step = cast.step(world.program, "diagnosis", world.alice)
    return world


def under_way(world):
    """The cast once the questionnaire is sent."""
    cast.at_phase(world.program, "diagnosis")
    Participation.objects.filter(role="association").update(status=Status.SPOTTED, invited_on=None)
    step = cast.step(world.program, "diagnosis", world.alice)
    sources.choose_questionnaire(step, "culture", by=world.alice)
    actions.send_invitations(step, by=world.alice)
    world.cine_response = response_of(world.denis_seat)
    world.video_response = response_of(world.dora_seat)
    for seat in (world.denis_seat, world.dora_seat):
        seat.refresh_from_db()
    return world


@pytest.fixture
def denis(asked, sign_in):
    """Denis's browser: he speaks for Ciné-Club."""
    return sign_in(asked.denis)


@pytest.fixture
def alice(asked, sign_in):
    """Alice's browser."""
    return sign_in(asked.alice)


@pytest.fixture
def address(asked):
    """`address("save")`: a page of the programme's diagnosis."""
    return lambda name, *args: reverse(f"diagnosis:{name}", args=[asked.program.public_id, *args])


@pytest.fixture
def statements():
    """`statements(act)`: how many SQL statements it takes, those that only frame a transaction left out."""

    def count(act):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            act()
        return len([one for one in captured.captured_queries if not one["sql"].startswith(ENDED)])

    return count


def response_of(seat):
    """The response of an association, read afresh."""
    return Response.objects.select_related("participation__organisation", "participation__program").get(
        participation=seat
    )


def send(world, response, answers=None, needs=None, by=None):
    """Fill a questionnaire in and send it."""
    by = by or world.denis
    answers = {"projet": "Des films."} if answers is None else answers
    answering.fill_in(world.step, response, answers, needs or {}, by=by)
    response.refresh_from_db()
    answering.send_response(world.step, response, by=by)
    response.refresh_from_db()
    return response


def crowd(world, count):
    """That many more associations, invited, who sent the same answers with their words."""
    needs = {"connaitre": {"intensity": 3, "priority": True, "words": "Nous ne savons rien des autres."}}
    first = Response.objects.count()
    for number in range(first, first + count):
        organisation = cast.organisation(f"Association {number:02}")
        cast.person("Claude", f"Nom{number}", organisation)
        cast.seat(world.program, organisation, status=Status.SPOTTED)
    for response in actions.send_invitations(world.step, by=world.alice):
        send(world, response, {"projet": "Des films.", "salaries": {"value": 2, "year": 2025}}, needs, by=world.alice)


def days_ago(count):
    """A day before today."""
    return clock.today() - timedelta(days=count)


def text(response):
    """What a page says, its tags left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def propose(world, text="Deux besoins dominent.", **data):
    """The shared diagnosis is written, and proposed to the group."""
    draft = Synthesis.objects.filter(program=world.program).first()
    version = {"version": draft.version} if draft else {}
    shared_diagnosis.write_synthesis(world.step, {"text": text, **version}, by=world.alice)
    return shared_diagnosis.publish_edition(world.step, data, by=world.alice)


# Votes ---------------------------------------------------------------------------------------------------------------
@pytest.fixture
def ready(asked):
    """A preparatory meeting and three needs."""
    asked.meeting = meeting_of(asked.program)
    asked.needs = list(needs_to_weigh(asked.program)[:3])
    Participation.objects.filter(pk__in=[asked.denis_seat.pk, asked.dora_seat.pk]).update(status="invited")
    asked.denis_seat.refresh_from_db()
    asked.dora_seat.refresh_from_db()
    return asked


@pytest.fixture
def voting(ready):
    """The same, with an open vote: two choices each."""
    ready.vote = opened(ready)
    return ready


def meeting_of(program, **facts):
    at = clock.now()
    facts = {"kind": "preparatory", "title": "Réunion 1", "phase": "diagnosis"} | facts
    return Meeting.objects.create(program=program, starts_at=at, ends_at=at + timedelta(hours=2), **facts)


def opened(world, points=2, most=1):
    data = {"title": PRIORITIES, "needs": world.needs, "points": points, "most": most}
    return votes.open_vote(world.step, world.meeting, data, by=world.alice)


def give(world, seat, points, by, version=0, **more):
    return votes.cast_ballot(world.step, world.vote, seat, {"points": points, "version": version}, by=by, **more)


def pages(world, address, *names):
    return [address(name, world.vote.public_id) for name in names]
