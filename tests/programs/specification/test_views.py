"""The pages of the room as their users meet them."""

import pytest

from dla_collectif.services.ids import new_public_id
from programs.journey.models import Document
from programs.specification import actions
from programs.specification.models import Article, Criterion, Objective, SetAside, Specification
from tests import cast

from . import matter

READING = ["articles", "objectifs", "criteres", "couverture", "envoi"]
WRITING = ["textes", "articles/ajout", "objectifs/ajout", "criteres/ajout"]


def url(program, path):
    return f"/accompagnements/{program.public_id}/cahier-des-charges/{path}/"


@pytest.fixture
def alice(world, sign_in):
    """Alice's browser."""
    return sign_in(world.alice)


@pytest.mark.parametrize("path", [*READING, *WRITING])
def test_page_of_an_empty_programme_answers(world, alice, path):
    answer = alice.get(url(world.program, path))
    assert (answer.status_code, answer.content.decode().count("<h1")) == (200, 1)


@pytest.mark.parametrize("path", [*READING, *WRITING])
def test_page_of_a_full_programme_answers(world, alice, path):
    step, _need = matter.ready(world)
    actions.set_aside(step, matter.said(world.program, "Un local"), {"reason": "Hors du champ"}, by=world.alice)
    matter.said(world.program, "Du temps")
    answer = alice.get(url(world.program, path))
    assert (answer.status_code, answer.content.decode().count("<h1")) == (200, 1)


@pytest.mark.parametrize("path", [*READING, *WRITING])
def test_page_is_closed_to_strangers_and_to_those_who_take_part(world, sign_in, path):
    matter.ready(world)
    codes = [sign_in(user).get(url(world.program, path)).status_code for user in (world.chloe, world.denis, world.hugo)]
    assert codes == [404, 403, 403]


def test_line_of_another_programme_is_not_found(world, sign_in):
    step, need = matter.ready(world)
    rows = [
        f"articles/{Article.objects.first().public_id}",
        f"articles/{Article.objects.first().public_id}/retrait",
        f"objectifs/{Objective.objects.get().public_id}",
        f"criteres/{Criterion.objects.first().public_id}",
        f"couverture/{need.public_id}/motif",
    ]
    client = sign_in(world.chloe)
    assert [client.get(url(world.foreign, path)).status_code for path in rows] == [404] * 5


@pytest.mark.parametrize("path", ["articles", "objectifs", "criteres"])
def test_unknown_line_is_not_found(world, alice, path):
    assert alice.get(url(world.program, f"{path}/{new_public_id()}")).status_code == 404


def test_texts_are_typed_in_days_and_stored_in_half_days(world, alice):
    form = {"context": "Rappel", "individual_half_days": "6,5", "ceiling": "14 500,50 €", "weights_total": "100"}
    answer = alice.post(url(world.program, "textes"), form)
    row = Specification.objects.get()
    assert (answer.status_code, row.individual_half_days, row.group_half_days, str(row.ceiling)) == (
        302,
        13,
        0,
        "14500.50",
    )


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("individual_half_days", "2,3", "Comptez par demi-journées"),
        ("group_half_days", "beaucoup", "Écrivez un nombre de jours"),
        ("ceiling", "cher", "Écrivez un montant en euros"),
        ("ceiling", "-3", "Un plafond n’est pas négatif"),
        ("ceiling", "NaN", "Écrivez un montant en euros"),
        ("weights_total", "cent", "Écrivez un nombre entier de points"),
        ("context", "a\x00b", ""),
    ],
)
def test_bad_text_form_keeps_what_was_typed_and_says_why(world, alice, field, typed, sentence):
    form = {"context": "Un rappel tapé", "weights_total": "100", field: typed}
    answer = alice.post(url(world.program, "textes"), form)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, Specification.objects.count()) == (200, True, 0)
    assert field == "context" or "Un rappel tapé" in page


