"""What happens to the specification, and what is refused."""

import pytest

from dla_collectif.journal.models import Entry
from dla_collectif.services.refusals import Conflict, Refusal
from dla_collectif.services.visibility import Visibility
from programs.journey import reports
from programs.journey.models import Document
from programs.specification import actions
from programs.specification.models import Article, Citation, Criterion, Deliverable, Objective, SetAside, Specification

from . import matter


def titles(world):
    return list(Article.objects.filter(specification__program=world.program).values_list("number", "title"))


def test_texts_written_from_the_story_are_stored_and_told_in_the_journal(world):
    row = actions.write_specification(matter.step_of(world), {**matter.TEXTS, **matter.DAYS}, by=world.alice)
    assert (row.context, row.half_days, row.weights_total) == ("Texte context", 38, 100)
    assert Entry.objects.last().sentence == "a écrit les textes du cahier des charges"


def test_texts_written_over_somebody_elses_are_a_conflict(world):
    step = matter.step_of(world)
    actions.write_specification(step, {"context": "Alice", "version": 0}, by=world.alice)
    with pytest.raises(Conflict):
        actions.write_specification(step, {"context": "Bruno", "version": 0}, by=world.bruno)
    assert Specification.objects.get().context == "Alice"


def test_text_form_opened_before_the_first_article_is_no_conflict(world):
    step = matter.step_of(world)
    actions.add_article(step, {"title": "Objet", "text": "…"}, by=world.alice)
    row = actions.write_specification(step, {"context": "Écrit", "version": 0}, by=world.alice)
    assert row.context == "Écrit"


def test_articles_move_and_are_renumbered_when_one_goes(world):
    step, by = matter.step_of(world), world.alice
    first, second, third = (
        actions.add_article(step, {"title": t, "text": "…"}, by=by) for t in ("Un", "Deux", "Trois")
    )
    actions.move_article(step, third, up=True, by=by)
    assert titles(world) == [(1, "Un"), (2, "Trois"), (3, "Deux")]
    actions.move_article(step, first, up=True, by=by)
    assert titles(world) == [(1, "Un"), (2, "Trois"), (3, "Deux")]
    actions.remove_article(step, first, by=by)
    assert titles(world) == [(1, "Trois"), (2, "Deux")]


def test_ready_made_articles_added_twice_are_there_once(world):
    step = matter.step_of(world)
    assert actions.add_clauses(step, by=world.alice) == 12
    assert actions.add_clauses(step, by=world.alice) == 0
    assert Article.objects.count() == 12


def test_objective_keeps_the_deliverables_that_stay_and_their_order(world):
    step, by = matter.step_of(world), world.alice
    row = matter.objective(step, by=by, deliverable_lines=["Une fiche", "Un répertoire"])
    kept = Deliverable.objects.get(label="Un répertoire")
    actions.change_objective(step, row, {"deliverable_lines": ["Un répertoire", "Une carte"]}, by=by)
    assert list(row.deliverables.values_list("label", "number")) == [("Un répertoire", 1), ("Une carte", 2)]
    assert Deliverable.objects.get(label="Un répertoire").pk == kept.pk


def test_objective_that_cites_something_set_aside_takes_it_back(world):
    step, by = matter.step_of(world), world.alice
    need = matter.said(world.program)
    actions.set_aside(step, need, {"reason": "Hors du champ"}, by=by)
    matter.objective(step, by=by, cited=[need])
    assert (SetAside.objects.count(), Citation.objects.count()) == (0, 1)


def test_objective_citing_another_programme_is_refused(world):
    step = matter.step_of(world)
    foreign = matter.said(world.foreign)
    with pytest.raises(Refusal, match="autre accompagnement"):
        matter.objective(step, by=world.alice, cited=[foreign])


def test_contribution_that_is_cited_cannot_be_set_aside(world):
    step = matter.step_of(world)
    need = matter.said(world.program)
    matter.objective(step, by=world.alice, cited=[need])
    with pytest.raises(Refusal, match="Un objectif reprend cette contribution"):
        actions.set_aside(step, need, {"reason": "Hors du champ"}, by=world.alice)


def test_setting_aside_without_a_reason_is_refused(world):
    with pytest.raises(Refusal, match="pourquoi"):
        actions.set_aside(matter.step_of(world), matter.said(world.program), {"reason": " "}, by=world.alice)


def test_usual_criteria_add_up_to_100_and_are_proposed_once(world):
    step = matter.step_of(world)
    actions.propose_criteria(step, by=world.alice)
    assert sum(Criterion.objects.values_list("weight", flat=True)) == 100
    with pytest.raises(Refusal, match="Des critères sont déjà là"):
        actions.propose_criteria(step, by=world.alice)


