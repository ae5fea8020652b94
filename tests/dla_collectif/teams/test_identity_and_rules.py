"""The letterhead and the rules of a DLA: dated, never rewritten; programmes read those of their opening."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dla_collectif.services import clock
from dla_collectif.teams import actions
from dla_collectif.teams.models import Letterhead, RuleSet
from programs.journey import reports
from programs.journey.actions import open_program
from programs.journey.models import Program
from programs.specification.models import Specification
from tests import cast
from tests.dla_collectif.services.test_images import picture

FIGURES = {name: RuleSet._meta.get_field(name).default for name in (*RuleSet.BUYING, *RuleSet.KEEPING)}


def address(name, team, *args):
    return reverse(f"teams:{name}", args=[team.organisation.public_id, *args])


@pytest.fixture
def farid(world, sign_in):
    """The manager's browser."""
    return sign_in(world.farid)


def in_days(number):
    return clock.today() + timedelta(days=number)


def rules(team, day, **figures):
    """A stored set."""
    return RuleSet.objects.create(dla=team, valid_from=day, **figures)


def test_letterhead_and_logo_stand_on_what_is_printed(farid, world):
    data = {"territory": "Lille et Roubaix", "address": "12 rue du Moulin\n59000 Lille", "phone": "03 20 00 00 00"}
    data |= {"email": "dla@example.org", "website": "", "version": 0, "logo": picture()}
    assert farid.post(address("identity", world.lille), data).status_code == 302
    cast.program("Autre", world.lille)
    html = reports.step_html(cast.step(world.program, "scoping", world.alice))
    assert ("12 rue du Moulin<br>59000 Lille" in html, html.count("data:image/png;base64,")) == (True, 1)
    page = farid.get(address("team", world.lille)).content.decode()
    assert ("Lille et Roubaix" in page, address("logo", world.lille) in page) == (True, True)


def test_logo_is_served_to_the_team_alone(farid, world, sign_in):
    page = address("logo", world.lille)
    assert farid.get(page).status_code == 404
    actions.change_identity(world.lille, {"territory": "", "logo": picture()}, by=world.farid)
    served = farid.get(page)
    assert b"".join(served).startswith(b"\x89PNG")
    assert (served.status_code, served["Content-Type"], served["X-Content-Type-Options"]) == (
        200,
        "image/png",
        "nosniff",
    )
    assert [sign_in(getattr(world, who)).get(page).status_code for who in ("bruno", "denis")] == [404, 404]


def test_logo_is_taken_away(farid, world):
    data = {"territory": "", "address": "", "version": 0}
    farid.post(address("identity", world.lille), {**data, "logo": picture()})
    farid.post(address("identity", world.lille), {**data, "version": 1, "without_logo": "on"})
    assert Letterhead.objects.get().logo.name == ""


def test_logo_that_is_no_picture_is_refused_and_the_rest_kept(farid, world):
    data = {"territory": "Nord", "address": "12 rue du Moulin", "version": 0, "logo": picture(name="logo.svg")}
    answer = farid.post(address("identity", world.lille), data)
    assert (answer.status_code, "12 rue du Moulin" in answer.content.decode()) == (200, True)
    assert Letterhead.objects.count() == 0


def test_two_managers_writing_the_letterhead_lose_nothing(farid, world):
    page, data = address("identity", world.lille), {"territory": "", "phone": "03 20 00 00 00", "version": 0}
    assert farid.post(page, data).status_code == 302
    late = farid.post(page, {**data, "phone": "03 21 11 11 11"})
    assert (late.status_code, "03 20 00 00 00" in late.content.decode()) == (409, True)


def test_rules_begin_tomorrow_at_the_earliest(farid, world):
    for day, accepted in ((-1, False), (0, False), (1, True)):
        data = {**FIGURES, "valid_from": in_days(day), "schemes": ""}
        assert farid.post(address("write_rules", world.lille), data).status_code == (302 if accepted else 200)
    assert RuleSet.objects.count() == 1


