"""Declarations, grids and the choice: one voice an association, ties kept out, nothing seen too early."""

from datetime import timedelta

import pytest

from associations.models import PastSupport
from dla_collectif.directory.models import Affiliation
from dla_collectif.journal.models import Entry
from dla_collectif.outbox.models import Message
from dla_collectif.services import clock
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.visibility import Visibility
from programs.journey.participations import withdraw_association
from programs.selection import choice_actions, grid_actions, readings, register
from programs.selection.models import Ballot, Interest, Score
from programs.selection.ranking import figure
from tests.programs.selection import matter

FULL = {"multi": [50, 25], "rival": [30, 20]}


@pytest.fixture
def points(world):
    """A grid's points, by organisation."""
    return {world.multi.pk: [50, 25], world.rival.pk: [30, 20]}


@pytest.fixture(autouse=True)
def afterwards():
    """These acts come after the deadline."""
    with clock.set_to(matter.AFTER + timedelta(hours=1)):
        yield


def test_nothing_is_declared_before_the_opening(world):
    matter.sealed(world)
    with pytest.raises(Refusal, match="pas encore ouvertes"):
        matter.declare(world, world.denis_seat, "denis")


def test_grid_waits_for_the_declaration(world, points):
    matter.opened(world)
    with pytest.raises(Refusal, match="Déclarez d’abord"):
        matter.send_grid(world, world.denis_seat, "denis", points)
    assert Score.objects.count() == 0


def test_declaration_speaks_of_every_proposal(world):
    matter.opened(world)
    ties = [(matter.bids(world)[0], False, "")]
    with pytest.raises(Refusal, match="pour chaque proposition"):
        grid_actions.declare_interests(matter.step_of(world), world.denis_seat, {"ties": ties}, by=world.denis)


def test_tied_association_scores_the_others_alone(world, points):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis", tied=[world.multi])
    with pytest.raises(Refusal, match="ne note pas sa proposition"):
        matter.send_grid(world, world.denis_seat, "denis", points)
    matter.send_grid(world, world.denis_seat, "denis", points, tied=[world.multi])
    assert {score.proposal.participation.organisation for score in Score.objects.all()} == {world.rival}


def test_tied_association_is_out_of_the_mean_and_the_count_says_so(world, points):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis", tied=[world.multi])
    matter.send_grid(world, world.denis_seat, "denis", points, tied=[world.multi])
    matter.declare(world, world.dora_seat, "dora")
    matter.send_grid(world, world.dora_seat, "dora", {world.multi.pk: [10, 10], world.rival.pk: [20, 20]})
    ranked = {one.proposal: one for one in register.read(world.program).ranked}
    mine, rival = matter.bids(world)
    assert (figure(ranked[mine.pk].total), ranked[mine.pk].totals.count) == ("28", 1)
    assert (figure(ranked[rival.pk].total), ranked[rival.pk].totals.count) == ("55", 2)


def test_tie_declared_late_takes_the_scores_back(world, points):
    matter.scored(world)
    matter.declare(world, world.denis_seat, "denis", tied=[world.rival])
    ranked = {one.proposal: one.totals.count for one in register.read(world.program).ranked}
    assert [ranked[bid.pk] for bid in matter.bids(world)] == [2, 1]


def test_past_support_is_a_known_link(world):
    matter.opened(world)
    PastSupport.objects.create(
        association=world.cine.association, dla=world.lille, year=2024, theme="strategy", consultancy=world.multi
    )
    Affiliation.objects.create(person=world.rita.person, organisation=world.video)
    mine, rival = matter.bids(world)
    assert readings.known_links(world.program) == {
        (world.denis_seat.pk, mine.pk): "Accompagnement individuel de 2024 (stratégie et projet)",
        (world.dora_seat.pk, rival.pk): "Rita Vasseur parle aussi au nom de ce prestataire",
    }


@pytest.mark.parametrize("given", [-1, 61])
def test_points_out_of_range_are_refused(world, points, given):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis")
    points[world.multi.pk] = [given, 20]
    with pytest.raises(Refusal, match="va de 0 à 60"):
        matter.send_grid(world, world.denis_seat, "denis", points)


