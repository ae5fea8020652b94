"""What the room declares: requirements, coverage, report, kinds of criterion, and what is never printed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dla_collectif.services import clock
from dla_collectif.services.visibility import Visibility
from programs.consultation.models import CommitteeOpinion
from programs.diagnosis.models import SharedEdition
from programs.journey import reports
from programs.scoping.models import ScopingNote
from programs.specification import actions, coverage, criteria, phase, prints
from programs.specification.drafts import cited_line, drafts_for
from programs.specification.models import Specification
from tests import cast

from . import matter


def state(world):
    """Each requirement: (met, detail)."""
    return [(line.met, line.detail) for line in matter.step_of(world).requirements]


def test_requirements_of_an_empty_specification_are_all_missing(world):
    assert state(world) == [
        (False, "aucun texte sur 5"),
        (False, "aucun objectif"),
        (False, "aucun besoin noté"),
        (False, "0 points sur 100"),
        (False, ""),
        (False, ""),
    ]


def test_requirements_of_a_complete_specification_are_met(world):
    step, _need = matter.ready(world)
    CommitteeOpinion.objects.create(program=world.program, given_on=matter.today(), opinion="favourable")
    actions.freeze_specification(step, by=world.alice)
    assert state(world) == [
        (True, "5 textes sur 5"),
        (True, "1 objectif"),
        (True, ""),
        (True, "100 points sur 100"),
        (True, ""),
        (True, ""),
    ]


def test_need_without_a_word_and_objective_without_a_source_are_told(world):
    step, _need = matter.ready(world)
    loose = matter.said(world.program, "Trouver un local")
    matter.objective(step, "Sans source", by=world.alice)
    assert state(world)[1:3] == [(False, "1 objectif sans source"), (False, "1 besoin sans suite ni motif")]
    actions.set_aside(step, loose, {"reason": "Relève de la ville"}, by=world.alice)
    assert state(world)[2] == (True, "")


def test_opinion_given_after_freezing_does_not_count(world):
    step, _need = matter.ready(world)
    with clock.set_to(clock.now() - timedelta(days=10)):
        actions.freeze_specification(step, by=world.alice)
    CommitteeOpinion.objects.create(program=world.program, given_on=matter.today(), opinion="favourable")
    assert state(world)[4][0] is False
    CommitteeOpinion.objects.create(
        program=world.program, given_on=matter.today() - timedelta(days=10), opinion="favourable"
    )
    assert state(world)[4][0] is True


def test_coverage_counts_both_ways_and_marks_a_source_that_changed(world):
    step, need = matter.ready(world)
    aside, loose = matter.said(world.program, "Un local"), matter.said(world.program, "Du matériel", "warning")
    actions.set_aside(step, aside, {"reason": "Hors du champ"}, by=world.alice)
    matter.objective(step, "Sans source", by=world.alice)
    found = coverage.read(world.program)
    assert (found.cited, found.set_aside, found.loose) == ([need], [aside], [loose])
    assert [row.title for row in found.unsourced] == ["Sans source"]
    assert found.sentence == "1 contribution sur 3 reprise, 1 écartée avec son motif, 1 encore sans suite"
    assert found.objectives[0].changed == []
    need.edited_at = clock.now()
    need.save(update_fields=["edited_at"])
    assert coverage.read(world.program).objectives[0].changed == [need]


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ((0, 0, 0), ""),
        ((29, 28, 1), "28 contributions sur 29 reprises, 1 écartée avec son motif"),
        ((1, 1, 0), "1 contribution sur 1 reprise"),
        ((5, 2, 2), "2 contributions sur 5 reprises, 2 écartées avec leur motif, 1 encore sans suite"),
    ],
)
def test_coverage_is_told_in_words(figures, told):
    assert coverage.sentence(*figures) == told


def test_need_is_shared_by_those_who_sent_their_answers_alone(world):
    need = matter.said(world.program)
    matter.share(need, world.denis_seat)
    matter.share(need, world.dora_seat, state="started")
    assert coverage.read(world.program).said[0].shared_by == 1


def test_sources_are_counted_without_naming_what_may_not_be_named(world):
    rows = [
        matter.said(world.program, kind="need", organisation=world.cine),
        matter.said(world.program, kind="need", organisation=world.video),
        matter.said(world.program, kind="expectation", organisation=world.drac, visibility=Visibility.INSTITUTIONS),
        matter.said(world.program, kind="warning", organisation=world.multi, visibility=Visibility.OFFICERS),
    ]
    assert coverage.counted(rows, named_from=Visibility.INSTITUTIONS) == (
        "2 besoins exprimés par le groupe, 1 attente d’une institution, "
        "1 point de vigilance relevé pendant la préparation"
    )


def restricted(world):
    """A specification whose objective cites one sentence of each level; the sentences."""
    step, _need = matter.ready(world)
    rows = {level: matter.said(world.program, f"Parole {level.name}", visibility=level) for level in Visibility}
    matter.objective(step, "Cité", by=world.alice, cited=list(rows.values()))
    return step, {level: row.text for level, row in rows.items()}


def test_printed_specification_holds_public_sentences_alone(world):
    step, texts = restricted(world)
    html = actions.freeze_specification(step, by=world.alice).html
    assert {level for level, text in texts.items() if text in html} == {Visibility.PUBLIC}
    assert "D’où vient cet objectif\u00a0: 4 besoins exprimés par le groupe." in html


def test_report_holds_what_the_group_may_read_and_nothing_below(world):
    step, texts = restricted(world)
    html = reports.step_html(step)
    assert {level for level, text in texts.items() if text in html} == set(Visibility) - {Visibility.OFFICERS}
    assert "1 besoin exprimé par le groupe" in html


def test_author_is_printed_with_a_yes_alone(world):
    silent = matter.said(world.program, organisation=world.drac)
    willing = matter.said(world.program, organisation=world.drac, quotable=True)
    assert [coverage.author_of(row) for row in (silent, willing)] == ["institution", "DRAC"]


def test_printed_specification_has_no_empty_chapter(world):
    step = matter.step_of(world)
    matter.objective(step, by=world.alice)
    html = prints.specification_html(step)
    assert ("Les objectifs et leurs livrables" in html, "Les articles" in html, "La démarche" in html) == (
        True,
        False,
        False,
    )


def test_report_takes_four_statements_with_1_and_30_objectives(world):
    step, need = matter.ready(world)

    def count():
        with CaptureQueriesContext(connection) as queries:
            phase.report(world.program)
        return len(queries)

    with_one = count()
    for number in range(29):
        matter.objective(step, f"Objectif {number}", by=world.alice, cited=[need, matter.said(world.program)])
    assert (with_one, count()) == (4, 4)


def test_drafts_fill_what_is_empty_and_touch_nothing_else(world):
    ScopingNote.objects.create(program=world.program, finding="Un constat", added_value="Ensemble", calendar="2027")
    cast.shared_edition(world.program, "Deux besoins dominent", **cast.VALIDATED)
    row = Specification(program=world.program, calendar="Déjà écrit")
    assert drafts_for(world.program, row) == {
        "context": "Un constat\n\nDeux besoins dominent",
        "why_collective": "Ensemble",
    }


def test_drafts_cite_the_validated_version_alone(world):
    ScopingNote.objects.create(program=world.program, finding="Un constat")
    row = Specification(program=world.program)
    assert "n’est pas encore proposé au groupe" in cited_line(world.program)
    cast.shared_edition(world.program, "Deux besoins dominent")
    assert drafts_for(world.program, row) == {"context": "Un constat"}
    assert "La version 1 du diagnostic partagé n’est pas encore validée" in cited_line(world.program)
    SharedEdition.objects.update(**cast.VALIDATED)
    cast.shared_edition(world.program, "Un autre texte", number=2)
    assert drafts_for(world.program, row)["context"] == "Un constat\n\nDeux besoins dominent"
    assert cited_line(world.program) == "Version 1, validée le jeudi 12 mars 2026 par 2 associations sur 2"


def test_points_given_by_hand_are_averaged_and_unknown_without_any():
    kind = criteria.get("points")
    assert (kind.points(20, given=[17, 18]), kind.points(20)) == (Decimal("17.50"), None)


def test_price_is_scored_by_the_announced_formula():
    kind, prices = criteria.get("price"), [Decimal(12420), Decimal(13680), None]
    assert [kind.points(15, price=price, prices=prices) for price in prices] == [Decimal(15), Decimal("13.62"), None]


@pytest.mark.parametrize("kind", criteria.KINDS)
def test_kind_of_criterion_says_all_it_must(kind):
    row = kind()
    assert all((row.key, row.label, row.example, row.summary(10)))
    assert (row.field(10) is not None) == row.by_hand