def test_criterion_of_an_unknown_kind_is_refused(world):
    with pytest.raises(Refusal, match="comment ce critère est noté"):
        actions.add_criterion(matter.step_of(world), {"kind": "dice", "label": "Hasard", "weight": 5}, by=world.alice)


def test_freezing_is_refused_until_it_is_complete(world):
    step, by = matter.step_of(world), world.alice
    sentences = []
    for act in (
        lambda: matter.objective(step, by=by),
        lambda: actions.add_clauses(step, by=by),
        lambda: actions.add_criterion(step, {"kind": "price", "label": "Prix", "weight": 15}, by=by),
    ):
        with pytest.raises(Refusal) as refused:
            actions.freeze_specification(step, by=by)
        sentences.append(refused.value.sentence)
        act()
    with pytest.raises(Refusal, match="Les critères totalisent 15 points sur 100"):
        actions.freeze_specification(step, by=by)
    assert sentences == [
        "Écrivez au moins un objectif avant de figer le cahier des charges.",
        "Écrivez au moins un article avant de figer le cahier des charges.",
        "Les critères totalisent 0 points sur 100\u00a0: ajustez-les avant de figer le cahier des charges.",
    ]
    assert Document.objects.count() == 0


def test_freezing_keeps_a_numbered_document_for_the_group(world):
    step, _need = matter.ready(world)
    document = actions.freeze_specification(step, by=world.alice)
    row = Specification.objects.get()
    assert (row.document, row.is_frozen) == (document, True)
    assert (document.title, document.edition, document.visibility) == (
        "Cahier des charges pour les prestataires",
        1,
        Visibility.GROUP,
    )
    assert reports.is_intact(document) is True
    assert (reports.EDITION in document.html, reports.FINGERPRINT in document.html) == (False, False)
    assert document.sha256 in Entry.objects.last().sentence


def test_every_write_is_refused_once_frozen(world):
    step, need = matter.ready(world)
    article, row, criterion = Article.objects.first(), Objective.objects.get(), Criterion.objects.first()
    loose = matter.said(world.program, "Trouver un local")
    actions.freeze_specification(step, by=world.alice)
    by = {"by": world.alice}
    writes = [
        lambda: actions.write_specification(step, {"context": "Autre"}, **by),
        lambda: actions.add_article(step, {"title": "Treize", "text": "…"}, **by),
        lambda: actions.add_clauses(step, **by),
        lambda: actions.change_article(step, article, {"title": "Autre"}, **by),
        lambda: actions.move_article(step, article, up=False, **by),
        lambda: actions.remove_article(step, article, **by),
        lambda: matter.objective(step, by=world.alice),
        lambda: actions.change_objective(step, row, {"title": "Autre"}, **by),
        lambda: actions.remove_objective(step, row, **by),
        lambda: actions.set_aside(step, loose, {"reason": "Hors du champ"}, **by),
        lambda: actions.take_back(step, loose, **by),
        lambda: actions.add_criterion(step, {"kind": "points", "label": "Autre", "weight": 1}, **by),
        lambda: actions.change_criterion(step, criterion, {"weight": 1}, **by),
        lambda: actions.propose_criteria(step, **by),
        lambda: actions.remove_criterion(step, criterion, **by),
        lambda: actions.freeze_specification(step, **by),
    ]
    for write in writes:
        with pytest.raises(Refusal, match="Le cahier des charges est figé depuis le"):
            write()


def test_new_version_needs_a_reason_then_everything_can_be_written_and_frozen_again(world):
    step, _need = matter.ready(world)
    with pytest.raises(Refusal, match="n’est pas figé"):
        actions.start_new_version(step, {"reason": "Trop tôt"}, by=world.alice)
    first = actions.freeze_specification(step, by=world.alice)
    with pytest.raises(Refusal, match="Dites en une phrase"):
        actions.start_new_version(step, {"reason": " "}, by=world.alice)
    row = actions.start_new_version(step, {"reason": "Le comité demande un atelier de plus"}, by=world.alice)
    assert (row.is_frozen, row.document) == (False, first)
    actions.write_specification(step, {"group_half_days": 14}, by=world.alice)
    second = actions.freeze_specification(step, by=world.alice)
    assert (second.edition, Document.objects.filter(pk=first.pk).exists()) == (2, True)


def test_new_version_is_refused_once_providers_hold_the_specification(world):
    step, _need = matter.ready(world)
    document = actions.freeze_specification(step, by=world.alice)
    Document.objects.filter(pk=document.pk).update(visibility=3)
    with pytest.raises(Refusal, match="entre les mains des prestataires"):
        actions.start_new_version(step, {"reason": "Un critère oublié"}, by=world.alice)
