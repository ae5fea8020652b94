"""What the room declares: its to-do from nothing to the end, the gestures of each seat, its report."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dla_collectif.services import clock
from programs.journey import reports
from programs.journey.models import Participation
from programs.journey.progress import asks_of
from programs.selection.facts import report
from programs.specification.models import Criterion
from tests import cast
from tests.programs.selection import matter

SENT, ENOUGH, OPENED, RECEIVED, DECLARED, GRIDS, CHOSEN, TOLD = range(8)


def met(world):
    """Which requirements are met, by their place."""
    return [place for place, line in enumerate(matter.step_of(world).requirements) if line.met]


def gestures(world, who):
    """(label, done) of each gesture asked of somebody."""
    cast.at_phase(world.program, "selection")
    seats = Participation.objects.held_by(getattr(world, who)).measured().select_related("program", "organisation")
    asks = [ask for seat in seats for ask in asks_of(seat) if "choix-du-prestataire" in ask.url]
    return [(ask.label, ask.done) for ask in asks]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (lambda world: None, []),
        (matter.sent, [SENT, ENOUGH]),
        (matter.opened, [SENT, ENOUGH, OPENED, RECEIVED]),
        (matter.scored, [SENT, ENOUGH, OPENED, RECEIVED, DECLARED, GRIDS]),
        (matter.chosen, [SENT, ENOUGH, OPENED, RECEIVED, DECLARED, GRIDS, CHOSEN]),
        (matter.answered, [SENT, ENOUGH, OPENED, RECEIVED, DECLARED, GRIDS, CHOSEN, TOLD]),
    ],
)
def test_to_do_follows_the_acts(world, moment, expected):
    moment(world)
    assert met(world) == expected


def test_choice_alone_is_hard():
    from programs.selection.phase import phase

    assert [line.label for line in phase.requirements if line.hard] == ["Noter le choix et ses motifs"]


def test_fewer_than_three_providers_ask_for_a_reason(world):
    call = matter.sent(world)
    type(call).objects.update(justification="")
    assert met(world) == [SENT]


def test_provider_is_asked_until_the_deadline(world):
    matter.sent(world)
    hand_in = "Remettre votre proposition avant le vendredi 20 mars 2026 à 12\u00a0h"
    intent = "Dire si vous répondrez à la consultation"
    with clock.set_to(matter.DEADLINE - timedelta(seconds=1)):
        assert gestures(world, "gaelle") == [(intent, False), (hand_in, False)]
    with clock.set_to(matter.DEADLINE):
        assert gestures(world, "gaelle") == []
    matter.hand_in(world, world.multi, "gaelle")
    with clock.set_to(matter.AFTER):
        assert gestures(world, "gaelle") == [(intent, True), (hand_in, True)]
        assert (gestures(world, "denis"), gestures(world, "hugo")) == ([], [])


def test_association_declares_then_scores(world):
    declare, score = "Déclarer vos liens éventuels avec les prestataires", "Lire et noter les 2 propositions"
    matter.opened(world)
    assert (gestures(world, "denis"), gestures(world, "gaelle")[0][1]) == ([(declare, False)], True)
    matter.declare(world, world.denis_seat, "denis")
    assert gestures(world, "denis") == [(declare, True), (score, False)]
    points = {world.multi.pk: [50, 25], world.rival.pk: [30, 20]}
    matter.send_grid(world, world.denis_seat, "denis", points)
    assert gestures(world, "denis") == [(declare, True), (score, True)]


@pytest.mark.parametrize("moment", [lambda world: None, matter.sent, matter.sealed, matter.opened, matter.answered])
def test_report_takes_four_statements_at_most(world, moment):
    moment(world)
    with CaptureQueriesContext(connection) as queries:
        report(world.program)
    assert len(queries) <= 4


def test_report_costs_the_same_with_many_rows(world, django_assert_num_queries):
    matter.scored(world)
    specification = Criterion.objects.first().specification
    for number in range(6):
        Criterion.objects.create(specification=specification, number=20 + number, kind="points", label="x", weight=5)
        cast.seat(world.program, cast.organisation(f"Association {number}"))
    with django_assert_num_queries(4):
        report(world.program)


def test_report_hides_scores_until_all_may_see_them(world):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis")
    matter.send_grid(world, world.denis_seat, "denis", {world.multi.pk: [57, 29], world.rival.pk: [1, 2]})
    facts = report(world.program)
    assert (facts["results"], facts["sent"], facts["voters"]) == (None, 1, 2)
    assert ">57<" not in reports.step_html(matter.step_of(world))


def test_report_holds_the_whole_story(world):
    cast.meeting(
        world.program, phase="selection", kind="hearing", title="Audition des deux",
        present=[world.denis_seat, world.gaelle_seat], expected=[world.dora_seat],
    ).attendances.filter(participation=world.dora_seat).update(state="excused")  # fmt: skip
    matter.answered(world)
    html = reports.step_html(matter.step_of(world))
    wanted = [
        "2 prestataires consultés", "Deux connaissent le métier.",
        "Présents\u00a0: Ciné-Club des Lilas, Coopérative Conseil",
        "Excusés ou absents\u00a0: Vidéo Quartier",
        "Prestataire retenu\u00a0: Coopérative Conseil",
        "Le groupe l’a préférée.",
        "12\u202f600\u00a0€", "2 grilles sur 2", "Aucun lien n’a été déclaré",
    ]  # fmt: skip
    assert [words for words in wanted if words not in html] == []