def test_grid_with_a_hole_is_a_draft_only(world, points):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis")
    points[world.multi.pk] = [50, None]
    data = {"marks": matter.marks(world, points)}
    grid_actions.save_scores(matter.step_of(world), world.denis_seat, data, by=world.denis)
    with pytest.raises(Refusal, match="Il manque 1 note"):
        matter.send_grid(world, world.denis_seat, "denis", points)
    assert (Score.objects.count(), Ballot.objects.count()) == (3, 0)


def test_remark_without_points_is_kept_in_a_draft(world, points):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis")
    marks = [(bid, criterion, None, "À demander") for bid, criterion, _points, _ in matter.marks(world, points)][:1]
    grid_actions.save_scores(matter.step_of(world), world.denis_seat, {"marks": marks}, by=world.denis)
    assert [(score.points, score.comment) for score in Score.objects.all()] == [(None, "À demander")]


def test_one_voice_an_association_and_the_last_one_counts(world, points):
    matter.scored(world)
    for number in range(3):
        points[world.multi.pk] = [number, 0]
        matter.send_grid(world, world.denis_seat, "denis", points)
    assert (Score.objects.filter(participation=world.denis_seat).count(), Ballot.objects.count()) == (4, 2)
    total = {one.proposal: one for one in register.read(world.program).ranked}[matter.bids(world)[0].pk]
    assert total.criteria[min(total.criteria)].low == 2
    assert Entry.objects.filter(sentence__startswith="a corrigé la grille de Ciné-Club").count() == 3


def test_scores_are_hidden_until_all_grids_are_in(world, points):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis")
    matter.send_grid(world, world.denis_seat, "denis", points)
    before = register.read(world.program)
    assert (before.shows_results, before.scores, before.ranked) == (False, {}, [])
    matter.declare(world, world.dora_seat, "dora")
    matter.send_grid(world, world.dora_seat, "dora", points)
    assert register.read(world.program).shows_results


def test_abstention_counts_among_the_grids_and_not_among_the_notes(world, points):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis")
    data = {"marks": matter.marks(world, points)}
    grid_actions.save_scores(matter.step_of(world), world.denis_seat, data, by=world.denis)
    grid_actions.abstain(matter.step_of(world), world.denis_seat, by=world.denis)
    matter.declare(world, world.dora_seat, "dora")
    matter.send_grid(world, world.dora_seat, "dora", points)
    seen = register.read(world.program)
    assert (len(seen.sent), [voter.name for voter in seen.abstaining]) == (2, ["Ciné-Club des Lilas"])
    assert {one.totals.count for one in seen.ranked} == {1}


def test_scoring_declared_over_shows_what_is_in_and_closes_the_grids(world, points):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis")
    with pytest.raises(Refusal, match="Aucune association n’a encore noté"):
        grid_actions.end_scoring(matter.step_of(world), {"reason": "x"}, by=world.alice)
    matter.send_grid(world, world.denis_seat, "denis", points)
    with pytest.raises(Refusal, match="Dites en une phrase"):
        grid_actions.end_scoring(matter.step_of(world), {"reason": " "}, by=world.alice)
    grid_actions.end_scoring(matter.step_of(world), {"reason": "Deux relances sans réponse."}, by=world.alice)
    seen = register.read(world.program)
    assert (seen.shows_results, [voter.name for voter in seen.waiting]) == (True, ["Vidéo Quartier"])
    matter.declare(world, world.dora_seat, "dora")
    with pytest.raises(Refusal, match="notation close"):
        matter.send_grid(world, world.dora_seat, "dora", points)


def test_dictated_grid_is_traced_and_its_owner_corrects_it(world, points):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "alice", dictated=True)
    data, step = {"marks": matter.marks(world, points)}, matter.step_of(world)
    grid_actions.send_grid(step, world.denis_seat, data, by=world.alice, dictated=True)
    assert {score.by for score in Score.objects.all()} == {world.alice}
    assert {interest.by for interest in Interest.objects.all()} == {world.alice}
    assert Entry.objects.filter(sentence__endswith="sous sa dictée").count() == 2
    with pytest.raises(Refusal, match="elle seule peut la corriger"):
        grid_actions.send_grid(step, world.denis_seat, data, by=world.alice, dictated=True)
    matter.send_grid(world, world.denis_seat, "denis", points)
    assert {score.by for score in Score.objects.all()} == {world.denis}