def test_rules_are_added_and_never_rewritten(farid, world):
    data = {**FIGURES, "valid_from": in_days(5), "scoring_total": 70, "schemes": "FSE+ : 5 ans\nRégion ; 1"}
    assert farid.post(address("write_rules", world.lille), data).status_code == 302
    again = farid.post(address("write_rules", world.lille), {**data, "scoring_total": 80})
    assert "D’autres règles commencent déjà ce jour-là" in again.content.decode()
    stored = RuleSet.objects.get()
    assert (stored.scoring_total, [str(row) for row in stored.schemes.order_by("id")]) == (70, ["FSE+", "Région"])
    assert ("Financement FSE+", "5 ans") in stored.keeping


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"schemes": "FSE+"}, "schemes"),
        ({"scoring_total": "0"}, "scoring_total"),
        ({"minimum_consulted": "2", "minimum_bids": "3"}, "minimum_bids"),
        ({"keep_logs": "99"}, "keep_logs"),
        ({"valid_from": "2026-02-31"}, "valid_from"),
    ],
)
def test_rules_that_make_no_sense_are_said(farid, world, typed, field):
    data = {**FIGURES, "valid_from": in_days(2), "schemes": "", **typed}
    answer = farid.post(address("write_rules", world.lille), data)
    assert (answer.status_code, field in answer.context["form"].errors) == (200, True)


def test_rules_to_come_may_be_withdrawn_and_those_that_began_may_not(farid, world):
    begun, to_come = rules(world.lille, in_days(0)), rules(world.lille, in_days(3))
    for row in (begun, to_come):
        farid.post(address("withdraw_rules", world.lille, row.public_id))
    assert list(RuleSet.objects.all()) == [begun]


def test_rules_of_another_dla_are_not_found(farid, world):
    foreign = rules(world.arras, in_days(3))
    assert farid.post(address("withdraw_rules", world.lille, foreign.public_id)).status_code == 404


def test_programme_keeps_the_rules_of_the_day_it_was_opened(world):
    first = rules(world.lille, in_days(-10), scoring_total=70)
    rules(world.lille, in_days(2), scoring_total=50)
    rules(world.arras, in_days(-1), scoring_total=10)
    before = open_program({"title": "Avant"}, world.lille, by=world.alice)
    with clock.set_to(clock.now() + timedelta(days=3)):
        after = open_program({"title": "Après"}, world.lille, by=world.alice)
        totals = [Program.objects.get(pk=row.pk).rule_set.scoring_total for row in (before, after, world.program)]
    assert (before.rules, totals) == (first, [70, 50, 100])


def test_specification_and_requirements_read_the_rules(world, sign_in):
    figures = {"scoring_total": 70, "minimum_consulted": 4, "minimum_heard": 5, "minimum_bids": 3}
    Program.objects.filter(pk=world.program.pk).update(rules=rules(world.lille, in_days(-1), **figures))
    lines = {
        key: {line.label: line.detail for line in cast.step(world.program, key, world.alice).requirements}
        for key in ("consultation", "specification", "selection")
    }
    assert lines["selection"]["Consulter assez de prestataires, ou dire pourquoi moins"] == "0 sur 4"
    assert lines["specification"]["Répartir les points entre les critères"] == "0 points sur 70"
    assert "5 au moins" in lines["consultation"]["Entendre des consultants et des partenaires"]
    page = sign_in(world.alice).get(f"/accompagnements/{world.program.public_id}/cahier-des-charges/criteres/")
    assert (page.status_code, "70" in page.content.decode()) == (200, True)
    assert Specification.blank(cast.journey(world.program, world.alice).program).weights_total == 70


def test_rules_of_every_dla_are_its_own(farid, world):
    rules(world.arras, in_days(-1), minimum_consulted=17)
    assert "<dd>17</dd>" not in farid.get(address("team", world.lille)).content.decode()