def test_two_officers_writing_the_texts_at_once_lose_nothing(world, alice, sign_in):
    form = {"context": "Texte d’Alice", "individual_half_days": "1", "weights_total": "100", "version": "0"}
    assert alice.post(url(world.program, "textes"), form).status_code == 302
    late = sign_in(world.bruno).post(
        url(world.program, "textes"), {**form, "context": "Texte de Bruno", "individual_half_days": "2,5"}
    )
    page = late.content.decode()
    assert late.status_code == 409
    assert [text in page for text in ("Texte d’Alice", "Texte de Bruno", 'name="version" value="1"')] == [True] * 3
    assert '<p class="text">2,5</p>' in page


def test_two_officers_writing_an_objective_at_once_see_deliverables_and_sources(world, alice, sign_in):
    step, need = matter.ready(world)
    row, other = Objective.objects.get(), matter.said(world.program, "Un calendrier commun")
    form = {
        "title": row.title,
        "text": "",
        "deliverable_lines": "Une carte",
        "cited_need": need.public_id,
        "version": "1",
    }
    assert alice.post(url(world.program, f"objectifs/{row.public_id}"), form).status_code == 302
    late = {**form, "deliverable_lines": "Un répertoire", "cited_need": other.public_id}
    answer = sign_in(world.bruno).post(url(world.program, f"objectifs/{row.public_id}"), late)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ['<p class="text">Une carte</p>' in page, '<p class="text">Un calendrier commun</p>' in page] == [True, True]


def test_drafts_are_shown_and_not_stored(world, alice):
    cast.shared_edition(world.program, "Deux besoins dominent", **cast.VALIDATED)
    page = alice.get(url(world.program, "textes") + "?modele=diagnostic").content.decode()
    assert ("Deux besoins dominent" in page, "1 texte vide est préparé" in page, Specification.objects.count()) == (
        True,
        True,
        0,
    )


def test_objective_is_written_with_its_deliverables_and_sources(world, alice):
    need, advice = matter.said(world.program), matter.said(world.program, "Allez d’abord les voir", "advice")
    form = {
        "title": "Dresser l’état des lieux",
        "deliverable_lines": "– Une fiche\n\n Une carte \nUne fiche",
        "cited_need": [need.public_id],
        "cited_advice": [advice.public_id],
    }
    assert alice.post(url(world.program, "objectifs/ajout"), form).status_code == 302
    row = Objective.objects.get()
    assert [each.label for each in row.deliverables.all()] == ["Une fiche", "Une carte"]
    assert set(row.sources.all()) == {need, advice}


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Remplissez ce champ pour continuer."),
        ("deliverable_lines", "x" * 201, "Un livrable tient en 200 signes"),
        ("cited_need", "inconnu", "Une de ces contributions n’existe plus"),
    ],
)
def test_bad_objective_keeps_what_was_typed_and_says_why(world, alice, field, typed, sentence):
    need = matter.said(world.program)
    form = {"title": "Un titre", "text": "Précisions tapées", "cited_need": need.public_id, field: typed}
    answer = alice.post(url(world.program, "objectifs/ajout"), form)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "Précisions tapées" in page) == (200, True, True)
    assert Objective.objects.count() == 0


def test_source_of_another_programme_is_not_proposed(world, alice):
    foreign = matter.said(world.foreign, "Une parole d’ailleurs")
    matter.said(world.program)
    assert foreign.text not in alice.get(url(world.program, "objectifs/ajout")).content.decode()
    answer = alice.post(url(world.program, "objectifs/ajout"), {"title": "Un", "cited_need": foreign.public_id})
    assert (answer.status_code, Objective.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"label": "Prix", "kind": "price", "weight": "0"}, "Un critère vaut au moins 1 point."),
        ({"label": "Prix", "kind": "price", "weight": "peu"}, "Écrivez un nombre entier de points."),
        ({"label": "", "kind": "price", "weight": "15"}, "Remplissez ce champ pour continuer."),
        ({"label": "Prix", "kind": "dice", "weight": "15"}, "Prix"),
    ],
)
def test_bad_criterion_says_why(world, alice, form, sentence):
    answer = alice.post(url(world.program, "criteres/ajout"), form)
    assert (answer.status_code, sentence in answer.content.decode(), Criterion.objects.count()) == (200, True, 0)


