"""Who leaves and who comes back; the counts of the group, whatever the order of what happened."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from programs.diagnosis import actions
from programs.diagnosis.commitment import actions as commitments
from programs.diagnosis.commitment import departures, group_list
from programs.diagnosis.models import Commitment, Departure, Response
from programs.journey.models import Participation
from programs.journey.participations import invite_association
from programs.specification.prints import group_of
from tests import cast

from ..conftest import days_ago, propose, send, text

REASON = {"reason": "Trop peu de temps."}
LETTER = {"capacity": "présidente", "image_allowed": True, "data_read": True}


@pytest.fixture
def shared(asked):
    """The shared diagnosis is proposed."""
    propose(asked)
    return asked


def signed(world):
    """Ciné-Club has signed."""
    return commitments.sign_commitment(world.step, world.denis_seat, dict(LETTER), by=world.denis)


def test_association_says_itself_that_it_does_not_commit(shared, denis, address):
    assert "Nous ne nous engageons pas" in text(denis.get(address("commitment")))
    page = denis.post(address("leave"), {"reason": " "})
    assert list(page.context["form"].errors) == ["reason"]
    Message.objects.all().delete()
    assert denis.post(address("leave"), REASON).status_code == 302
    row = Departure.objects.get()
    assert (row.kind, row.person, row.origin, row.left_on) == ("refusal", shared.denis.person, "online", clock.today())
    assert [mail.address for mail in Message.objects.all()] == ["denis.leroy@example.org"]
    assert denis.get(address("commitment")).status_code == 404


def test_committed_association_leaves_and_its_letter_stays(shared, denis, address):
    signed(shared)
    cast.at_phase(shared.program, "workshops")
    assert "Nous nous retirons" in text(denis.get(address("commitment")))
    assert denis.post(address("leave"), REASON).status_code == 302
    assert (Departure.objects.get().kind, Commitment.objects.count()) == ("withdrawal", 1)
    assert Participation.objects.get(pk=shared.denis_seat.pk).status == "withdrawn"


def test_withdrawal_through_a_link_asks_for_the_code(shared, sign_in, address):
    signed(shared)
    page = sign_in(shared.denis, "dla_collectif.accounts.links.LinkBackend").post(address("leave"), REASON)
    assert ("Code reçu" in text(page), Departure.objects.count()) == (True, 0)


def test_dla_notes_a_withdrawal_with_its_day_and_who_said_it(shared, alice, address):
    url = address("decline", shared.denis_seat.public_id)
    typed = {**REASON, "left_on": days_ago(3).isoformat(), "person": shared.denis.person.pk, "origin": "paper"}
    assert alice.post(url, typed).status_code == 302
    row = Departure.objects.get()
    assert (row.left_on, row.person, row.origin) == (days_ago(3), shared.denis.person, "paper")
    assert "déjà noté" in text(alice.post(url, typed))


def test_association_comes_back_with_its_letter(shared, alice, denis, address):
    row = signed(shared)
    departures.leave(shared.step, shared.denis_seat, REASON, by=shared.denis)
    url = address("come_back", shared.denis_seat.public_id)
    early = alice.post(url, {"back_on": days_ago(1).isoformat()})
    assert "retirée depuis" in text(early)
    assert alice.post(url, {"back_on": clock.today().isoformat()}).status_code == 302
    seat = Participation.objects.get(pk=shared.denis_seat.pk)
    assert (seat.status, seat.reason, seat.withdrawn_on) == ("committed", "", None)
    assert Departure.objects.get().back_on == clock.today()
    row.refresh_from_db()
    assert (commitments.is_intact(row), denis.get(address("commitment")).status_code) == (True, 200)
    with pytest.raises(Refusal, match="n’est pas retirée"):
        departures.come_back(shared.step, seat, {}, by=shared.alice)


def test_one_that_left_before_signing_comes_back_where_it_stood(shared):
    departures.leave(shared.step, shared.dora_seat, REASON, by=shared.dora)
    departures.come_back(shared.step, shared.dora_seat, {}, by=shared.alice)
    assert Participation.objects.get(pk=shared.dora_seat.pk).status == "invited"


def test_nobody_leaves_what_is_over(shared, denis, address):
    shared.program.state = "stopped"
    shared.program.save(update_fields=["state"])
    page = denis.post(address("leave"), REASON)
    assert ("terminé ou arrêté" in text(page), Departure.objects.count()) == (True, 0)


@pytest.mark.parametrize("name", ["decline", "come_back"])
def test_departures_are_the_business_of_those_who_carry(shared, sign_in, address, name):
    url = address(name, shared.denis_seat.public_id)
    assert [sign_in(getattr(shared, who)).get(url).status_code for who in ("denis", "chloe")] == [403, 404]


# The counts

EVENTS = ("invite", "answer", "sign", "paper", "leave", "back")


def happens(world, event, seat):
    """One thing happens to an association, or is refused; never anything else."""
    seat.refresh_from_db()
    by, person = world.alice, world.denis.person
    with suppress(Refusal), transaction.atomic():
        if event == "invite":
            invite_association(world.step, seat, by=by)
        elif event == "answer":
            response = actions.ask_to_answer(world.step, seat, by=by)
            if not response.is_sent:
                send(world, Response.objects.select_related("participation__organisation").get(pk=response.pk), by=by)
        elif event == "sign":
            commitments.sign_commitment(world.step, seat, {**LETTER, "person": person}, by=by)
        elif event == "paper":
            commitments.record_paper_commitment(world.step, seat, {**LETTER, "person": person}, by=by)
        elif event == "leave":
            departures.leave(world.step, seat, REASON, by=by, origin="interview")
        else:
            departures.come_back(world.step, seat, {}, by=by)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(0, 2)), max_size=14))
def test_counts_add_up_in_every_order_of_events(asked, events):
    if not asked.program.shared_editions.exists():
        propose(asked)
    program, seats = asked.program, []
    for number in range(3):
        organisation = cast.organisation(f"Passage {Participation.objects.count()} {number}")
        seats.append(cast.seat(program, organisation, status="spotted"))
        Participation.objects.filter(pk=seats[-1].pk).update(invited_on=None, committed_on=None)
    for event, which in events:
        happens(asked, event, seats[which])
    rows = Participation.objects.associations().filter(program=program)
    rows = list(rows.select_related("organisation", "response", "commitment"))
    counts = {place.key: place.count for place in group_list.places(rows)}
    assert sum(counts.values()) == len(rows)
    assert counts["committed"] == rows_with(rows, "committed") == len(group_of(program))
    assert counts["refused"] + counts["withdrawn"] == rows_with(rows, "withdrawn")
    away = Departure.objects.filter(participation__program=program, back_on=None)
    assert away.count() == counts["refused"] + counts["withdrawn"]
    steps = {"Lettre signée": 0, "Réponses envoyées": 0} | dict(group_list.funnel(rows))  # no step before it is asked
    assert steps["Engagées"] == counts["committed"] <= steps["Lettre signée"] == Commitment.objects.count()
    assert (
        max(steps["Lettre signée"], steps["Réponses envoyées"]) <= steps["Conviées"] <= steps["Repérées"] == len(rows)
    )
    assert steps["Lettre signée"] == counts["committed"] + counts["withdrawn"]


def rows_with(rows, status):
    """How many seats have a status."""
    return sum(seat.status == status for seat in rows)


def test_funnel_has_no_step_for_what_nobody_was_asked(asked):
    alone = [cast.seat(asked.program, cast.organisation(f"Sans question {number}")) for number in range(2)]
    assert [label for label, _count in group_list.funnel(alone)] == ["Repérées", "Conviées", "Engagées"]