def test_officer_typing_empties_nothing_that_it_does_not_see(world, points):
    matter.opened(world)
    matter.declare(world, world.denis_seat, "denis")
    step = matter.step_of(world)
    grid_actions.save_scores(step, world.denis_seat, {"marks": matter.marks(world, points)}, by=world.denis)
    blank = [(bid, criterion, None, "") for bid, criterion, _points, _ in matter.marks(world, points)]
    grid_actions.save_scores(step, world.denis_seat, {"marks": blank}, by=world.alice, dictated=True)
    assert Score.objects.filter(points__isnull=False).count() == 4


def test_association_of_another_programme_has_no_voice(world, points):
    matter.opened(world)
    with pytest.raises(Refusal, match="Seules les associations engagées"):
        matter.declare(world, world.emma_seat, "alice")


def test_grid_of_an_association_that_left_afterwards_still_counts(world):
    matter.scored(world)
    withdraw_association(matter.step_of(world), world.dora_seat, "Dissoute.", by=world.alice)
    assert [len(register.read(world.program).voters), register.read(world.program).ranked[0].totals.count] == [2, 2]


def test_choice_waits_for_the_grids(world):
    matter.opened(world)
    data = {"proposal": matter.bids(world)[0], "decided_on": matter.AFTER.date(), "reasons": "x"}
    with pytest.raises(Refusal, match="Attendez que toutes les grilles"):
        choice_actions.choose_provider(matter.step_of(world), data, by=world.alice)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reasons": " "}, "Écrivez les motifs"),
        ({"decided_on": matter.AFTER.date() + timedelta(days=9)}, "à venir"),
    ],
)
def test_choice_without_reasons_or_dated_tomorrow_is_refused(world, change, sentence):
    matter.scored(world)
    data = {"proposal": matter.bids(world)[0], "decided_on": matter.AFTER.date(), "reasons": "x", **change}
    with pytest.raises(Refusal, match=sentence):
        choice_actions.choose_provider(matter.step_of(world), data, by=world.alice)


def test_nothing_is_scored_once_the_choice_is_made(world, points):
    matter.chosen(world)
    before = list(Score.objects.order_by("pk").values())
    for act in (
        lambda: matter.send_grid(world, world.denis_seat, "denis", points),
        lambda: matter.declare(world, world.denis_seat, "denis"),
        lambda: grid_actions.abstain(matter.step_of(world), world.denis_seat, by=world.denis),
        lambda: grid_actions.end_scoring(matter.step_of(world), {"reason": "x"}, by=world.alice),
    ):
        with pytest.raises(Refusal, match="Le choix est fait"):
            act()
    assert list(Score.objects.order_by("pk").values()) == before


def test_answers_leave_together_once_all_are_written(world):
    matter.chosen(world)
    with pytest.raises(Refusal, match="points forts"):
        choice_actions.send_answers(matter.step_of(world), by=world.alice)
    assert not Message.objects.filter(subject__contains="décision").exists()


def test_answers_tell_each_bidder_its_own_points_and_the_winner(world):
    matter.answered(world)
    won = Message.objects.get(to=world.gaelle, subject__startswith="Préparez la suite")
    lost = Message.objects.get(to=world.rita, subject__startswith="Lisez la réponse")
    assert "notée 85 points sur 100" in won.body
    assert "la vôtre 60 points sur 100, et celle de Coopérative Conseil 85 points" in lost.body
    assert ("Force de Cabinet Rival." in lost.body, "Force de Coopérative" in lost.body) == (True, False)


def test_provider_chosen_reads_as_the_group_does(world):
    matter.answered(world)
    for seat in (world.gaelle_seat, world.rita_seat):
        seat.refresh_from_db()
    assert (world.gaelle_seat.level, world.rita_seat.level) == (Visibility.GROUP, Visibility.PUBLIC)


def test_bidders_once_told_the_choice_stays(world):
    matter.answered(world)
    data = {"proposal": matter.bids(world)[1], "decided_on": matter.AFTER.date(), "reasons": "x"}
    with pytest.raises(Refusal, match="ne change plus"):
        choice_actions.choose_provider(matter.step_of(world), data, by=world.alice)
    with pytest.raises(Refusal, match="déjà reçu leur réponse"):
        choice_actions.send_answers(matter.step_of(world), by=world.alice)