def test_reason_is_noted_then_undone(world, alice):
    row = matter.said(world.program, "Trouver un local")
    path = f"couverture/{row.public_id}"
    assert "Remplissez ce champ" in alice.post(url(world.program, f"{path}/motif"), {"reason": ""}).content.decode()
    assert alice.post(url(world.program, f"{path}/motif"), {"reason": "Relève de la ville"}).status_code == 302
    assert "Relève de la ville" in alice.get(url(world.program, "couverture")).content.decode()
    assert alice.post(url(world.program, f"{path}/reprise")).status_code == 302
    assert SetAside.objects.count() == 0


def test_article_is_added_moved_and_removed(world, alice):
    for title in ("Un", "Deux"):
        alice.post(url(world.program, "articles/ajout"), {"title": title, "text": "…"})
    second = Article.objects.get(title="Deux")
    assert alice.post(url(world.program, f"articles/{second.public_id}/monter")).status_code == 302
    assert list(Article.objects.values_list("title", flat=True)) == ["Deux", "Un"]
    assert alice.get(url(world.program, f"articles/{second.public_id}/retrait")).status_code == 200
    assert Article.objects.count() == 2
    assert alice.post(url(world.program, f"articles/{second.public_id}/retrait")).status_code == 302
    assert list(Article.objects.values_list("title", "number")) == [("Un", 1)]


def test_same_article_sent_twice_is_added_once(world, alice):
    form = {"title": "Objet", "text": "…", "form_key": "k" * 24}
    answers = [alice.post(url(world.program, "articles/ajout"), form) for _ in range(2)]
    assert ([answer.status_code for answer in answers], Article.objects.count()) == ([302, 302], 1)


def test_freezing_then_writing_is_refused_with_the_day(world, alice):
    matter.ready(world)
    assert alice.post(url(world.program, "envoi/figer")).status_code == 302
    assert Specification.objects.get().is_frozen is True
    page = alice.post(
        url(world.program, "articles/ajout"), {"title": "Treize", "text": "Tapé pour rien"}
    ).content.decode()
    assert ("Le cahier des charges est figé depuis le" in page, "Tapé pour rien" in page) == (True, True)
    assert alice.get(url(world.program, "articles/ajout"))["Location"] == url(world.program, "envoi")
    assert "Établir une nouvelle version" in alice.get(url(world.program, "envoi")).content.decode()
    assert alice.post(url(world.program, "envoi/nouvelle-version"), {"reason": "Un oubli"}).status_code == 302
    assert alice.get(url(world.program, "articles/ajout")).status_code == 200


def test_freezing_too_early_says_what_is_missing(world, alice):
    answer = alice.post(url(world.program, "envoi/figer"), HTTP_REFERER=url(world.program, "envoi"), follow=True)
    assert "Écrivez au moins un objectif" in answer.content.decode()
    assert Document.objects.count() == 0


def test_frozen_document_is_read_by_the_group_and_not_by_institutions_or_providers(world, sign_in, settings):
    step, _need = matter.ready(world)
    document = actions.freeze_specification(step, by=world.alice)
    lists = [
        document.title in sign_in(user).get(f"/accompagnements/{world.program.public_id}/documents/").content.decode()
        for user in (world.alice, world.denis, world.hugo, world.gaelle)
    ]
    assert lists == [True, True, False, False]


@pytest.mark.parametrize("path", ["articles/types", "criteres/usuels", "envoi/figer"])
def test_address_that_writes_does_nothing_when_it_is_read(world, alice, path):
    assert alice.get(url(world.program, path)).status_code == 405
    assert Specification.objects.count() == 0


def test_closed_step_is_read_and_not_written(world, alice):
    matter.ready(world)
    cast.at_phase(world.program, "selection")
    assert alice.get(url(world.program, "articles")).status_code == 200
    assert "Retirer" not in alice.get(url(world.program, "articles")).content.decode()
    assert alice.post(url(world.program, "articles/types")).status_code == 403
